import { isDomEvent, type PlayheadEvent, type SignalEvent } from '@playhead/wire'
import type { Bytes } from './asset.ts'

/** The last minute of a recording that may never be sent. */
export interface Ring {
  add(chunk: Bytes, events: readonly PlayheadEvent[]): void
  /** What is held, oldest first, and what has to be told beside it: facts of before that still hold. */
  release(): { chunks: Bytes[]; told: SignalEvent[] }
}

interface Held {
  readonly chunk: Bytes
  readonly atMs: number
  /** What is held can begin here. */
  readonly isStart: boolean
  readonly lasting: readonly SignalEvent[]
}

const maxAgeMs = 60_000
const maxBytes = 2 << 20
const minRenewMs = 10_000

/** Whether an event is still true after its time has gone; by what it is about. */
const subjectOf = (event: PlayheadEvent): string =>
  event.type === 'asset'
    ? event.url
    : event.type === 'experiment'
      ? event.name
      : /^(?:start|page|viewport|identify)$/.test(event.type)
        ? event.type
        : ''

/**
 * Holds chunks in memory: what it lets go of ends where a keyframe begins, so that what it holds can be read on its own.
 * @param isEndless everything is held, up to the room there is
 * @param onStale a new keyframe is due: without one nothing can be let go of
 */
export function createRing(isEndless: boolean, onStale: () => void): Ring {
  const held: Held[] = []
  let startMs = 0
  /** What was let go of and still holds. */
  const lasting = new Map<string, SignalEvent>()
  function letGo(count: number): void {
    for (const one of held.splice(0, count)) for (const event of one.lasting) lasting.set(subjectOf(event), event)
  }
  return {
    add(chunk, events) {
      const now = Date.now()
      const isStart = events.some(({ type }) => type === 'keyframe')
      const facts = events.filter((event): event is SignalEvent => !isDomEvent(event) && !!subjectOf(event))
      held.push({ chunk, atMs: now, isStart, lasting: facts })
      if (isStart) startMs = now
      let bytes = held.reduce((sum, one) => sum + one.chunk.length, 0)
      for (;;) {
        const next = held.findIndex((one, i) => i > 0 && one.isStart)
        const isOld = !isEndless && now - held[0]!.atMs > maxAgeMs
        if (bytes <= maxBytes && (!isOld || next < 0)) break
        const count = next < 0 ? held.length : next
        for (const one of held.slice(0, count)) bytes -= one.chunk.length
        letGo(count)
        if (!held.length) break
      }
      if (held[0] && !held[0].isStart) letGo(held.length)
      // Of the minute, the half is always held; a page that changes without end is not asked over and over.
      if (now - startMs > (held.length ? maxAgeMs / 2 : minRenewMs) && !(isEndless && held.length)) onStale()
    },
    release() {
      const timeMs = held[0]?.atMs ?? Date.now()
      const told = [...lasting.values()].map((event) => ({ ...event, timeMs }))
      return { chunks: held.splice(0).map(({ chunk }) => chunk), told }
    },
  }
}
