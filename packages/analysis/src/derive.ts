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
    .sort((a, b) => a.timeMs - b.timeMs || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.tab < b.tab ? -1 : 1))
}
