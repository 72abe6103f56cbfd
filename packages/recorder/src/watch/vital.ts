import { keyOf } from '../dom/describe.ts'
import type { Scope } from '../scope.ts'

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Node }[] }
type Timed = PerformanceEntry & { element?: Element; target?: Node; interactionId?: number; responseStart?: number }

/** Web vitals as the browser measures them, and long tasks. */
export function watchVital(scope: Scope): void {
  const { window } = scope
  const Observer = window.PerformanceObserver
  if (!Observer) return
  const values = new Map<'LCP' | 'CLS' | 'INP', { value: number; target?: string | undefined }>()
  const told = new Map<string, number>()
  let windowValue = 0
  let windowStart = 0
  let windowEnd = 0

  function observe(type: string, hook: (entry: Timed) => void, more: object = {}): void {
    try {
      const observer = new Observer(
        scope.guard.wrap((list: PerformanceObserverEntryList) => list.getEntries().forEach((entry) => hook(entry))),
      )
      observer.observe({ type, buffered: true, ...more })
      scope.onStop(() => observer.disconnect())
    } catch {
      // This browser does not measure it.
    }
  }
  const keyOfNode = (node: Node | undefined): string | undefined => (node?.nodeType === 1 ? keyOf(scope, node as Element) : undefined)

  /** What never changes is told once, though browsers report the navigation when it starts and when it has ended. */
  function tellOnce(name: 'FCP' | 'TTFB', value: number): void {
    if (!told.has(name) && value > 0) scope.emit({ type: 'vital', name, value })
    if (value > 0) told.set(name, value)
  }
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') tellOnce('FCP', entry.startTime)
  })
  observe('navigation', (entry) => tellOnce('TTFB', entry.responseStart ?? 0))
  observe('largest-contentful-paint', (entry) => void values.set('LCP', { value: entry.startTime, target: keyOfNode(entry.element) }))
  observe('layout-shift', (entry) => {
    const shift = entry as unknown as Shift
    if (shift.hadRecentInput) return
    if (shift.startTime - windowEnd > 1000 || shift.startTime - windowStart > 5000) {
      windowValue = 0
      windowStart = shift.startTime
    }
    windowEnd = shift.startTime
    windowValue += shift.value
    if (windowValue >= (values.get('CLS')?.value ?? 0))
      values.set('CLS', { value: windowValue, target: keyOfNode(shift.sources?.[0]?.node) })
  })
  observe(
    'event',
    (entry) => {
      if (entry.interactionId && entry.duration > (values.get('INP')?.value ?? 0))
        values.set('INP', { value: entry.duration, target: keyOfNode(entry.target) })
    },
    { durationThreshold: 40 },
  )
  observe('longtask', (entry) => {
    scope.emit({ type: 'longTask', timeMs: Math.round(window.performance.timeOrigin + entry.startTime), durationMs: entry.duration })
  })
  // They grow while the page lives: told whenever it may be over.
  scope.onSeal.push((leaving) => {
    if (!leaving) return
    for (const [name, { value, target }] of values)
      if (told.get(name) !== value) {
        told.set(name, value)
        scope.emit({ type: 'vital', name, value, target })
      }
  })
}
