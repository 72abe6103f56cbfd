import { threshold } from './threshold.ts'
import type { PlacedEvent } from './timeline.ts'

/** Events that a visitor causes, not the page by itself. */
const byVisitor = new Set(['click', 'pointer', 'depth', 'form', 'page', 'viewport', 'hesitation'])

/** Active ms in a stretch of time: gaps between what the visitor did, as far as they are no longer than `threshold.activeGapMs`. */
export function activeTime(events: readonly PlacedEvent[], fromMs: number = -Infinity, toMs: number = Infinity): number {
  const moments: number[] = []
  for (const { event } of events) {
    if (!byVisitor.has(event.type)) continue
    moments.push(event.timeMs)
    if (event.type === 'pointer') moments.push(event.timeMs + event.points.reduce((sum, { afterMs }) => sum + afterMs, 0))
  }
  const within = moments.filter((ms) => ms >= fromMs && ms <= toMs).sort((a, b) => a - b)
  let activeMs = 0
  for (let i = 1; i < within.length; i++) {
    const gapMs = within[i]! - within[i - 1]!
    if (gapMs <= threshold.activeGapMs) activeMs += gapMs
  }
  return Math.round(activeMs)
}
