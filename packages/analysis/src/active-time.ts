import { firstFrom } from './search.ts'
import { threshold } from './threshold.ts'
import type { PlacedEvent } from './timeline.ts'

/** Events that a visitor causes, not the page by itself. */
const byVisitor = new Set(['click', 'pointer', 'depth', 'form', 'page', 'viewport', 'hesitation'])

/** Active ms of all these events: gaps between what the visitor did, as far as they are no longer than `threshold.activeGapMs`. */
export const activeTime = (events: readonly PlacedEvent[]): number => createActiveTime(events)(-Infinity, Infinity)

/** Tells active ms of a stretch of time, both ends included, after one pass over the events. */
export function createActiveTime(events: readonly PlacedEvent[]): (fromMs: number, toMs: number) => number {
  const moments: number[] = []
  for (const { event } of events) {
    if (!byVisitor.has(event.type)) continue
    moments.push(event.timeMs)
    if (event.type === 'pointer') moments.push(event.timeMs + event.points.reduce((sum, { afterMs }) => sum + afterMs, 0))
  }
  moments.sort((a, b) => a - b)
  const activeUpTo: number[] = []
  for (const [i, ms] of moments.entries()) {
    const gapMs = ms - (moments[i - 1] ?? ms)
    activeUpTo.push((activeUpTo[i - 1] ?? 0) + (gapMs <= threshold.activeGapMs ? gapMs : 0))
  }
  return (fromMs, toMs) => {
    const after = firstFrom(moments, toMs)
    let last = after - 1
    if (moments[after] === toMs) last = after
    return Math.round((activeUpTo[last] ?? 0) - (activeUpTo[firstFrom(moments, fromMs)] ?? activeUpTo[last] ?? 0))
  }
}
