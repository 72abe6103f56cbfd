import { createSessionSummary } from '@playhead/analysis'
import { activityOf, idleBetween, type LossTotal, type MarkGroup, type SignalEvent, type Span } from '@playhead/wire'
import type { CatalogChunk } from '../catalog/catalog.ts'

/** What a viewer wants to know of a whole session at once, gathered from its signals on the way. */
export interface RecordingSummary {
  add(chunk: Pick<CatalogChunk, 'tab' | 'seq' | 'baseMs' | 'endMs'>, signals: readonly SignalEvent[]): void
  lose(what: string, detail: string, count: number): void
  finish(): { idle: Span[]; marks: MarkGroup[]; lost: LossTotal[] }
}

const markTypes: ReadonlySet<SignalEvent['type']> = new Set(['page', 'click', 'error', 'track', 'identify'])
/** Of one kind in one tab: more than a timeline has pixels say nothing more. */
const mostMarks = 2_000
const mostLosses = 500

export function createRecordingSummary(options: {
  project: string
  session: string
  startedAtMs: number
  durationMs: number
}): RecordingSummary {
  const { project, session, startedAtMs, durationMs } = options
  const summary = createSessionSummary(session, project)
  const activity: Span[] = []
  const groups = new Map<string, { kind: string; tab: string; atMs: number[] }>()
  const losses = new Map<string, LossTotal>()

  function mark(kind: string, tab: string, timeMs: number): void {
    const name = `${kind} ${tab}`
    const group = groups.get(name) ?? { kind, tab, atMs: [] }
    groups.set(name, group)
    group.atMs.push(Math.round(timeMs - startedAtMs))
  }
  function lose(what: string, detail: string, count: number): void {
    const name = `${what} ${detail}`
    const known = losses.get(name)
    if (known || losses.size < mostLosses) losses.set(name, { what, detail, count: (known?.count ?? 0) + count })
    else lose(what, '', count)
  }
  function markDerived(): void {
    try {
      for (const { kind, tab, timeMs } of summary.summarize()?.signals ?? []) mark(kind, tab, timeMs)
    } catch (error) {
      lose('signals', `nothing could be derived from them: ${(error as Error).message}`, 1)
    }
  }
  return {
    add({ tab, seq, baseMs, endMs }, signals) {
      summary.add({ tab, seq, signals, baseMs, endMs })
      for (const signal of signals) {
        const span = activityOf({ ...signal, atMs: signal.timeMs - startedAtMs })
        if (span) activity.push(span)
        if (markTypes.has(signal.type)) mark(signal.type, tab, signal.timeMs)
        if (signal.type === 'loss') lose(signal.what, signal.detail ?? '', signal.count)
      }
    },
    lose,
    finish() {
      markDerived()
      const marks = [...groups.values()].map(({ kind, tab, atMs }) => ({ kind, tab, atMs: thin(atMs.sort((a, b) => a - b)) }))
      return {
        idle: idleBetween(
          activity.sort((a, b) => a.fromMs - b.fromMs),
          durationMs,
        ),
        marks,
        lost: [...losses.values()],
      }
    },
  }
}

const thin = (moments: number[]): number[] =>
  moments.length <= mostMarks
    ? moments
    : Array.from({ length: mostMarks }, (_, i) => moments[Math.floor((i * moments.length) / mostMarks)]!)
