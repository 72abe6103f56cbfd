import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createDiskSpace, type DiskSpace, isFull } from '../disk-space.ts'
import { StoreError } from '../error.ts'
import { syncFolder } from '../sync-folder.ts'
import type { Location } from './chunk-log.ts'
import { fileHead, fileName, filePath } from './file.ts'
import { encodeRecordHead, type LogRecord } from './record.ts'
import type { LogEnd } from './recover.ts'
import { writeFully } from './write-fully.ts'

export interface LogWriter {
  /** Resolves once the record is synced. Throws StoreError `disk-full`, `log-poisoned`, `closed`. */
  append(record: LogRecord): Promise<Location>
  /** Up to where everything is synced. */
  readonly end: LogEnd
  close(): Promise<void>
}
export interface LogWriterOptions {
  readonly dir: string
  readonly end: LogEnd | null
  readonly onNotice: (text: string) => void
  /** Size at which a new file is begun. */
  readonly rollBytes?: number | undefined
  readonly openFile?: (path: string, flags: string) => Promise<FileHandle>
  readonly removeFile?: (path: string) => Promise<void>
  readonly space?: DiskSpace
}
interface Waiting {
  readonly head: Buffer
  readonly bytes: Uint8Array
  resolve(location: Location): void
  reject(error: StoreError): void
}

/** More than this waits for the next commit. */
const commitBytes = 8 << 20
/** Records that come within this time share a sync. */
const gatherMs = 2
const fewRecords = 16
/** A disk that failed twice in a row is left alone for so long, doubled each time: who waits is refused at once. */
const rest = { ms: 250, mostMs: 2000 } as const

