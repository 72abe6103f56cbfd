import { createActiveTime } from './active-time.ts'
import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent } from './timeline.ts'

/** A → B → A with little active time on B and no form sent there. The signal stands on B, when it was left. */
export function quickBacks(timeline: readonly PlacedEvent[]): Signal[] {
  const views = timeline.filter(isOf('page'))
  const activeTime = createActiveTime(timeline)
  const sentOn = new Set(timeline.flatMap(({ event, view }) => (event.type === 'form' && event.action === 'submit' ? [view] : [])))
  const found: Signal[] = []
  for (let i = 2; i < views.length; i++) {
    const [before, between, after] = [views[i - 2]!, views[i - 1]!, views[i]!]
    if (before.page !== after.page || between.page === before.page) continue
    const [fromMs, toMs] = [between.event.timeMs, after.event.timeMs]
    if (activeTime(fromMs, toMs) > threshold.quickBackMs || toMs - fromMs > threshold.activeGapMs) continue
    if (sentOn.has(between.view)) continue
    const { tab, page, device } = between
    found.push({ kind: 'quick-back', timeMs: toMs, tab, page, device, key: '', name: page, count: 1, severity: 1 })
  }
  return found
}
