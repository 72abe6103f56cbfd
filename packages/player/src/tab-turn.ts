import type { Recording } from './recording.ts'
import { findTabTurns, lastAt } from './timeline.ts'

/** Which tab the visitor looks at when, as far as it is known. */
export interface TabTurns {
  /** Takes in the signals that came since; `isComplete`: there are no more. */
  learn(isComplete: boolean): void
  at(ms: number): string
}

export function createTabTurns(recording: Recording): TabTurns {
  let turns: { readonly atMs: number; readonly tab: string }[] = []
  /** A tab is looked at when it is opened, until its signals say more. */
  function openings(): typeof turns {
    const told = new Set(turns.map(({ tab }) => tab))
    for (const signal of recording.signals) if (signal.type === 'embedded') told.add(signal.tab)
    return recording.tabs.flatMap((tab) => {
      const [first] = recording.chunks(tab)
      return first && !told.has(tab) ? [{ atMs: first.baseMs - recording.startedAtMs, tab }] : []
    })
  }
  function learn(isComplete: boolean): void {
    turns = findTabTurns(recording.signals)
    if (!isComplete || !turns.length) turns = [...turns, ...openings()].sort((a, b) => a.atMs - b.atMs)
  }
  learn(false)
  return { learn, at: (ms) => turns[Math.max(0, lastAt(turns, ms))]?.tab ?? recording.tabs[0] ?? '' }
}
