import type { EventOf } from '@playhead/wire'
import { firstFrom } from './search.ts'
import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent } from './timeline.ts'

/** Whatever these say, the page moved: a click before them was answered. */
const movement = new Set(['page', 'visibility', 'depth', 'end'])
const textRole = /^(textbox|searchbox|combobox|spinbutton)$/

/**
 * Clicks that nothing answered (`dead-click` on a control, `dead-affordance` on what only looks like one)
 * or that were answered late (`slow-click`), from one tab's timeline.
 * A click counts as dead once its tab has gone on for longer than an answer may take.
 */
export function unansweredClicks(timeline: readonly PlacedEvent[]): Signal[] {
  const answers = new Map(timeline.filter(isOf('response')).map(({ event }) => [event.ordinal, event]))
  const lastMs = timeline.at(-1)?.event.timeMs ?? 0
  const moves = timeline.filter(({ event }) => movement.has(event.type)).map(({ event }) => event.timeMs)
  const found: Signal[] = []
  for (const { event, tab, page, device } of timeline.filter(isOf('click'))) {
    if (event.button !== 0 || event.modified) continue
    const { key, name, timeMs } = event
    const add = (kind: Signal['kind']): void => void found.push({ kind, timeMs, tab, page, device, key, name, count: 1, severity: 1 })
    const answer = answers.get(event.ordinal)
    if (answer && answer.kind !== 'none' && answer.afterMs < threshold.deadMs) {
      if (answer.afterMs >= threshold.slowMs) add('slow-click')
      continue
    }
    if (lastMs < timeMs + threshold.deadMs || isText(event)) continue
    if ((moves[firstFrom(moves, timeMs)] ?? Infinity) < timeMs + threshold.deadMs) continue
    if (event.interactive) add('dead-click')
    else if (event.affordance) add('dead-affordance')
  }
  return found
}

const isText = ({ tag, role }: EventOf<'click'>): boolean =>
  tag === 'textarea' ||
  tag === 'select' ||
  tag === 'option' ||
  textRole.test(role ?? '') ||
  (tag === 'input' && !/^(button|checkbox|radio|switch)$/.test(role ?? ''))
