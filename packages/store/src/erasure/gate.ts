import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'
import { StoreError } from '../error.ts'
import { signalsOf } from '../signal-lane.ts'
import type { AppendResult, IncomingChunk } from '../store.ts'
import { hashVisitor, type TombstoneBook, type Tombstones } from './tombstone.ts'

export interface Gate {
  /** Throws StoreError `erased` for what belongs to a session or visitor that is gone. */
  append(chunk: IncomingChunk): Promise<AppendResult>
  /** Resolves when nothing that was on its way into the log is so any more: of a session, or of the whole project. */
  quiet(project: string, session?: string): Promise<void>
}

/**
 * Keeps out what was erased or withdrawn, and hears withdrawals: once a visitor has withdrawn, nothing of them is taken.
 * `visitorsOf`: the visitors that a stored session names.
 */
export function createGate(options: {
  tombstones: Tombstones
  append(chunk: IncomingChunk): Promise<AppendResult>
  visitorsOf: VisitorsOf
}): Gate {
  const { tombstones, append } = options
  const inFlight = new Set<{ readonly project: string; readonly session: string; readonly settled: Promise<unknown> }>()

  async function refuseGone({ project, header: { session }, header, signals }: IncomingChunk): Promise<void> {
    const gone = tombstones.ofSession(project, session)
    // Other tabs may still say that they ended, and this one may ask again whether that arrived.
    if (gone && !(gone.why === 'withdrawn' && isFarewell({ header, signals }))) throw erased(session)
    for (const signal of signals) {
      const visitor = signal.type === 'start' ? tombstones.ofVisitor(project, signal.visitor) : undefined
      if (!visitor) continue
      // Later chunks do not name their visitor.
      await tombstones.add({ project, kind: 'session', name: session }, 'withdrawn')
      throw erased(session)
    }
  }
  return {
    async append(chunk) {
      // On its way from before it is looked at, so that an erasure that begins in between waits for it.
      const settled = refuseGone(chunk).then(() => append(chunk))
      const { project, header } = chunk
      const entry = { project, session: header.session, settled: settled.catch(() => undefined) }
      inFlight.add(entry)
      const result = await settled.finally(() => inFlight.delete(entry))
      await hearWithdrawal(options, chunk)
      return result
    },
    async quiet(project, session) {
      const isMeant = (entry: { project: string; session: string }): boolean =>
        entry.project === project && (session === undefined || entry.session === session)
      await Promise.all([...inFlight].filter(isMeant).map(({ settled }) => settled))
    },
  }
}

/** The visitors that a stored session names. */
export type VisitorsOf = (project: string, session: string) => Promise<readonly string[]>

/** Each tab names its visitor in its first chunk. */
export const readVisitors =
  (catalog: Pick<Catalog, 'chunks'>, chunkBytes: (chunk: CatalogChunk) => Promise<Uint8Array | null>): VisitorsOf =>
  async (project, session) => {
    const starts = (await catalog.chunks(project, session)).filter(({ seq }) => seq === 0)
    const signals = (await Promise.all(starts.map(chunkBytes))).flatMap(signalsOf)
    return signals.flatMap((signal) => (signal.type === 'start' ? [signal.visitor] : []))
  }

/** Of a chunk that was stored: writes tombstones where its visitor withdrew. */
export async function hearWithdrawal(
  { tombstones, visitorsOf }: { tombstones: TombstoneBook; visitorsOf: VisitorsOf },
  { project, header: { session }, signals }: IncomingChunk,
): Promise<void> {
  if (!signals.some((signal) => signal.type === 'end' && signal.reason === 'withdraw')) return
  await tombstones.add({ project, kind: 'session', name: session }, 'withdrawn')
  for (const visitor of await visitorsOf(project, session))
    await tombstones.add({ project, kind: 'visitor', name: hashVisitor(project, visitor) }, 'withdrawn')
}

/** Of a visitor who withdrew: other tabs may still say that they ended. */
export const isFarewell = ({ header, signals }: Pick<IncomingChunk, 'header' | 'signals'>): boolean =>
  header.doms === 0 && signals.every(({ type }) => type === 'end')

export const erased = (session: string): StoreError =>
  new StoreError('erased', `The session ${session} was erased, or its visitor withdrew.`)
