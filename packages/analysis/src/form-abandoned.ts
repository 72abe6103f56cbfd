import { firstFrom } from './search.ts'
import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent, type PlacedOf } from './timeline.ts'

/**
 * Forms that were begun (input in a field), not sent, and whose page was left, from one tab's timeline. A field that is
 * in none, a choice of language or a search say, does what it is there for without being sent.
 */
export function abandonedForms(timeline: readonly PlacedEvent[]): Signal[] {
  const forms = new Map<string, PlacedOf<'form'>[]>()
  for (const placed of timeline.filter(isOf('form'))) {
    if (!placed.event.form) continue
    const id = `${placed.view} ${placed.event.form}`
    const events = forms.get(id)
    if (events) events.push(placed)
    else forms.set(id, [placed])
  }
  const leftOf = createLeaving(timeline)
  const isSent = createSending(timeline)
  const found: Signal[] = []
  for (const events of forms.values()) {
    const last = events.findLast(({ event }) => event.action === 'input' || event.action === 'change')
    if (!last || events.some(({ event }) => event.action === 'submit')) continue
    const left = leftOf(last.view)
    if (!left || isSent(last, left.event.timeMs)) continue
    const { form: key, formName: name } = last.event
    const { tab, page, device } = last
    found.push({ kind: 'form-abandoned', timeMs: left.event.timeMs, tab, page, device, key, name, count: 1, severity: 1 })
  }
  return found
}

/** What ended a page view: the next page, or an end said on it, whichever comes first in the timeline. */
function createLeaving(timeline: readonly PlacedEvent[]): (view: number) => PlacedEvent | undefined {
  const left = new Map<number, PlacedEvent>()
  for (const placed of timeline) {
    const view = placed.event.type === 'page' ? placed.view - 1 : placed.event.type === 'end' ? placed.view : null
    if (view !== null && !left.has(view)) left.set(view, placed)
  }
  return (view) => left.get(view)
}

/** Forms without a `<form>` are sent by a button; then the page goes on or a request succeeds. */
function createSending(timeline: readonly PlacedEvent[]): (last: PlacedOf<'form'>, leftMs: number) => boolean {
  const answers = timeline.flatMap(({ event }) =>
    event.type === 'page' || (event.type === 'request' && event.status >= 200 && event.status < 300) ? [event.timeMs] : [],
  )
  /** By page view: when buttons were clicked that were answered, and when they were. */
  const sent = new Map<number, { at: number[]; answeredAt: number[] }>()
  for (const { event, view } of timeline.filter(isOf('click'))) {
    const isButton = event.tag === 'button' || event.role === 'button' || (event.tag === 'input' && event.interactive)
    const answeredMs = answers[firstFrom(answers, event.timeMs)]
    if (!isButton || answeredMs === undefined || answeredMs > event.timeMs + threshold.submitClickMs) continue
    const clicks = sent.get(view) ?? { at: [], answeredAt: [] }
    sent.set(view, clicks)
    clicks.at.push(event.timeMs)
    clicks.answeredAt.push(answeredMs)
  }
  return ({ event, view }, leftMs) => {
    const clicks = sent.get(view)
    return clicks !== undefined && (clicks.answeredAt[firstFrom(clicks.at, event.timeMs)] ?? Infinity) <= leftMs
  }
}
