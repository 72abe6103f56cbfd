import { StoreError } from '../error.ts'
import type { Location } from './chunk-log.ts'
import { fileHead } from './file.ts'
import type { PlacedRecord } from './log-objects.ts'
import { encodeRecordHead, type LogRecord } from './record.ts'

/** A whole log file that is not stored yet. */
export interface PackedFile {
  readonly parts: readonly Uint8Array[]
  readonly sizeBytes: number
  readonly records: readonly PlacedRecord[]
}
export interface SpoolOptions {
  /** Stores a file; resolves to its number once all of it lasts. Throws StoreError. */
  store(file: PackedFile): Promise<number>
  /** How long the first record waits for others, and at which size they wait no longer. */
  readonly gatherMs: number
  readonly fileBytes: number
  /** So many files are stored at a time, so that a slow one does not stop the rest. */
  readonly mostAtOnce: number
  /** What waits, or is being stored, takes no more memory. */
  readonly mostWaitingBytes: number
}
export interface Spool {
  /** Throws StoreError `log-overloaded`, `closed`, and what storing its file threw. */
  append(record: LogRecord): Promise<Location>
  readonly waitingBytes: number
  /** Stores what waits, and takes no more. */
  close(): Promise<void>
}

interface Waiting extends PlacedRecord {
  resolve(location: Location): void
  reject(error: unknown): void
}
interface File {
  readonly parts: Uint8Array[]
  readonly records: Waiting[]
  sizeBytes: number
  /** Its first record has waited long enough. */
  isDue: boolean
  readonly timer: NodeJS.Timeout
}

/** Gathers records into files in memory, and stores each once. @see docs/storage-format.md#L28 */
export function createSpool({ store, gatherMs, fileBytes, mostAtOnce, mostWaitingBytes }: SpoolOptions): Spool {
  let filling: File | null = null
  const full: File[] = []
  const storing = new Set<Promise<void>>()
  let waitingBytes = 0
  let isClosed = false

  const begin = (): File => {
    const onDue = (): void => {
      file.isDue = true
      pump()
    }
    const file: File = { parts: [fileHead], records: [], sizeBytes: fileHead.length, isDue: false, timer: setTimeout(onDue, gatherMs) }
    return file
  }
  const seal = (): void => {
    if (!filling) return
    clearTimeout(filling.timer)
    full.push(filling)
    filling = null
  }
  /** While as many are being stored as may be, one that is due is filled further: fewer, larger files. */
  const pump = (): void => {
    while (storing.size < mostAtOnce) {
      if (!full.length && filling?.isDue) seal()
      const next = full.shift()
      if (!next) return
      const stored = storeOne(next).finally(() => {
        storing.delete(stored)
        pump()
      })
      storing.add(stored)
    }
  }
  const storeOne = async ({ parts, records, sizeBytes }: File): Promise<void> => {
    try {
      const file = await store({ parts, records, sizeBytes })
      for (const { at, chunkAt, endAt, resolve } of records) resolve({ file, at, chunkAt, endAt })
    } catch (error) {
      for (const { reject } of records) reject(error)
    } finally {
      waitingBytes -= sizeBytes - fileHead.length
    }
  }

  return {
    append(record) {
      if (isClosed) return Promise.reject(new StoreError('closed', 'The store is closed.'))
      const head = encodeRecordHead(record)
      const recordBytes = head.length + record.bytes.length
      if (waitingBytes + recordBytes > mostWaitingBytes)
        return Promise.reject(new StoreError('log-overloaded', 'More chunks wait to be stored than may; nothing was kept.'))
      if (filling && filling.sizeBytes + recordBytes > fileBytes) seal()
      const file = (filling ??= begin())
      const at = file.sizeBytes
      const place = { at, chunkAt: at + head.length, endAt: at + recordBytes }
      file.parts.push(head, record.bytes)
      file.sizeBytes = place.endAt
      waitingBytes += recordBytes
      const done = new Promise<Location>((resolve, reject) => file.records.push({ record, ...place, resolve, reject }))
      if (file.sizeBytes >= fileBytes) seal()
      pump()
      return done
    },
    get waitingBytes() {
      return waitingBytes
    },
    async close() {
      isClosed = true
      seal()
      pump()
      while (storing.size) await Promise.all(storing)
    },
  }
}
