import { type DomEvent, isDomEvent, type PlayheadEvent } from '@playhead/wire'

/** A stretch of one tab: what a viewer loads at once. @see docs/storage-format.md#L18 */
export interface Block {
  readonly seq: number
  /** The block that begins with the keyframe this one builds on. */
  readonly baseSeq: number
  readonly keyframe: boolean
  /** Time went backwards before it: no moment leads here. */
  readonly isBack: boolean
  readonly events: readonly PlayheadEvent[]
}

/** How long a block gets. */
export interface BlockLimit {
  /** Ms in which something happened, of a gap no more than `gapMs`. */
  readonly activeMs: number
  /** As long as it is smaller than `smallBytes`: larger ones compress better. */
  readonly smallActiveMs: number
  /** Bytes as they come from the codec. */
  readonly smallBytes: number
  readonly rawBytes: number
  readonly gapMs: number
}
export const blockLimit: BlockLimit = {
  activeMs: 30_000,
  smallActiveMs: 120_000,
  smallBytes: 128 << 10,
  rawBytes: 512 << 10,
  gapMs: 5_000,
}

export interface BlockCutter {
  /** Takes a tab's next event. Returns the block that was full before it, if one was. */
  add(event: PlayheadEvent): Block | null
  /** What is left; null: nothing is. */
  end(): Block | null
}

/** Cuts one tab's events, in the order in which they are stored, into blocks. Holds one block. */
export function createBlockCutter(limit: BlockLimit = blockLimit): BlockCutter {
  let events: PlayheadEvent[] = []
  let [seq, baseSeq, doms, activeMs, rawBytes, lastMs] = [0, 0, 0, 0, 0, -Infinity]
  let isBack = false

  function take(): Block {
    const keyframe = events.some(({ type }) => type === 'keyframe')
    if (keyframe) baseSeq = seq
    const block = { seq, baseSeq, keyframe, isBack, events }
    seq++
    events = []
    doms = activeMs = rawBytes = 0
    return block
  }
  return {
    add(event) {
      const gapMs = event.timeMs - lastMs
      // Signals from before the first keyframe wait for it.
      const isBegun = event.type === 'keyframe' ? doms > 0 || seq > 0 : doms > 0
      const isFull =
        gapMs > 0 &&
        (activeMs + Math.min(gapMs, limit.gapMs) > (rawBytes < limit.smallBytes ? limit.smallActiveMs : limit.activeMs) ||
          rawBytes > limit.rawBytes)
      const isCut = events.length > 0 && (gapMs < 0 || (event.type === 'keyframe' && isBegun) || (isFull && (isBegun || seq > 0)))
      const full = isCut ? take() : null
      if (isCut) isBack = gapMs < 0
      if (events.length) activeMs += Math.min(gapMs, limit.gapMs)
      events.push(event)
      if (isDomEvent(event)) doms++
      rawBytes += sizeOf(event)
      lastMs = event.timeMs
      return full
    },
    end: () => (events.length ? take() : null),
  }
}

/** About what an event takes before it is compressed: its texts, which are what can be long. */
function sizeOf(event: PlayheadEvent): number {
  let size = 16
  for (const value of Object.values(event) as unknown[]) if (typeof value === 'string') size += value.length
  if (event.type === 'pointer') size += event.points.length * 4
  return size
}

export const domEventsOf = ({ events }: Block): DomEvent[] => events.filter(isDomEvent)
