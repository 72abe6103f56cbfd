import type { SessionRow } from './session-row.ts'
import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import type { PlacedEvent } from './timeline.ts'

type Mark = SessionRow['marks'][number]

/** Moments for the small timeline: signals first, then pages and custom events, spread evenly when there are too many. */
export function marksOf(startMs: number, signals: readonly Signal[], events: readonly PlacedEvent[]): Mark[] {
  const markOf = (timeMs: number, kind: Mark['kind']): Mark => ({ ms: Math.round(timeMs - startMs), kind })
  const strong = spread(
    signals.map(({ timeMs, kind }) => markOf(timeMs, kind)),
    threshold.marks,
  )
  const weak = events.flatMap(({ event }) => (event.type === 'page' || event.type === 'track' ? [markOf(event.timeMs, event.type)] : []))
  return [...strong, ...spread(weak, threshold.marks - strong.length)].sort(
    (a, b) => a.ms - b.ms || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0),
  )
}

const spread = <T>(items: readonly T[], most: number): T[] =>
  items.length <= most ? [...items] : Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!)
