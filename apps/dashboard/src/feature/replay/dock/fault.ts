import { type ErrorGroup, errorGroupsOf, type SessionSignal, type SessionSignalOf } from '@playhead/analysis'
import { errorMessageOf } from './console-line.ts'

/** What is the same of one or more errors: thrown, failed or written to the console. */
export interface Fault {
  readonly print: string
  readonly message: string
  readonly isConsole: boolean
  /** In order of time, at least one. */
  readonly errors: readonly (SessionSignalOf<'error'> | SessionSignalOf<'console'>)[]
}

/** A session's errors, those that the page wrote to its console among them; the one that came first in front. */
export function faultsOf(signals: readonly SessionSignal[]): Fault[] {
  const written = new Map<string, SessionSignalOf<'console'>[]>()
  for (const signal of signals) {
    if (signal.type !== 'console' || signal.level !== 'error') continue
    const same = written.get(signal.message)
    if (same) same.push(signal)
    else written.set(signal.message, [signal])
  }
  const faults = errorGroupsOf(signals).map(faultFrom)
  for (const [message, errors] of written)
    faults.push({ print: `console ${message}`, message: message || 'Nothing was written', isConsole: true, errors })
  return faults.sort((a, b) => a.errors[0]!.atMs - b.errors[0]!.atMs)
}

const faultFrom = ({ fingerprint, errors }: ErrorGroup): Fault => ({
  print: fingerprint,
  message: errorMessageOf(errors[0]!),
  isConsole: false,
  errors,
})
