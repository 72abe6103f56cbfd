import { sql } from 'kysely'
import { erased, hearWithdrawal, isFarewell, type VisitorsOf } from '../erasure/gate.ts'
import { hashVisitor, type TombstoneBook } from '../erasure/tombstone.ts'
import type { AppendResult, IncomingChunk } from '../store.ts'
import type { Db } from './lease.ts'

/** For so long a session that had no tombstone is not asked about again: what comes meanwhile is refused where it is registered. */
const knownMs = 2_000
const mostKnown = 50_000

/**
 * Keeps out what was erased or withdrawn on any server, before its bytes are stored, and hears withdrawals.
 * Throws StoreError `erased`.
 */
export function createSharedGate(options: {
  db: Db
  tombstones: TombstoneBook
  append(chunk: IncomingChunk): Promise<AppendResult>
  visitorsOf: VisitorsOf
}): (chunk: IncomingChunk) => Promise<AppendResult> {
  const { db, tombstones, append } = options
  const untilMs = new Map<string, number>()

  async function refuseGone(chunk: IncomingChunk): Promise<void> {
    const { project, header, signals } = chunk
    const { session } = header
    const name = `${project} ${session}`
    const visitors = signals.flatMap((signal) => (signal.type === 'start' ? [hashVisitor(project, signal.visitor)] : []))
    if (!visitors.length && (untilMs.get(name) ?? 0) > Date.now()) return
    const { rows } = await sql<{ kind: string; why: string }>`SELECT kind, why FROM tombstone WHERE project = ${project}
      AND (kind = 'session' AND name = ${session} OR kind = 'visitor' AND name = ANY(${visitors}::text[]))`.execute(db)
    for (const { kind, why } of rows) {
      if (kind === 'session' && why === 'withdrawn' && isFarewell(chunk)) continue
      // Later chunks do not name their visitor.
      if (kind === 'visitor') await tombstones.add({ project, kind: 'session', name: session }, 'withdrawn')
      throw erased(session)
    }
    untilMs.delete(name)
    untilMs.set(name, Date.now() + knownMs)
    if (untilMs.size > mostKnown) untilMs.delete(untilMs.keys().next().value!)
  }
  return async (chunk) => {
    await refuseGone(chunk)
    const result = await append(chunk)
    await hearWithdrawal(options, chunk)
    return result
  }
}
