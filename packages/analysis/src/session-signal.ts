import type { SignalEvent } from '@playhead/wire'

/** A signal with its place in the session: ms since the session's first event, and its tab. */
export type SessionSignal = SignalEvent & { readonly atMs: number; readonly tab: string }
export type SessionSignalOf<T extends SignalEvent['type']> = Extract<SessionSignal, { type: T }>

/** The index of the last entry at or before `atMs`, or -1. Entries are ordered by time. */
export function lastOf(entries: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.atMs <= atMs) low = middle + 1
    else high = middle
  }
  return low - 1
}
