import type { Extent, NewChunk } from './catalog/catalog.ts'
import type { DirectoryCatalog } from './catalog/sqlite.ts'
import { hashChunk } from './log/record.ts'
import type { ChunkLog, Location } from './log/chunk-log.ts'
import type { AppendResult, IncomingChunk } from './store.ts'

interface Known {
  readonly hash: string
  readonly sizeBytes: number
  readonly baseMs: number
  readonly endMs: number
  /** Set while its append is not settled. */
  done: Promise<void> | null
}
/** Sessions whose chunks are known without asking the catalog. */
const rememberedSessions = 5_000

/** Lets chunks into the log, each place (session, tab, seq) once. @see docs/storage-format.md#L2 */
export function createIntake(options: {
  catalog: DirectoryCatalog
  log: Pick<ChunkLog, 'append'>
  onStored(chunk: NewChunk, location: Location): void
}): {
  append(chunk: IncomingChunk): Promise<AppendResult>
  /** What the log holds, or is about to hold, of a session. Null: nothing. */
  extent(project: string, session: string): Extent | null
  /** Chunks of this session were taken away: whatever the catalog has no more is new when it comes again. */
  forget(project: string, session: string): void
} {
  const { catalog, log, onStored } = options
  const sessions = new Map<string, Map<string, Known>>()

  const knownOf = (project: string, session: string): Map<string, Known> => {
    const name = `${project} ${session}`
    let known = sessions.get(name)
    if (known) sessions.delete(name)
    else known = new Map(catalog.places(project, session).map(({ tab, seq, ...rest }) => [`${tab} ${seq}`, { ...rest, done: null }]))
    sessions.set(name, known)
    for (const [oldest, places] of sessions) {
      if (sessions.size <= rememberedSessions) break
      if ([...places.values()].some(({ done }) => done)) break
      sessions.delete(oldest)
    }
    return known
  }

  return {
    forget(project, session) {
      const known = sessions.get(`${project} ${session}`)
      if (!known) return
      const kept = new Set(catalog.places(project, session).map(({ tab, seq }) => `${tab} ${seq}`))
      for (const [place, { done }] of known) if (!done && !kept.has(place)) known.delete(place)
    },
    extent(project, session) {
      const known = knownOf(project, session)
      if (!known.size) return null
      let [sizeSum, firstMs, lastMs] = [0, Infinity, 0]
      for (const { sizeBytes, baseMs, endMs } of known.values()) {
        sizeSum += sizeBytes
        firstMs = Math.min(firstMs, baseMs)
        lastMs = Math.max(lastMs, endMs)
      }
      return { sizeBytes: sizeSum, firstMs, lastMs }
    },
    async append({ project, receivedMs, bytes, header, signals }) {
      const hash = hashChunk(bytes)
      const hex = hash.toString('hex')
      const place = `${header.tab} ${header.seq}`
      const known = knownOf(project, header.session)
      const earlier = known.get(place)
      if (earlier) {
        // The first one's fate is this one's: a duplicate of what was never stored is no duplicate.
        await earlier.done
        return earlier.hash === hex ? 'duplicate' : 'conflict'
      }
      const stored = log.append({ project, receivedMs, hash, bytes })
      const { baseMs, endMs } = header
      const entry: Known = { hash: hex, sizeBytes: bytes.length, baseMs, endMs, done: stored.then(() => undefined) }
      entry.done?.catch(() => undefined)
      known.set(place, entry)
      try {
        const location = await stored
        onStored({ project, receivedMs, hash: hex, header, signals, sizeBytes: bytes.length }, location)
        return 'stored'
      } catch (error) {
        known.delete(place)
        throw error
      } finally {
        entry.done = null
      }
    },
  }
}
