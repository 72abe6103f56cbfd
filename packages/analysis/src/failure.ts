import type { SignalEvent } from '@playhead/wire'
import { pathOf } from './page.ts'
import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent, type PlacedOf } from './timeline.ts'

/** What went wrong, if this event says that something did. */
function failureOf(event: SignalEvent): { kind: 'error' | 'console-error' | 'request-failed'; name: string } | null {
  if (event.type === 'error') return { kind: 'error', name: event.message }
  if (event.type === 'console' && event.level === 'error') return { kind: 'console-error', name: event.message }
  if (event.type === 'request' && event.kind !== 'beacon' && (event.status >= 400 || event.status === 0))
    return { kind: 'request-failed', name: `${event.status || 'no answer'} ${event.method} ${pathOf(event.url)}` }
  return null
}

/** Errors, console errors and failed requests of one tab; and the clicks that they followed: each belongs to the last click before it. */
export function failures(timeline: readonly PlacedEvent[]): Signal[] {
  const found: Signal[] = []
  for (const { event, tab, page, device } of timeline) {
    const failure = failureOf(event)
    if (failure) found.push({ ...failure, timeMs: event.timeMs, tab, page, device, key: '', count: 1, severity: 1 })
  }
  return [...found, ...errorClicks(timeline.filter(isOf('click')), found)]
}

/** `clicks` and `causes` in time order; a click is an error click once, however much went wrong after it. */
function errorClicks(clicks: readonly PlacedOf<'click'>[], causes: readonly Signal[]): Signal[] {
  const found: Signal[] = []
  let next = 0
  let isBlamed = false
  for (const cause of causes) {
    for (; next < clicks.length && clicks[next]!.event.timeMs <= cause.timeMs; next++) isBlamed = false
    const click = clicks[next - 1]
    if (!click || isBlamed || cause.timeMs > click.event.timeMs + threshold.errorAfterClickMs) continue
    isBlamed = true
    const { event, tab, page, device } = click
    const { timeMs, key } = event
    found.push({ kind: 'error-click', timeMs, tab, page, device, key, name: event.name || cause.name, count: 1, severity: 1 })
  }
  return found
}
