import { failures } from './failure.ts'
import { abandonedForms } from './form-abandoned.ts'
import { quickBacks } from './quick-back.ts'
import { rageClicks } from './rage-click.ts'
import { unansweredClicks } from './dead-click.ts'
import type { Signal } from './signal.ts'
import type { PlacedEvent } from './timeline.ts'

const rules = [rageClicks, unansweredClicks, failures, quickBacks, abandonedForms]

/** Every derived signal of a session, in time order. */
export function signalsOf(timelines: ReadonlyMap<string, readonly PlacedEvent[]>): Signal[] {
  return [...timelines.values()]
    .flatMap((timeline) => rules.flatMap((rule) => rule(timeline)))
    .sort((a, b) => a.timeMs - b.timeMs || compareText(a.kind, b.kind) || compareText(a.tab, b.tab))
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
