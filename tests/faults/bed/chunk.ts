import { createHash } from 'node:crypto'
import { createId, createSessionId, encodeChunk, type PlayheadEvent } from '@playhead/wire'
import { arrivalEvents, clickEvent, startEvent } from '../../e2e/harness/visit-event.ts'
import { siteOrigin } from './server.ts'

export interface MadeChunk {
  readonly session: string
  readonly tab: string
  readonly seq: number
  readonly bytes: Uint8Array<ArrayBuffer>
}
/** One chunk's place, as text. */
export const placeOf = ({ session, tab, seq }: { session: string; tab: string; seq: number }): string => `${session} ${tab} ${seq}`
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32)

/** The chunks of a visit, one after the other: each holds one click, about `sizeBytes` of a page's changes, and `more`. */
export function createVisit(
  sizeBytes: number,
  startMs: number = Date.now(),
): (seq: number, more?: (timeMs: number) => readonly PlayheadEvent[]) => Promise<MadeChunk> {
  const session = createSessionId(startMs)
  const tab = createId()
  const view = createId()
  const visitor = createId()
  return async (seq, more = () => []) => {
    const timeMs = startMs + seq * 1000
    const events: PlayheadEvent[] = [
      clickEvent(timeMs + 500, seq + 1),
      { type: 'text', timeMs, id: 5, text: noise(sizeBytes) },
      ...more(timeMs),
    ]
    if (seq === 0) events.unshift(...arrivalEvents(timeMs, view, `${siteOrigin}/product/:id`, startEvent(timeMs, visitor)))
    const identity = { session, tab, view, seq, baseSeq: 0, last: false, sentMs: timeMs + 1000 }
    return { session, tab, seq, bytes: await encodeChunk(identity, events, null) }
  }
}

const noise = (sizeBytes: number): string => {
  let text = ''
  while (text.length < sizeBytes) text += Math.random().toString(36).slice(2)
  return text.slice(0, sizeBytes)
}
