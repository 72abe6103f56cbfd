import type { EventOf, PlayheadEvent } from '@playhead/wire'

/** Looks for what a recording waits for; returns its name, or nothing. */
export type Trigger = (events: readonly PlayheadEvent[]) => string | undefined

/** Wide on purpose: what turns out to be no rage click on the server was kept for nothing, and no more. */
const rage = { clicks: 3, apartMs: 700, many: 4, withinMs: 1500, boxPx: 40, answerMs: 300 }

/** @param names `error` (uncaught, rejected or captured), `rage` (clicks without an answer), `event:<name>` (tracked) */
export function createTrigger(names: readonly string[]): Trigger {
  let clicks: EventOf<'click'>[] = []
  function nameOf(event: PlayheadEvent): string {
    if (event.type === 'error') return event.kind === 'resource' ? '' : 'error'
    if (event.type === 'track') return `event:${event.name}`
    if (event.type === 'response' && event.ordinal === clicks[0]?.ordinal && event.afterMs <= rage.answerMs) clicks = []
    if (event.type !== 'click') return ''
    const isNear = ({ key, x, y, timeMs }: EventOf<'click'>): boolean =>
      event.timeMs - timeMs <= rage.withinMs &&
      (key === event.key || (Math.abs(event.x - x) <= rage.boxPx && Math.abs(event.y - y) <= rage.boxPx))
    clicks = [...clicks.filter(isNear), event]
    const isQuick = clicks.slice(-rage.clicks).every(({ timeMs }, i, few) => !i || timeMs - few[i - 1]!.timeMs <= rage.apartMs)
    return clicks.length >= rage.many || (clicks.length >= rage.clicks && isQuick) ? 'rage' : ''
  }
  return (events) => events.map(nameOf).find((name) => names.includes(name))
}
