import { readChunk, WireError } from '@playhead/wire'
import type { NewChunk } from './catalog/catalog.ts'
import { type LogPlace, nameOfPlace } from './catalog/erase.ts'
import { type DirectoryCatalog, isUpTo, type Position } from './catalog/sqlite.ts'
import type { IndexItem } from './index/batch.ts'
import type { Location, LogReader } from './log/chunk-log.ts'
import { fileHead } from './log/file.ts'
import type { ReadRecord } from './log/record.ts'
import type { Damage } from './log/scan.ts'
import { openSignals } from './signal-lane.ts'

/** What a record holds, decoded; null when its chunk is none (which ingest would not have let in). */
export function decodeRecord(record: ReadRecord): NewChunk | null {
  try {
    const chunk = readChunk(record.bytes)
    const signals = openSignals(chunk)
    const { project, receivedMs, hash, bytes } = record
    return { project, receivedMs, hash: hash.toString('hex'), header: chunk.header, signals, sizeBytes: bytes.length }
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}

/** Where the log ends before what the catalog knows of it, has that read again. @see docs/storage-format.md#L32 */
export async function noticeMissing(
  log: LogReader,
  catalog: DirectoryCatalog,
  onDamage: (damage: Damage) => void,
  onNotice: (text: string) => void,
): Promise<void> {
  const { file, at } = catalog.position()
  const files = await log.files()
  const sizeBytes = files.find(({ number }) => number === file)?.sizeBytes ?? null
  if (sizeBytes !== null ? sizeBytes >= at : file === 0) return
  const missingAt = sizeBytes ?? 0
  onDamage({ file, at: missingAt, sizeBytes: at - missingAt })
  // Where the file itself is gone, the one before it may be cut short.
  const againFrom = sizeBytes === null ? Math.min(file, files.at(-1)?.number ?? file) : file
  onNotice(`The log ends before its catalog: from ${log.nameOf(againFrom)} on it is read again, and the index is built anew.`)
  await catalog.forgetFrom(againFrom)
}

/** So many chunks are written into the catalog at once. */
const catalogChunks = 5_000

/** Brings the catalog up to the end of the log, as after a crash. */
export async function catchUpCatalog(log: LogReader, catalog: DirectoryCatalog, onDamage: (damage: Damage) => void): Promise<void> {
  const from = catalog.position()
  for (const { number: file } of await log.files(from.file)) {
    let added = 0
    for await (const { records, damages } of log.scan(file, file === from.file ? from.at : fileHead.length)) {
      for (const damage of damages) onDamage(damage)
      for (const record of records) {
        const chunk = decodeRecord(record)
        if (chunk) catalog.add(chunk, locationOf(file, record))
      }
      added += records.length
      if (added < catalogChunks) continue
      catalog.flush()
      added = 0
    }
    catalog.flush()
  }
}

const locationOf = (file: number, { at, chunkAt, endAt }: ReadRecord): Location => ({ file, at, chunkAt, endAt })

const itemOf = ({ project, receivedMs, header, sizeBytes }: NewChunk, { file, chunkAt }: Location): IndexItem => {
  const { session, tab, seq, baseMs, endMs, signals } = header
  return { project, session, tab, seq, baseMs, endMs, receivedMs, signals, file, chunkAt, sizeBytes }
}

/** How much one batch of the index holds at most. */
export const batchChunks = 2_000
const batchSignals = 50_000
/** Chunks that are held for the index in memory; if it is further behind, it reads the log. */
export const heldChunks = 20_000

export interface Follower {
  add(chunk: NewChunk, location: Location): void
  /** What stood in these places was taken away: the index passes over it. */
  forget(places: readonly LogPlace[]): void
  next(after: Position, until: Position | null): Promise<{ items: IndexItem[]; to: Position } | null>
}

type Batch = { items: IndexItem[]; to: Position }
/** What was added, and where it stands. Of what was taken away only that is left, so that the index comes past it. */
type Held = { item: IndexItem | null; location: Location }

const ends = ({ file, endAt }: Location): Position => ({ file, at: endAt })

/** Takes what comes next until it has enough, or all up to `until`, as a batch that was begun before did. */
function createTaker(until: Position | null): { takes(held: Held): boolean; batch(): Batch | null } {
  const items: IndexItem[] = []
  let signals = 0
  let to: Position | null = null
  return {
    takes({ item, location }) {
      const isFull = items.length >= batchChunks || signals >= batchSignals
      if (until ? !isUpTo(ends(location), until) : isFull) return false
      if (item) items.push(item)
      signals += item?.signals ?? 0
      to = ends(location)
      return true
    },
    batch: () => (to || until ? { items, to: until ?? to! } : null),
  }
}

/** Hands the index what comes next in the log: from memory while it keeps up, else from the files. */
export function createFollower(log: LogReader, catalog: DirectoryCatalog, onDamage: (damage: Damage) => void): Follower {
  let held: Held[] = []
  /** The position from which on everything is in `held`; null: nothing is. */
  let heldFrom: Position | null = null

  const fromMemory = (after: Position, until: Position | null): Batch | null => {
    held = held.filter(({ location }) => !isUpTo(ends(location), after))
    heldFrom = after
    const taker = createTaker(until)
    for (const one of held) if (!taker.takes(one)) break
    return taker.batch()
  }
  /** Reads no more than it takes. */
  const fromFiles = async (after: Position, until: Position | null): Promise<Batch | null> => {
    const end = until ?? catalog.position()
    const taker = createTaker(until)
    for (const { number: file } of (await log.files(after.file)).filter(({ number }) => number <= end.file)) {
      const from = file === after.file ? after.at : fileHead.length
      for await (const { records, damages } of log.scan(file, from, file === end.file ? end.at : Infinity)) {
        for (const damage of damages) onDamage(damage)
        for (const record of records) {
          const chunk = decodeRecord(record)
          const location = locationOf(file, record)
          if (chunk && !taker.takes({ item: itemOf(chunk, location), location })) return taker.batch()
        }
      }
    }
    // Nothing but what can't be read is left: the index is at the end all the same.
    return taker.batch() ?? (isUpTo(end, after) ? null : { items: [], to: end })
  }

  return {
    add(chunk, location) {
      // From the first one on everything is held, also where the index never finds the log at rest.
      if (!held.length) heldFrom ??= { file: location.file, at: location.at }
      held.push({ item: itemOf(chunk, location), location })
      if (held.length <= heldChunks) return
      held = []
      heldFrom = null
    },
    forget(places) {
      const gone = new Set(places.map(nameOfPlace))
      held = held.map(({ item, location }) => ({ item: gone.has(nameOfPlace(location)) ? null : item, location }))
    },
    async next(after, until) {
      if (heldFrom && isUpTo(heldFrom, after)) return fromMemory(after, until)
      const found = await fromFiles(after, until)
      catalog.flush()
      // Caught up: from here on memory holds whatever comes.
      if (!found && isUpTo(catalog.position(), after)) heldFrom = after
      return found
    },
  }
}
