import type { SignalEvent } from '@playhead/wire'

/** A signal with its place in the session: ms since the session's first event, and its tab. */
export type SessionSignal = SignalEvent & { readonly atMs: number; readonly tab: string }
export type SessionSignalOf<T extends SignalEvent['type']> = Extract<SessionSignal, { type: T }>