/** Appends records to log files by group commit: whatever waits is written at once and synced once. @see docs/storage-format.md#L9 */
export function createLogWriter(options: LogWriterOptions): LogWriter {
  const { dir, onNotice, rollBytes = 256 << 20, openFile = open, removeFile = rm, space = createDiskSpace(dir) } = options
  let handle: FileHandle | null = null
  let end: LogEnd = options.end ?? { file: 0, sizeBytes: rollBytes }
  let waiting: Waiting[] = []
  let committing: Promise<void> | null = null
  let isClosed = false
  let failures = 0
  let isShort = false
  /** The names of the log and of its last file are synced. */
  let isLasting = false
  let resting: { readonly untilMs: number; readonly refused: StoreError } | null = null

  const isResting = (): boolean => resting !== null && Date.now() < resting.untilMs

  /** Commits until nothing waits. Each commit costs the same whatever it holds, so a few records wait for more to come. */
  const run = async (): Promise<void> => {
    while (waiting.length) {
      if (waiting.length < fewRecords) await new Promise((resolve) => setTimeout(resolve, gatherMs))
      await commit(take())
    }
    committing = null
  }

  const take = (): Waiting[] => {
    let sizeBytes = 0
    const count = waiting.findIndex(({ bytes }) => (sizeBytes += bytes.length) > commitBytes)
    const batch = waiting.slice(0, count < 0 ? waiting.length : Math.max(1, count))
    waiting = waiting.slice(batch.length)
    return batch
  }

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      if (isResting()) throw resting!.refused
      resting = null
      await takeSpace(batch.reduce((sum, { head, bytes }) => sum + head.length + bytes.length, fileHead.length))
      const locations = await write(batch)
      failures = 0
      for (const [i, { resolve }] of batch.entries()) resolve(locations[i]!)
    } catch (error) {
      const refused = error instanceof StoreError ? error : await poison(error as NodeJS.ErrnoException)
      for (const { reject } of batch) reject(refused)
    }
  }

  const takeSpace = async (bytes: number): Promise<void> => {
    try {
      await space.take(bytes)
      isShort = false
    } catch (error) {
      if (!isShort) onNotice('The disk has nothing free but its reserve: chunks are refused until there is room.')
      isShort = true
      throw error
    }
  }

  const write = async (batch: readonly Waiting[]): Promise<Location[]> => {
    const file = handle && end.sizeBytes < rollBytes ? handle : await nextFile()
    let at = end.sizeBytes
    const locations = batch.map(({ head, bytes }): Location => {
      const chunkAt = at + head.length
      const location = { file: end.file, at, chunkAt, endAt: chunkAt + bytes.length }
      at = location.endAt
      return location
    })
    await writeFully(
      file,
      batch.flatMap(({ head, bytes }) => [head, bytes]),
      end.sizeBytes,
    )
    await file.datasync()
    end = { file: end.file, sizeBytes: at }
    return locations
  }

  /** Goes on in the last file after a start, else begins a new one. */
  const nextFile = async (): Promise<FileHandle> => {
    await handle?.close()
    handle = null
    const isNew = end.sizeBytes >= rollBytes
    const next: LogEnd = isNew ? { file: end.file + 1, sizeBytes: 0 } : end
    const path = filePath(dir, next.file)
    const useUp = (): void => void (end = { file: next.file, sizeBytes: rollBytes })
    const file = await openFile(path, isNew ? 'wx+' : 'r+').catch((error: NodeJS.ErrnoException) => {
      if (!isNew || error.code === 'EEXIST') useUp()
      throw error
    })
    let isSyncing = false
    try {
      if (next.sizeBytes < fileHead.length) {
        await writeFully(file, [fileHead], 0)
        isSyncing = true
        await file.sync()
      }
      // The names themselves have to last, too: whoever made the file or the log before may have been killed in between.
      if (isNew || !isLasting) {
        isSyncing = true
        await syncFolder(dirname(path), openFile)
        if (!isLasting) await syncFolder(dir, openFile)
        isLasting = true
      }
    } catch (error) {
      await file.close().catch(() => undefined)
      // Nothing was promised in it, and a disk that stays full would else be strewn with empty files.
      const isGone =
        isNew &&
        (await removeFile(path).then(
          () => true,
          () => false,
        ))
      if (!isGone || isSyncing) useUp()
      throw error
    }
    handle = file
    end = next.sizeBytes < fileHead.length ? { file: next.file, sizeBytes: fileHead.length } : next
    return file
  }

  /**
   * After a failed write or sync nothing is known about the file's tail: it is never appended to again,
   * and a sync is never tried twice (the second one would succeed without having written anything).
   */
  const poison = async (cause: NodeJS.ErrnoException): Promise<StoreError> => {
    const bad = fileName(end.file)
    const { file, sizeBytes } = end
    const wasOpen = handle !== null
    if (handle) {
      await handle.truncate(sizeBytes).catch(() => undefined)
      await handle.close().catch(() => undefined)
      handle = null
      end = { file, sizeBytes: rollBytes }
    }
    if (++failures === 1)
      onNotice(
        wasOpen
          ? `The log file ${bad} is closed at ${sizeBytes} bytes after a failed write: ${cause.message}.`
          : `No log file can be begun: ${cause.message}.`,
      )
    const refused = isFull(cause)
      ? new StoreError('disk-full', 'There is no space left for the log; nothing was kept.', { cause })
      : new StoreError('log-poisoned', `Writing the log failed: ${cause.message}.`, { cause })
    if (failures > 1) resting = { untilMs: Date.now() + Math.min(rest.mostMs, rest.ms * 2 ** (failures - 2)), refused }
    return refused
  }

  return {
    append(record) {
      if (isClosed) return Promise.reject(new StoreError('closed', 'The store is closed.'))
      if (isResting()) return Promise.reject(resting!.refused)
      return new Promise((resolve, reject) => {
        waiting.push({ head: encodeRecordHead(record), bytes: record.bytes, resolve, reject })
        committing ??= run()
      })
    },
    get end() {
      return end
    },
    async close() {
      isClosed = true
      await committing
      await handle?.close()
      handle = null
    },
  }
}
