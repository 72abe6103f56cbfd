import { type ChunkIdentity, encodeChunk } from './chunk.ts'
import { encodeEvents } from './codec.ts'
import { isDomEvent, type PlayheadEvent } from './event.ts'

/** How large a chunk of {@link chunksFromEvents} gets; one event that is larger stands alone. */
export const chunkLimit = { rawBytes: 256 << 10, signals: 1500 } as const

/**
 * Cuts one tab's events into chunks, numbered from 0. A keyframe always begins a chunk, but for the first, which may
 * hold signals that came before. Events are put in order of time, DOM first where times are equal.
 *
 * @throws nothing of its own; yields at least one chunk
 */
export async function* chunksFromEvents(
  identity: Pick<ChunkIdentity, 'session' | 'tab' | 'view'>,
  events: readonly PlayheadEvent[],
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const sorted = sortEvents(events)
  const sentMs = sorted[sorted.length - 1]?.timeMs ?? 0
  let { view } = identity
  let baseSeq = 0
  let start = 0
  for (let seq = 0; ; seq++) {
    const end = endOfChunk(sorted, start)
    const part = sorted.slice(start, end)
    if (part.some((event) => event.type === 'keyframe')) baseSeq = seq
    for (const event of part) if (event.type === 'page') view = event.view
    const last = end >= sorted.length
    yield await encodeChunk({ ...identity, view, seq, baseSeq, last, sentMs }, part)
    if (last) return
    start = end
  }
}

/** By time; at equal times DOM events first; otherwise as given. */
export function sortEvents(events: readonly PlayheadEvent[]): PlayheadEvent[] {
  return events.toSorted((a, b) => a.timeMs - b.timeMs || Number(isDomEvent(b)) - Number(isDomEvent(a)))
}

function endOfChunk(events: readonly PlayheadEvent[], start: number): number {
  let rawBytes = 0
  let signals = 0
  let doms = 0
  for (let i = start; i < events.length; i++) {
    const event = events[i]!
    rawBytes += encodeEvents([event], event.timeMs).length
    const isDom = isDomEvent(event)
    // A page's ids are told right before it (W17), and are a part of it.
    const isNumbered = event.type === 'keyframe' && i > start && events[i - 1]!.type === 'renumber'
    const beginsPage = event.type === 'keyframe' || (event.type === 'renumber' && events[i + 1]?.type === 'keyframe')
    const full = rawBytes > chunkLimit.rawBytes || (!isDom && signals >= chunkLimit.signals) || (beginsPage && doms > 0)
    // The first chunk must hold a keyframe: signals that came before it wait for it.
    if (full && !isNumbered && (doms > 0 || (start > 0 && i > start))) return i
    if (isDom) doms++
    else signals++
  }
  return events.length
}
