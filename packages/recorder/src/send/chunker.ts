import { ingestLimit, isDomEvent, type PlayheadEvent } from '@playhead/wire'
import { type Draft, draftChunk, type RawEvent } from '../press/draft.ts'
import type { Bytes, Pressed } from '../press/press.ts'
import type { Press } from '../press/worker.ts'

/** Where a chunk belongs. `seq` counts per (session, tab). */
export interface ChunkPlace {
  readonly session: string
  readonly tab: string
  readonly view: string
  readonly seq: number
}

export interface Chunker {
  push(event: RawEvent): void
  /** Closes what was pushed into a chunk. Resolves when it was handed on. */
  seal(last?: boolean): Promise<void>
  /** The same within this task, uncompressed, for a page that may be gone after it. */
  sealNow(last?: boolean): Promise<void>
  /** Forgets what was not sealed yet. */
  drop(): void
}

export interface ChunkerOptions {
  readonly press: Press
  place(): ChunkPlace
  /** `isLeaving`: hand it to the browser so that it outlives the page. */
  send(chunk: Bytes, isLeaving: boolean, events: readonly PlayheadEvent[]): void
  /** Called with the first event after a seal. */
  onFirst?(event: PlayheadEvent): void
  /** The largest chunk that is taken. Of a larger one only the signals go, and `onTooLarge` is called. */
  readonly maxBytes?: number | undefined
  onTooLarge?(): void
  /** HTML of a chunk did not say its tree: its DOM lane is lost. */
  onUnread?(): void
  /** What was found out on the way. */
  onPressed?(pressed: Pressed): void
}

interface Batch {
  events: readonly RawEvent[]
  draft: Draft
  isSent: boolean
}

/** A page's farewell: what browsers let outlive it is 64 KiB in all. */
export const exitBytes = 60_000

/** Gathers events and has them made into chunks, in order. */
export function createChunker(options: ChunkerOptions): Chunker {
  let events: RawEvent[] = []
  /** Events are told late (paths, vitals) but stand where they happened. */
  let isOrdered = true
  let baseSeq = 0
  let tail: Promise<void> = Promise.resolve()
  const open = new Set<Batch>()

  /** What was pushed, in as many chunks as a server takes it in. */
  function takeAll(last: boolean): Batch[] {
    const rest = isOrdered ? events : events.sort((a, b) => a.timeMs - b.timeMs)
    events = []
    isOrdered = true
    const batches: Batch[] = []
    while (rest.length) {
      let signals = 0
      const mayBeOver = rest.length > ingestLimit.signals
      const over = mayBeOver ? rest.findIndex((event) => !isDomEvent(event) && ++signals > ingestLimit.signals) : -1
      const chosen = rest.splice(0, over < 0 ? rest.length : over)
      const place = options.place()
      if (chosen.some((event) => event.type === 'keyframe') || place.seq === 0) baseSeq = place.seq
      const batch = {
        events: chosen,
        draft: draftChunk({ ...place, baseSeq, last: last && !rest.length, sentMs: 0 }, chosen),
        isSent: false,
      }
      open.add(batch)
      batches.push(batch)
    }
    return batches
  }
  async function deliver(batch: Batch, isLeaving: boolean): Promise<void> {
    const pressed = await options.press[isLeaving ? 'chunkNow' : 'chunk'](batch.draft, Date.now())
    const { bytes } = pressed
    if (batch.isSent) return
    const isLarge = !!bytes && bytes.length > (options.maxBytes ?? Infinity)
    // Uncompressed it is more than is taken: the best chance left is the ordinary way.
    if (isLarge && isLeaving) return deliver(batch, false)
    if (!bytes || (isLarge && batch.events.some(isDomEvent))) {
      const signals = batch.events.filter((event) => !isDomEvent(event))
      const { timeMs } = batch.events[0]!
      batch.events = [{ type: 'loss', timeMs, what: 'chunk', count: 1, detail: bytes ? 'too-large' : 'unread' }, ...signals]
      batch.draft = draftChunk(batch.draft.header, batch.events)
      if (bytes) options.onTooLarge?.()
      else options.onUnread?.()
      return deliver(batch, isLeaving)
    }
    batch.isSent = true
    open.delete(batch)
    options.onPressed?.(pressed)
    options.send(bytes, isLeaving, batch.events)
  }
  return {
    push(event) {
      if (event.timeMs < (events.at(-1)?.timeMs ?? 0)) isOrdered = false
      if (events.push(event) === 1) options.onFirst?.(event)
    },
    seal(last = false) {
      for (const batch of takeAll(last)) tail = tail.then(() => deliver(batch, false)).catch(() => undefined)
      return tail
    },
    async sealNow(last = false) {
      takeAll(last)
      // Without compression nothing here waits for anything but microtasks, which still run before the page goes.
      await Promise.all([...open].map((batch) => deliver(batch, true).catch(() => undefined)))
    },
    drop() {
      events = []
    },
  }
}
