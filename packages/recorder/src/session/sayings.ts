import type { Recorder } from '../recorder.ts'
import { enqueue, type Queue } from './queue.ts'
import { sessionRule } from './visit-store.ts'

export type Saying = (to: Recorder) => void

/** What a site says itself, on its way to the recorder. */
export interface Sayings {
  /** Tells it, or keeps it until there is a recorder. */
  say(to: Recorder | null, verb: string, what: Saying): void
  /** Tells what was kept. */
  tellAll(to: Recorder): void
  forget(): void
  /** What `task` says was said at `timeMs`. */
  at(timeMs: number, task: () => void): void
}

/** How much of something was lost on the way. */
export const lossOf =
  (what: 'event' | 'spill', count: number, detail?: string): Saying =>
  (to) =>
    to.emit({ type: 'loss', what, count, detail })

/** @param attempt runs what may throw */
export function createSayings(attempt: (task: () => void) => void): Sayings {
  let kept: Queue<Saying> = new Map()
  /** When what is being said was said; 0: now. */
  let saidMs = 0

  function tell(to: Recorder, verb: string, what: Saying, timeMs: number): void {
    // Only what happened has a time of its own (`track`, `captureError`): who the visitor is holds for all of the session.
    const happenedMs = /^[tc]/.test(verb) ? timeMs : 0
    // Longer ago it was another visit.
    const isOld = happenedMs && Date.now() - happenedMs > sessionRule.idleMs
    to.holdTime(isOld ? 0 : happenedMs)
    attempt(() => (isOld ? lossOf('event', 1, 'queue') : what)(to))
    to.holdTime(0)
  }
  return {
    say(to, verb, what) {
      if (to) tell(to, verb, what, saidMs)
      else enqueue(kept, verb, what, saidMs || undefined)
    },
    tellAll(to) {
      const { n } = kept
      const all = [...kept.values()]
      kept = new Map()
      for (const one of all) tell(to, ...one)
      if (n) lossOf('event', n, 'queue')(to)
    },
    forget: () => void (kept = new Map()),
    at(timeMs, task) {
      saidMs = timeMs
      attempt(task)
      saidMs = 0
    },
  }
}
