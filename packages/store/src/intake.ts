import type { Catalog, NewChunk } from './catalog/catalog.ts'
import { hashChunk } from './log/record.ts'
import type { ChunkLog, Location } from './log/chunk-log.ts'
import type { AppendResult, IncomingChunk } from './store.ts'

interface Known {
  readonly hash: string
  /** Set while its append is not settled. */
  done: Promise<void> | null
}
/** Sessions whose chunks are known without asking the catalog. */
const rememberedSessions = 5_000

/** Lets chunks into the log, each place (session, tab, seq) once. @see docs/storage-format.md#L2 */
export function createIntake(options: {
  catalog: Catalog
  log: Pick<ChunkLog, 'append'>
  onStored(chunk: NewChunk, location: Location): void
}): {
  append(chunk: IncomingChunk): Promise<AppendResult>
  /** Whether the log holds, or is about to hold, anything of a session. */
  knows(project: string, session: string): boolean
} {
  const { catalog, log, onStored } = options
  const sessions = new Map<string, Map<string, Known>>()

  const knownOf = (project: string, session: string): Map<string, Known> => {
    const name = `${project} ${session}`
    let known = sessions.get(name)
    if (known) sessions.delete(name)
    else known = new Map(catalog.places(project, session).map(({ tab, seq, hash }) => [`${tab} ${seq}`, { hash, done: null }]))
    sessions.set(name, known)
    for (const [oldest, places] of sessions) {
      if (sessions.size <= rememberedSessions) break
      if ([...places.values()].some(({ done }) => done)) break
      sessions.delete(oldest)
    }
    return known
  }

  return {
    knows: (project, session) => knownOf(project, session).size > 0,
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
      const entry: Known = { hash: hex, done: stored.then(() => undefined) }
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
