import type { EventOf, PlayheadEvent } from '@playhead/wire'

/** Looks for what a recording waits for; returns its name, or nothing. */
export type Trigger = (events: readonly PlayheadEvent[]) => string | undefined

/** Wide on purpose: what turns out to be no rage click on the server was kept for nothing, and no more. */
const rage = { clicks: 3, apartMs: 700, boxPx: 40, answerMs: 300 }

/** @param names `error` (uncaught, rejected or captured), `rage` (clicks without an answer), `event:<name>` (tracked) */
export function createTrigger(names: readonly string[]): Trigger {
  let clicks: EventOf<'click'>[] = []
  function nameOf(event: PlayheadEvent): string {
    if (event.type === 'error') return event.kind === 'resource' ? '' : 'error'
    if (event.type === 'track') return `event:${event.name}`
    if (event.type === 'response' && event.ordinal === clicks[0]?.ordinal && event.afterMs <= rage.answerMs) clicks = []
    if (event.type !== 'click') return ''
    const [first] = clicks
    const isNext =
      first &&
      event.timeMs - clicks.at(-1)!.timeMs <= rage.apartMs &&
      Math.abs(event.x - first.x) <= rage.boxPx &&
      Math.abs(event.y - first.y) <= rage.boxPx
    clicks = isNext ? [...clicks, event] : [event]
    return clicks.length < rage.clicks ? '' : 'rage'
  }
  return (events) => events.map(nameOf).find((name) => names.includes(name))
}
