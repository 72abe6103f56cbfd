import { fingerprintOf } from './fingerprint.ts'
import type { SessionSignal, SessionSignalOf } from './session-signal.ts'

/** The same fault, as often as it happened in a session. */
export interface ErrorGroup {
  readonly fingerprint: string
  /** In order of time, at least one. */
  readonly errors: readonly SessionSignalOf<'error'>[]
}

/** A session's errors by what they have in common, the one that came first in front. */
export function errorGroupsOf(signals: readonly SessionSignal[]): ErrorGroup[] {
  const groups = new Map<string, SessionSignalOf<'error'>[]>()
  for (const signal of signals) {
    if (signal.type !== 'error') continue
    const fingerprint = fingerprintOf(signal)
    const group = groups.get(fingerprint)
    if (group) group.push(signal)
    else groups.set(fingerprint, [signal])
  }
  return [...groups].map(([fingerprint, errors]) => ({ fingerprint, errors }))
}
