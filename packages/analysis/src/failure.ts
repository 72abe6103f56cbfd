import type { SignalEvent } from '@playhead/wire'
import { pathOf } from './page.ts'
import { firstFrom } from './search.ts'
import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent } from './timeline.ts'

/** What went wrong, if this event says that something did. */
function failureOf(event: SignalEvent): { kind: 'error' | 'console-error' | 'request-failed'; name: string } | null {
  if (event.type === 'error') return { kind: 'error', name: event.message }
  if (event.type === 'console' && event.level === 'error') return { kind: 'console-error', name: event.message }
  if (event.type === 'request' && event.kind !== 'beacon' && (event.status >= 400 || event.status === 0))
    return { kind: 'request-failed', name: `${event.status || 'no answer'} ${event.method} ${pathOf(event.url)}` }
  return null
}

/** Errors, console errors and failed requests of one tab; and the clicks that they followed. */
export function failures(timeline: readonly PlacedEvent[]): Signal[] {
  const found: Signal[] = []
  for (const { event, tab, page, device } of timeline) {
    const failure = failureOf(event)
    if (failure) found.push({ ...failure, timeMs: event.timeMs, tab, page, device, key: '', count: 1, severity: 1 })
  }
  const causes = [...found]
  const times = causes.map(({ timeMs }) => timeMs)
  for (const { event, tab, page, device } of timeline.filter(isOf('click'))) {
    const cause = causes[firstFrom(times, event.timeMs)]
    if (!cause || cause.timeMs > event.timeMs + threshold.errorAfterClickMs) continue
    const name = event.name || cause.name
    found.push({ kind: 'error-click', timeMs: event.timeMs, tab, page, device, key: event.key, name, count: 1, severity: 1 })
  }
  return found
}
