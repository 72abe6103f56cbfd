import type { CheckpointRef, ChunkRef } from '@playhead/wire'
import type { Frame } from './open-frame.ts'
import type { KeyframeFact } from './protocol.ts'
import { findChain, type Recording } from './recording.ts'
import type { Survey } from './survey.ts'

/** What one frame holds of a recording: what the moments around the one that is shown stand on. */
export interface ChunkWindow {
  /**
   * All that a moment stands on: from what is shown, or from its keyframe by the shortest way, to its own chunk.
   * Null: it was given up before all of it came.
   */
  hold(tab: string, timeMs: number, giveUp?: AbortSignal): Promise<ReadonlySet<Held> | null>
  /** Loads what the moments after this one need. */
  prefetch(tab: string, timeMs: number): void
  /** Drops what was not used for longest, where there is too much. */
  evict(keep: ReadonlySet<Held>): void
  /** The frame is gone, and all of this with it. */
  close(): void
}

interface Held {
  /** What it takes in the frame's memory, decoded. */
  sizeBytes: number
  /** Tells the frame that it is needed no more. */
  drop(): void
  ready: Promise<void>
  keyframes: readonly KeyframeFact[]
  isReady: boolean
  failure: { readonly atMs: number; readonly detail: string; readonly isSlow: boolean } | null
  usedAt: number
}

/** What could not be loaded is tried again a little later. */
const retryMs = 2000
/** What took longer than this to fail is not waited for again. */
const slowMs = 5000
/** So many chunks are gone through one after the other, even where there is a short way. */
const stepChunks = 4
const aheadMs = 30_000
const aheadChunks = 8
/** Decoded; what is needed for one moment may be more. */
const heldLimitBytes = 64 << 20

