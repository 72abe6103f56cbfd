import { keyOf } from '../dom/describe.ts'
import { recordUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'

type Timed = PerformanceEventTiming & {
  readonly element?: Element
  readonly url?: string
  readonly hadRecentInput?: boolean
  readonly value: number
  readonly sources?: readonly { readonly node?: Node }[]
}
interface Vital {
  readonly value: number
  readonly target: string | undefined
  readonly url?: string | undefined
  /** Moments between its parts, ms. */
  readonly marks: number[]
}
interface Interaction extends Vital {
  readonly id: number
}

/** A session of layout shifts, and who shifted most. */
interface Shifts {
  readonly startMs: number
  lastMs: number
  sum: number
  largest: number
  atMs: number
  target: string | undefined
}

const parts = { LCP: 'ttfb load-delay load render-delay', INP: 'input-delay processing presentation', CLS: 'time' }
/** Events whose pictures are this close were answered by the same one, ms. */
const sameFrameMs = 8
/** What a browser remembers from longer ago belongs to a recording before this one, or to no visit. */
const oldTaskMs = 60_000

/**
 * Web vitals, what they are made of, and long tasks.
 *
 * @see https://github.com/GoogleChrome/web-vitals#attribution for the rules: the largest session of shifts, the 98th
 * percentile of interactions, the parts of each
 */
export function watchVital(scope: Scope): void {
  const { performance, PerformanceObserver: Observer } = scope.window
  if (!Observer) return
  const values = new Map<keyof typeof parts, Vital>()
  const told = new Map<string, number>()
  const takers: (() => void)[] = []
  const noShifts = (startMs: number): Shifts => ({ startMs, lastMs: startMs, sum: 0, largest: 0, atMs: 0, target: undefined })
  let shifts = noShifts(-Infinity)
  let interactions: Interaction[] = []
  const navigation = performance.getEntriesByType('navigation')[0] as
    | (PerformanceNavigationTiming & { activationStart?: number })
    | undefined
  /** A page that was prepared out of sight begins when it is shown. */
  const since = (ms: number | undefined): number => Math.max(0, (ms ?? 0) - (navigation?.activationStart ?? 0))

  function observe(type: string, hook: (entry: Timed) => void): void {
    // Asked for what it does not measure, a browser writes to the console.
    if (!Observer.supportedEntryTypes?.includes(type)) return
    const read = scope.guard.wrap((entries: PerformanceEntryList) => entries.forEach((entry) => hook(entry as Timed)))
    const observer = new Observer((list) => read(list.getEntries()))
    observer.observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit)
    takers.push(() => read(observer.takeRecords()))
    scope.onStop(() => observer.disconnect())
  }
  const keyOfNode = (node: Node | null | undefined): string | undefined =>
    node?.nodeType === 1 ? keyOf(scope, node as Element) : undefined
  /** What never changes is told once, though browsers report the navigation when it starts and when it has ended. */
  function tellOnce(name: 'FCP' | 'TTFB', value: number): void {
    if (!value || told.has(name)) return
    told.set(name, value)
    scope.emit({ type: 'vital', name, value })
  }
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') tellOnce('FCP', since(startTime))
  })
  observe('navigation', () => tellOnce('TTFB', since(navigation?.responseStart)))
  observe('largest-contentful-paint', ({ startTime, element, url }) => {
    // What is painted after the page was left once is not what its visitor waited for.
    if (told.has('LCP')) return
    const value = since(startTime)
    const loaded = performance.getEntriesByName(url!, 'resource')[0] as PerformanceResourceTiming | undefined
    const first = since(navigation?.responseStart)
    const start = Math.max(first, since(loaded?.requestStart || loaded?.startTime))
    const marks = [0, first, start, Math.min(value, Math.max(start, since(loaded?.responseEnd))), value]
    values.set('LCP', { value, target: keyOfNode(element), url, marks })
  })
  observe('layout-shift', (shift) => {
    if (shift.hadRecentInput) return
    const { startTime, value } = shift
    if (startTime - shifts.lastMs >= 1000 || startTime - shifts.startMs >= 5000) shifts = noShifts(startTime)
    shifts.lastMs = startTime
    shifts.sum += value
    // Whoever shifted most is looked up once: pages may shift with every frame.
    if (value > shifts.largest) {
      shifts.largest = value
      shifts.atMs = startTime
      shifts.target = keyOfNode(shift.sources?.find(({ node }) => node?.nodeType === 1)?.node)
    }
    if (shifts.sum > (values.get('CLS')?.value ?? 0))
      values.set('CLS', { value: shifts.sum, target: shifts.target, marks: [0, shifts.atMs] })
  })
  function noteEvent({ interactionId: id, startTime, duration, processingStart, processingEnd, target }: Timed): void {
    const painted = Math.max(startTime + duration, processingStart)
    for (const { marks } of interactions)
      if (Math.abs(marks[3]! - painted) <= sameFrameMs) marks[2] = Math.min(marks[3]!, Math.max(marks[2]!, processingEnd))
    const before = interactions.find((one) => one.id === id)
    if (!id || (before && before.value >= duration)) return
    const marks = [startTime, processingStart, Math.min(processingEnd, painted), painted]
    const found = { id, value: duration, target: keyOfNode(target) ?? before?.target, marks }
    // A visit's slowest ten say its 98th percentile for as long as it has fewer than 500.
    interactions = [found, ...interactions.filter((one) => one !== before)].sort((a, b) => b.value - a.value).slice(0, 10)
    const { interactionCount = 0 } = performance as { interactionCount?: number }
    values.set('INP', interactions[Math.min(interactions.length - 1, Math.floor(interactionCount / 50))]!)
  }
  observe('event', noteEvent)
  observe('first-input', noteEvent)
  observe('longtask', ({ startTime, duration }) => {
    // By the clock that all else is told by: it may have been set since the page began, which `timeOrigin` does not follow.
    const agoMs = Math.round(performance.now() - startTime)
    if (agoMs < oldTaskMs) scope.emit({ type: 'longTask', timeMs: Date.now() - agoMs, durationMs: duration })
  })
  // They grow while the page lives: told whenever it may be over.
  scope.onSeal.push((leaving) => {
    if (!leaving) return
    takers.forEach((take) => take())
    for (const [name, { value, target, url, marks }] of values) {
      if (told.get(name) === value) continue
      told.set(name, value)
      scope.emit({ type: 'vital', name, value, target })
      scope.emit({
        type: 'attribution',
        vital: name,
        target,
        url: url ? recordUrl(url, scope.privacy.tokens.hash) : undefined,
        parts: parts[name].split(' ').map((part, i) => ({ name: part, ms: marks[i + 1]! - marks[i]! })),
      })
    }
  })
}
