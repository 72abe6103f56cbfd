import { randomBytes } from 'node:crypto'
import type { ByteStore } from '../bytes/byte-store.ts'
import { StoreError } from '../error.ts'
import { blankHead, findBlanks } from './blank.ts'
import type { ChunkLog } from './chunk-log.ts'
import type { LogObjects } from './log-objects.ts'
import { openS3Reader } from './s3-reader.ts'
import { scanBytes } from './scan.ts'
import { createSpool, type PackedFile, type SpoolOptions } from './spool.ts'

export interface S3LogOptions extends Partial<Omit<SpoolOptions, 'store'>> {
  /** Opened with {@link answerPatience}: whoever sends a chunk waits. */
  readonly bytes: ByteStore
  readonly objects: LogObjects
  onNotice(text: string): void
  /** An object that nobody has registered for so long is taken up. */
  readonly takeUpAfterMs?: number
  /** Remembers beyond this process up to which time, epoch ms, all objects have been looked at; 0: none was. */
  readonly tidied?: { read(): Promise<number>; write(ms: number): Promise<void> }
}

const prefix = 'log/'
/** Hex digits of a key that are its time: epoch ms. */
const timeDigits = 12
/** Keys are listed by their beginning, which stands for about 17 minutes. */
const slot = { digits: 7, ms: 16 ** 5 } as const

/** Clocks of servers differ by less. */
const clockMs = 3_600_000

/** Sorts by when its file was stored, and is taken by no other. */
const newKey = (): string => `${prefix}${hexOf(Date.now())}${randomBytes(10).toString('hex')}.phl`
const hexOf = (ms: number): string => ms.toString(16).padStart(timeDigits, '0')
const slotPrefix = (at: number): string => prefix + hexOf(at * slot.ms).slice(0, slot.digits)
const msOf = (key: string): number => Number.parseInt(key.slice(prefix.length, prefix.length + timeDigits), 16)

/** Lets timers run that are due: after a process was stopped for a while, they tell it that it lost its lease. */
const passTimers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/**
 * The log in a bucket of S3: each file is one object, stored by one PUT and changed only by blanking. What is not known to
 * be stored and registered is not acknowledged. @see docs/storage-format.md#L28
 */
export function openS3Log(options: S3LogOptions): ChunkLog {
  const { bytes, objects, onNotice, takeUpAfterMs = 600_000 } = options
  const { gatherMs = 1_000, fileBytes = 8 << 20, mostAtOnce = 4, mostWaitingBytes = 64 << 20 } = options
  const reader = openS3Reader({ bytes, keys: objects })
  const spool = createSpool({ store, gatherMs, fileBytes, mostAtOnce, mostWaitingBytes })
  let isFailing = false
  let tidiedMs = 0
  const { read: readTidied, write: writeTidied } = options.tidied ?? {
    read: async () => tidiedMs,
    write: async (ms) => void (tidiedMs = ms),
  }

  /** One that was stored and could not be registered stays: whether it was is not known. It is taken up later, or was. */
  async function store({ parts, sizeBytes, records }: PackedFile): Promise<number> {
    const key = newKey()
    try {
      await bytes.put(key, parts)
      const number = await objects.register({ key, sizeBytes }, records)
      isFailing = false
      return number
    } catch (error) {
      if (!isFailing) onNotice(`The log takes nothing: ${(error as Error).message}`)
      isFailing = true
      if (error instanceof StoreError) throw error
      throw new StoreError('log-poisoned', `Storing the log failed: ${(error as Error).message}`, { cause: error })
    }
  }

  async function takeUp(key: string): Promise<void> {
    const whole = await bytes.get(key)
    if (!whole) return
    const { records } = scanBytes(whole, { number: 0, name: key })
    const placed = records.map((record) => ({ record, at: record.at, chunkAt: record.chunkAt, endAt: record.endAt }))
    await objects.register({ key, sizeBytes: whole.length }, placed)
    onNotice(`${key} was stored and not registered, as in a crash; it is part of the log again.`)
  }

  /** Keys of a time, in order. */
  async function keysOf(fromMs: number, untilMs: number): Promise<string[]> {
    const beginnings = fromMs > 0 ? [] : [prefix]
    if (fromMs > 0) for (let at = Math.floor(fromMs / slot.ms); at <= untilMs / slot.ms; at++) beginnings.push(slotPrefix(at))
    const keys: string[] = []
    for (const beginning of beginnings) for await (const key of bytes.list(beginning)) if (msOf(key) < untilMs) keys.push(key)
    return keys.sort()
  }

  return {
    ...reader,
    append: spool.append,
    async blank(number, blankOptions) {
      const key = await objects.keyOf(number)
      const whole = key === null ? null : await bytes.get(key)
      if (key === null || !whole) return { records: 0, bytes: 0 }
      const readAt = async (at: number, sizeBytes: number): Promise<Buffer> => whole.subarray(at, at + sizeBytes)
      const { records, lost, blanked } = await findBlanks(readAt, whole.length, blankOptions)
      if (!blanked.records) return blanked
      for (const record of records) {
        const zeros = whole.fill(0, record.chunkAt, record.endAt).subarray(record.chunkAt, record.endAt)
        blankHead(record, zeros).copy(whole, record.at)
      }
      for (const { at, endAt } of lost) whole.fill(0, at, Math.min(endAt, whole.length))
      const { signal } = blankOptions
      if (signal) await passTimers()
      try {
        signal?.throwIfAborted()
        await bytes.put(key, [whole], signal)
      } catch (error) {
        if (!signal?.aborted) throw error
        throw new StoreError('lease-lost', `Another server may be overwriting ${key}; it is left to that one.`, { cause: error })
      }
      return blanked
    },
    async remove(number) {
      const key = await objects.keyOf(number)
      if (key === null) return 0
      const sizeBytes = (await bytes.size(key)) ?? 0
      // The other way round an object would be left that is taken up again.
      await bytes.delete(key)
      await objects.forget(number)
      return sizeBytes
    },
    /** An object has no holes: blanked room is given back with the whole of it. */
    thin: async () => 0,
    async tidy() {
      const untilMs = Date.now() - takeUpAfterMs
      const fromMs = await readTidied()
      const keys = await keysOf(Math.max(0, fromMs - clockMs), untilMs)
      for (let at = 0; at < keys.length; at += 1_000)
        for (const key of await objects.unregistered(keys.slice(at, at + 1_000))) await takeUp(key)
      await writeTidied(Math.max(fromMs, untilMs))
    },
    close: spool.close,
  }
}
