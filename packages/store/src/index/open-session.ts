import { createSessionSummary, type SessionSummary, type Signal, type SignalKind } from '@playhead/analysis'
import type { SignalEvent } from '@playhead/wire'
import type { CatalogChunk } from '../catalog/catalog.ts'
import type { Position } from '../catalog/sqlite.ts'
import type { Ask } from './engine.ts'

/** A session that goes on, as the indexer keeps it between batches. */
export interface OpenSession {
  readonly project: string
  readonly id: string
  readonly summary: SessionSummary
  /** Chunks whose event rows are in the index. */
  readonly indexed: Map<string, { tab: string; seq: number }>
  /** Signals as the index holds them, by identity. */
  signals: Map<string, Signal>
  receivedMs: number
  /** What the rows in the index owe to other chunks. */
  context: string
}

export const placeOf = ({ tab, seq }: { tab: string; seq: number }): string => `${tab} ${seq}`
export const identityOf = ({ kind, tab, timeMs, page, device, key }: Signal): string =>
  JSON.stringify([kind, tab, timeMs, page, device, key])

export interface SessionLoader {
  readonly ask: Ask
  /** Chunks that were indexed before this batch. */
  indexedChunks(project: string, session: string, indexed: Position | null): Promise<CatalogChunk[]>
  /** The signals of each chunk; null for one that can't be read. */
  readSignals(chunks: readonly ChunkPlace[]): Promise<(SignalEvent[] | null)[]>
}
/** Where a chunk stands in the log; with its hash it is checked when it is read. */
export type ChunkPlace = Pick<CatalogChunk, 'file' | 'chunkAt' | 'sizeBytes'> & Partial<Pick<CatalogChunk, 'hash'>>

/** Gathers what the index holds of a session. Costs a read of its chunks, so it is done once while the session goes on. */
export async function loadSession(
  { ask, indexedChunks, readSignals }: SessionLoader,
  { project, id, indexed }: { project: string; id: string; indexed: Position | null },
): Promise<OpenSession> {
  const session: OpenSession = {
    project,
    id,
    summary: createSessionSummary(id, project),
    indexed: new Map(),
    signals: new Map(),
    receivedMs: 0,
    context: '',
  }
  const chunks = await indexedChunks(project, id, indexed)
  const read = await readSignals(chunks)
  for (const [i, chunk] of chunks.entries()) {
    const signals = read[i]
    if (!signals) continue
    const { tab, seq, baseMs, endMs } = chunk
    session.summary.add({ tab, seq, signals, baseMs, endMs })
    session.indexed.set(placeOf(chunk), { tab, seq })
    session.receivedMs = Math.max(session.receivedMs, chunk.receivedMs)
  }
  if (!session.indexed.size) return session
  session.signals = await loadSignals(ask, project, id)
  session.context = contextOf(session)
  return session
}

/** Empty for a session that cannot be summarized: it has no rows. */
function contextOf({ summary, indexed }: OpenSession): string {
  try {
    return summary.summarize()?.contextOf([...indexed.values()]) ?? ''
  } catch {
    return ''
  }
}

type Row = Omit<Signal, 'kind'> & { kind: SignalKind }
async function loadSignals(ask: Ask, project: string, session: string): Promise<Map<string, Signal>> {
  const rows = await ask<Row>(
    `SELECT kind, page, device, tab, toUnixTimestamp64Milli(time) AS timeMs, key, name, count, severity FROM playhead.signals FINAL
     WHERE project = {project:String} AND session = {session:String} AND present`,
    { project, session },
  )
  return new Map(rows.map((row) => [identityOf(row), row]))
}