export function createChunkWindow(options: {
  recording: Recording
  frame: Frame
  survey: Survey
  nextTicket(): number
  /** A chunk was read: the names of its assets are known now. */
  onRead(): void
  onKeyframes(chunk: ChunkRef, keyframes: readonly KeyframeFact[]): void
  tellMissing(what: string, detail: string, count: number): void
}): ChunkWindow {
  const { recording, frame, survey, nextTicket, tellMissing } = options
  const held = new Map<string, Held>()
  /** The moment that the frame is brought to, and the chunk it stands in. */
  let shown: { readonly tab: string; readonly seq: number; readonly timeMs: number } | null = null
  let isClosed = false
  let uses = 0

  function hold(name: string, ref: ChunkRef | CheckpointRef, fill: (entry: Held) => Promise<void>, drop: () => void): Held {
    const key = `${name} ${ref.tab} ${ref.seq}`
    const known = held.get(key)
    const failure = known?.failure ?? null
    if (known && !(failure && performance.now() - failure.atMs > retryMs)) {
      known.usedAt = ++uses
      return known
    }
    const isReady = failure?.isSlow ?? false
    const entry: Held = { sizeBytes: 0, drop, ready: Promise.resolve(), keyframes: [], isReady, failure: null, usedAt: ++uses }
    const begunMs = performance.now()
    entry.ready = fill(entry)
      .then(() => failure && tellMissing('chunk', failure.detail, 0))
      .catch((error: unknown) => {
        const atMs = performance.now()
        entry.failure = { atMs, detail: `${name} ${ref.seq}: ${messageOf(error)}`, isSlow: atMs - begunMs > slowMs }
        if (!isClosed) tellMissing('chunk', entry.failure.detail, 1)
      })
      .then(() => void (entry.isReady = true))
    held.set(key, entry)
    return entry
  }
  function holdChunk(ref: ChunkRef): Held {
    const { tab, seq } = ref
    const fill = async (entry: Held): Promise<void> => {
      const bytes = await recording.load(ref)
      options.onRead()
      const reply = await frame.ask({ type: 'chunk', ticket: nextTicket(), tab, seq, bytes }, 'held')
      if (reply.error) tellMissing('chunk', `chunk ${seq}: ${reply.error}`, 1)
      entry.keyframes = reply.keyframes
      entry.sizeBytes = reply.sizeBytes
      options.onKeyframes(ref, reply.keyframes)
    }
    return hold('chunk', ref, fill, () => frame.send({ type: 'drop', tab, seq }))
  }
  function holdCheckpoint(ref: CheckpointRef): Held {
    const { tab, seq, fromSeq, timeMs } = ref
    const fill = async (entry: Held): Promise<void> => {
      const bytes = await recording.loadCheckpoint(ref)
      const reply = await frame.ask({ type: 'checkpoint', ticket: nextTicket(), tab, seq, fromSeq, timeMs, bytes }, 'held')
      if (reply.error) tellMissing('chunk', `checkpoint ${seq}: ${reply.error}`, 1)
      entry.sizeBytes = reply.sizeBytes
    }
    return hold('checkpoint', ref, fill, () => frame.send({ type: 'dropCheckpoint', tab, seq }))
  }

  async function holdAll(tab: string, timeMs: number, giveUp?: AbortSignal): Promise<ReadonlySet<Held> | null> {
    const chunks = recording.chunks(tab)
    const last = lastBefore(chunks, timeMs)
    const window = new Set<Held>()
    let from = last
    for (;;) {
      const base = chunks[from]?.baseSeq ?? 0
      while (from > 0 && chunks[from - 1]!.seq >= base) from--
      const near =
        shown && shown.tab === tab && shown.seq >= base && shown.timeMs <= timeMs ? chunks.findIndex(({ seq }) => seq === shown!.seq) : -1
      const startOf = (chain: readonly CheckpointRef[]): number =>
        Math.max(from, chain.length ? chunks.findIndex(({ seq }) => seq === chain.at(-1)!.seq) : from)
      let chain = findChain(recording.checkpoints ?? survey.found, tab, base, timeMs)
      // All that would be gone through now is on its way through the survey, which goes through it once.
      if (!recording.checkpoints && chunks[last] && last - Math.max(near, startOf(chain)) >= stepChunks) {
        if (!(await comes(survey.reach(tab, chunks[last].seq), giveUp))) return null
        chain = findChain(survey.found, tab, base, timeMs)
      }
      const start = startOf(chain)
      const isNear = near >= 0 && last - near < stepChunks
      if (chunks[from]) window.add(holdChunk(chunks[from]!))
      if (recording.checkpoints && (!isNear || near < start)) for (const ref of chain) window.add(holdCheckpoint(ref))
      for (let i = isNear ? Math.min(near, start) : start; i <= last; i++) {
        if (chunks[i]) window.add(holdChunk(chunks[i]!))
        const hole = holeBefore(chunks, i)
        if (hole && i >= from) tellMissing('chunk', hole, 1)
      }
      const waiting = [...window].filter(({ isReady }) => !isReady)
      if (waiting.length && !(await comes(Promise.all(waiting.map(({ ready }) => ready)), giveUp))) return null
      const hasBase = [...window].some(({ keyframes }) => keyframes.some((keyframe) => keyframe.timeMs <= timeMs))
      if (hasBase || from <= 0) {
        shown = { tab, seq: chunks[last]?.seq ?? 0, timeMs }
        return window
      }
      from--
    }
  }

  return {
    hold: holdAll,
    prefetch(tab, timeMs) {
      const chunks = recording.chunks(tab)
      const now = lastBefore(chunks, timeMs)
      for (let i = now; i < chunks.length && i <= now + aheadChunks && chunks[i]!.baseMs <= timeMs + aheadMs; i++) holdChunk(chunks[i]!)
    },
    evict(keep) {
      let sizeBytes = 0
      for (const entry of held.values()) sizeBytes += entry.sizeBytes
      if (sizeBytes <= heldLimitBytes) return
      for (const [key, entry] of [...held].sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
        if (sizeBytes <= heldLimitBytes) return
        if (keep.has(entry) || !entry.isReady) continue
        held.delete(key)
        entry.drop()
        sizeBytes -= entry.sizeBytes
      }
    },
    close() {
      isClosed = true
    },
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200)

const lastBefore = (chunks: readonly ChunkRef[], timeMs: number): number =>
  Math.max(
    0,
    chunks.findLastIndex(({ baseMs }) => baseMs <= timeMs),
  )

/** What to tell of chunks that should stand right before one, and were not received. */
function holeBefore(chunks: readonly ChunkRef[], i: number): string {
  const [before, chunk] = [chunks[i - 1], chunks[i]]
  if (!chunk) return ''
  if (!before) return chunk.seq > chunk.baseSeq ? `nothing was received of tab ${chunk.tab} before chunk ${chunk.seq}` : ''
  return chunk.seq === before.seq + 1 ? '' : `nothing was received between chunks ${before.seq} and ${chunk.seq}`
}

/** Resolves to whether it came before it was given up. */
function comes(promise: Promise<unknown>, giveUp: AbortSignal | undefined): Promise<boolean> {
  if (!giveUp) return promise.then(() => true)
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(false)
    if (giveUp.aborted) stop()
    giveUp.addEventListener('abort', stop, { once: true })
    promise.then(() => resolve(true), reject).finally(() => giveUp.removeEventListener('abort', stop))
  })
}
