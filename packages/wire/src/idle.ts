import type { SignalEvent } from './event.ts'

/** A stretch of a session, ms since its first event. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}
type TimedSignal = SignalEvent & { readonly atMs: number }

const idleGapMs = 5000
/** How much of a gap is kept at both ends, so that a skip does not cut into what it skips to. */
const idleMarginMs = 500

const ofUser: ReadonlySet<SignalEvent['type']> = new Set(['click', 'pointer', 'depth', 'form', 'page', 'hesitation', 'start', 'viewport'])

/** Spans in which the visitor did nothing for longer than 5 s. The one rule for skipping idle time. Signals are in order of time. */
export const findIdle = (signals: readonly TimedSignal[], durationMs: number): Span[] =>
  idleBetween(
    signals.flatMap((signal) => activityOf(signal) ?? []),
    durationMs,
  )

/** When the visitor did what a signal tells; null: a page does that by itself. */
export function activityOf(signal: TimedSignal): Span | null {
  if (!ofUser.has(signal.type)) return null
  const { atMs } = signal
  return { fromMs: atMs, toMs: signal.type === 'pointer' ? signal.points.reduce((sum, { afterMs }) => sum + afterMs, atMs) : atMs }
}

/** The same rule, for who keeps no more of the signals than when they were; in order of `fromMs`. */
export function idleBetween(activity: readonly Span[], durationMs: number): Span[] {
  const idle: Span[] = []
  let sinceMs = 0
  function until(atMs: number): void {
    if (atMs - sinceMs > idleGapMs) idle.push({ fromMs: sinceMs + idleMarginMs, toMs: atMs - idleMarginMs })
  }
  for (const { fromMs, toMs } of activity) {
    until(fromMs)
    sinceMs = Math.max(sinceMs, toMs)
  }
  until(durationMs)
  return idle
}
