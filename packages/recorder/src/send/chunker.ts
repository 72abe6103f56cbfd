import { deflateRaw, encodeChunk, isDomEvent, type PlayheadEvent } from '@playhead/wire'

/** Where a chunk belongs. `seq` counts per (session, tab). */
export interface ChunkPlace {
  readonly session: string
  readonly tab: string
  readonly view: string
  readonly seq: number
}

export interface Chunker {
  push(event: PlayheadEvent): void
  /** Closes what was pushed into a chunk. Resolves when it was handed on. */
  seal(last?: boolean): Promise<void>
  /** The same within this task, uncompressed, for a page that may be gone after it. */
  sealNow(last?: boolean): Promise<void>
  /** Forgets what was not sealed yet. */
  drop(): void
}

export interface ChunkerOptions {
  place(): ChunkPlace
  /** `isLeaving`: hand it to the browser so that it outlives the page. */
  send(chunk: Uint8Array<ArrayBuffer>, isLeaving: boolean, events: readonly PlayheadEvent[]): void
  /** Called with the first event after a seal. */
  onFirst?(event: PlayheadEvent): void
  /** The largest chunk that is taken. Of a larger one only the signals go, and `onTooLarge` is called. */
  readonly maxBytes?: number | undefined
  onTooLarge?(): void
}

interface Batch {
  readonly place: ChunkPlace
  readonly baseSeq: number
  events: readonly PlayheadEvent[]
  readonly last: boolean
  isSent: boolean
}

/** A page's farewell: what browsers let outlive it is 64 KiB in all. */
export const exitBytes = 60_000

/**
 * The encode stage: gathers masked events and turns them into chunks, in order. It is the seam behind which a
 * worker can encode and deflate.
 */
export function createChunker(options: ChunkerOptions): Chunker {
  let events: PlayheadEvent[] = []
  let baseSeq = 0
  let tail: Promise<void> = Promise.resolve()
  const open = new Set<Batch>()

  function close(last: boolean, chosen: PlayheadEvent[]): Batch | null {
    if (!chosen.length) return null
    const place = options.place()
    if (chosen.some((event) => event.type === 'keyframe') || place.seq === 0) baseSeq = place.seq
    // Events are told late (paths, vitals) but stand where they happened.
    chosen.sort((a, b) => a.timeMs - b.timeMs)
    const batch = { place, baseSeq, events: chosen, last, isSent: false }
    open.add(batch)
    return batch
  }
  function takeAll(last: boolean): Batch | null {
    const chosen = events
    events = []
    return close(last, chosen)
  }
  async function encode(batch: Batch, isLeaving: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const { place, events: list, last } = batch
    const canDeflate = !isLeaving && 'CompressionStream' in globalThis
    return encodeChunk({ ...place, baseSeq: batch.baseSeq, last, sentMs: Date.now() }, list, canDeflate ? deflateRaw : null)
  }
  async function deliver(batch: Batch, isLeaving: boolean): Promise<void> {
    const bytes = await encode(batch, isLeaving)
    if (batch.isSent) return
    // Too large to outlive the page uncompressed: the best chance left is the ordinary way.
    if (isLeaving && bytes.length > exitBytes) return deliver(batch, false)
    if (bytes.length > (options.maxBytes ?? Infinity) && batch.events.some(isDomEvent)) {
      const signals = batch.events.filter((event) => !isDomEvent(event))
      const timeMs = batch.events[0]!.timeMs
      batch.events = [{ type: 'loss', timeMs, what: 'chunk', count: 1, detail: 'too-large' }, ...signals]
      options.onTooLarge?.()
      return deliver(batch, isLeaving)
    }
    batch.isSent = true
    open.delete(batch)
    options.send(bytes, isLeaving, batch.events)
  }
  return {
    push(event) {
      if (events.push(event) === 1) options.onFirst?.(event)
    },
    seal(last = false) {
      const batch = takeAll(last)
      if (batch) tail = tail.then(() => deliver(batch, false)).catch(() => undefined)
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
