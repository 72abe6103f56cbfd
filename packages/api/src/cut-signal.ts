import type { EventOf, SignalEvent } from '@playhead/wire'

/** Epoch ms. */
interface SignalSpan {
  readonly fromMs: number
  readonly toMs: number
  /** From when on its tab is shown. */
  readonly firstMs: number
  /** When the page that the span begins with was told whole; -Infinity: it begins with none. */
  readonly pageMs: number
}

/**
 * One tab's signals of a span. What still holds at its beginning is told again there: how large the viewport is and where
 * the pointer stands; and which page it is, when the tab is first shown, as that says which tab is.
 */
export function cutSignals(signals: readonly SignalEvent[], { fromMs, toMs, firstMs, pageMs }: SignalSpan): SignalEvent[] {
  const kept: SignalEvent[] = []
  let page: EventOf<'page'> | null = null
  let viewport: EventOf<'viewport'> | null = null
  let pointer: EventOf<'pointer'> | null = null
  for (const signal of signals) {
    const { timeMs } = signal
    if (signal.type === 'page' && timeMs <= firstMs) page = signal
    if (timeMs > toMs) continue
    if (signal.type === 'pointer') {
      const { before, inside } = cutPath(signal, fromMs, toMs)
      pointer = before ?? pointer
      if (inside) kept.push(inside)
    } else if (timeMs >= fromMs) kept.push(signal)
    else if (signal.type === 'viewport') viewport = timeMs >= pageMs ? signal : null
  }
  const again: SignalEvent[] = [viewport, pointer].flatMap((signal) => (signal ? [{ ...signal, timeMs: fromMs }] : []))
  if (page && page.timeMs < fromMs) again.push({ ...page, timeMs: firstMs })
  return [...again, ...kept]
}

/** The part of a pointer's path that lies in a span, and the last point before it. */
function cutPath(
  signal: EventOf<'pointer'>,
  fromMs: number,
  toMs: number,
): { before: EventOf<'pointer'> | null; inside: EventOf<'pointer'> | null } {
  let [timeMs, x, y] = [signal.timeMs, 0, 0]
  let before: EventOf<'pointer'> | null = null
  let startMs = 0
  const points: EventOf<'pointer'>['points'][number][] = []
  for (const [i, point] of signal.points.entries()) {
    if (i) timeMs += point.afterMs
    x += point.x
    y += point.y
    if (timeMs > toMs) break
    if (timeMs < fromMs) before = { ...signal, timeMs, points: [{ afterMs: 0, x, y }] }
    else if (points.length) points.push(point)
    else {
      startMs = timeMs
      points.push({ afterMs: 0, x, y })
    }
  }
  return { before, inside: points.length ? { ...signal, timeMs: startMs, points } : null }
}
