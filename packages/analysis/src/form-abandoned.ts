import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent, type PlacedOf } from './timeline.ts'

/** Forms that were begun (input in a field), not sent, and whose page was left, from one tab's timeline. */
export function abandonedForms(timeline: readonly PlacedEvent[]): Signal[] {
  const forms = new Map<string, PlacedOf<'form'>[]>()
  for (const placed of timeline.filter(isOf('form'))) {
    const id = `${placed.view} ${placed.event.form}`
    const events = forms.get(id)
    if (events) events.push(placed)
    else forms.set(id, [placed])
  }
  const found: Signal[] = []
  for (const events of forms.values()) {
    const last = events.findLast(({ event }) => event.action === 'input' || event.action === 'change')
    if (!last || events.some(({ event }) => event.action === 'submit')) continue
    const left = timeline.find(
      ({ event, view }) => (event.type === 'page' && view > last.view) || (event.type === 'end' && view === last.view),
    )
    if (!left || isSentByClick(timeline, last, left.event.timeMs)) continue
    const { form: key, formName: name } = last.event
    const { tab, page, device } = last
    found.push({ kind: 'form-abandoned', timeMs: left.event.timeMs, tab, page, device, key, name, count: 1, severity: 1 })
  }
  return found
}

/** Forms without a `<form>` are sent by a button; then the page goes on or a request succeeds. */
function isSentByClick(timeline: readonly PlacedEvent[], last: PlacedOf<'form'>, leftMs: number): boolean {
  return timeline.filter(isOf('click')).some(({ event, view }) => {
    const isButton = event.tag === 'button' || event.role === 'button' || (event.tag === 'input' && event.interactive)
    if (!isButton || view !== last.view || event.timeMs < last.event.timeMs) return false
    const untilMs = event.timeMs + threshold.submitClickMs
    return timeline.some(
      ({ event: next }) =>
        next.timeMs >= event.timeMs &&
        next.timeMs <= Math.min(untilMs, leftMs) &&
        (next.type === 'page' || (next.type === 'request' && next.status >= 200 && next.status < 300)),
    )
  })
}
