import type { ChunkHeader } from '@playhead/wire'
import type { Extent, NewChunk } from './catalog/catalog.ts'
import type { ChunkPlace, DirectoryCatalog } from './catalog/sqlite.ts'
import { hashChunk } from './log/record.ts'
import type { ChunkLog, Location } from './log/chunk-log.ts'
import { addSeq, createSeqSet, hasSeq, type SeqSet } from './seq-set.ts'
import type { AppendResult, IncomingChunk } from './store.ts'

/** A chunk that is on its way into the log. */
interface Pending extends Pick<ChunkPlace, 'sizeBytes' | 'baseMs' | 'endMs'> {
  readonly hash: string
  readonly done: Promise<unknown>
}
/** What is in the log of a session: of each chunk only that it is, as there may be hundreds of thousands. */
interface Stored {
  readonly tabs: Map<string, SeqSet>
  /** Null: nothing is. */
  extent: Extent | null
}
interface Known {
  stored: Stored
  readonly pending: Map<string, Pending>
}
/** Sessions whose chunks are known without asking the catalog. */
const rememberedSessions = 5_000

const widen = (extent: Extent | null, { sizeBytes, baseMs, endMs }: Pick<Pending, 'sizeBytes' | 'baseMs' | 'endMs'>): Extent => ({
  sizeBytes: (extent?.sizeBytes ?? 0) + sizeBytes,
  firstMs: Math.min(extent?.firstMs ?? Infinity, baseMs),
  lastMs: Math.max(extent?.lastMs ?? 0, endMs),
})

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
  const sessions = new Map<string, Known>()

  const addTo = (stored: Stored, chunk: ChunkPlace): void => {
    const seqs = stored.tabs.get(chunk.tab) ?? createSeqSet()
    addSeq(seqs, chunk.seq)
    stored.tabs.set(chunk.tab, seqs)
    stored.extent = widen(stored.extent, chunk)
  }
  const read = (project: string, session: string): Stored => {
    const stored: Stored = { tabs: new Map(), extent: null }
    for (const chunk of catalog.places(project, session)) addTo(stored, chunk)
    return stored
  }
  const knownOf = (project: string, session: string): Known => {
    const name = `${project} ${session}`
    let known = sessions.get(name)
    if (known) sessions.delete(name)
    else known = { stored: read(project, session), pending: new Map() }
    sessions.set(name, known)
    for (const [oldest, { pending }] of sessions) {
      if (sessions.size <= rememberedSessions || pending.size) break
      sessions.delete(oldest)
    }
    return known
  }
  /** The hash of what is in this place already. */
  const hashAt = ({ stored }: Known, project: string, { session, tab, seq }: ChunkHeader): string | undefined => {
    const seqs = stored.tabs.get(tab)
    return seqs && hasSeq(seqs, seq) ? catalog.hashAt(project, session, tab, seq) : undefined
  }

  return {
    forget(project, session) {
      const known = sessions.get(`${project} ${session}`)
      if (known) known.stored = read(project, session)
    },
    extent(project, session) {
      const { stored, pending } = knownOf(project, session)
      return [...pending.values()].reduce(widen, stored.extent)
    },
    async append({ project, receivedMs, bytes, header, signals }) {
      const digest = hashChunk(bytes)
      const hash = digest.toString('hex')
      const { tab, seq, baseMs, endMs } = header
      const place = `${tab} ${seq}`
      const known = knownOf(project, header.session)
      const earlier = known.pending.get(place)
      // The first one's fate is this one's: a duplicate of what was never stored is no duplicate.
      if (earlier) await earlier.done
      const before = earlier?.hash ?? hashAt(known, project, header)
      if (before !== undefined) return before === hash ? 'duplicate' : 'conflict'
      const sizeBytes = bytes.length
      const done = log.append({ project, receivedMs, hash: digest, bytes })
      done.catch(() => undefined)
      known.pending.set(place, { hash, sizeBytes, baseMs, endMs, done })
      try {
        const location = await done
        onStored({ project, receivedMs, hash, header, signals, sizeBytes }, location)
        addTo(known.stored, { tab, seq, sizeBytes, baseMs, endMs })
        return 'stored'
      } finally {
        known.pending.delete(place)
      }
    },
  }
}
