import type { SignalEvent } from './event.ts'

/** A signal with its place in the session: ms since the session's first event, and its tab. */
export type TimedSignal = SignalEvent & { readonly atMs: number; readonly tab: string }

/** From when on each tab is the one that the visitor looks at. */
export function findTabTurns(signals: readonly TimedSignal[]): { atMs: number; tab: string }[] {
  const turns: { atMs: number; tab: string }[] = []
  // What a frame shows is seen within another tab.
  const embedded = new Set(signals.filter(({ type }) => type === 'embedded').map(({ tab }) => tab))
  for (const signal of signals) {
    const shows =
      signal.type === 'click' ||
      signal.type === 'page' ||
      signal.type === 'start' ||
      (signal.type === 'visibility' && signal.state === 'visible')
    if (shows && !embedded.has(signal.tab) && turns.at(-1)?.tab !== signal.tab) turns.push({ atMs: signal.atMs, tab: signal.tab })
  }
  return turns
}
