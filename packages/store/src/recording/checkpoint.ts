import {
  changeBetween,
  createDocumentModel,
  decodeEvents,
  type DocumentModel,
  type DomEvent,
  encodeEvents,
  wholeRatio,
} from '@playhead/wire'
import { type Block, domEventsOf } from './block.ts'
import { hashPage } from './same-page.ts'

/** A way to the moment at which a block begins. @see docs/storage-format.md#L19 */
export interface Checkpoint {
  readonly seq: number
  readonly fromSeq: number
  /** When the last event before it happened. */
  readonly timeMs: number
  /** It begins with a keyframe: nothing before it is needed. */
  readonly whole: boolean
  readonly events: readonly DomEvent[]
}
export interface CheckpointCounts {
  /** Told as a whole page: the way there was hardly shorter, or did not lead there. */
  whole: number
  /** Of these, ways that did not lead there. */
  astray: number
  /** Wanted, but nothing leads there except what comes before. */
  without: number
  /** References to nodes that were not there. */
  unplaced: number
}
export interface CheckpointTeller {
  /** Takes a tab's next block. Returns the checkpoint at its beginning, where one is wanted and can be. */
  add(block: Block, isWanted: boolean): Checkpoint | null
  readonly counts: Readonly<CheckpointCounts>
}

/** So many checkpoints are told from one that is told from the keyframe. */
const perBase = 10
/** Before that, a new one is told once ways have grown to this, and to more than the way to the base. */
const longWayBytes = 16 << 10

interface Base {
  readonly seq: number
  readonly model: DocumentModel
  readonly sizeBytes: number
  told: number
  isFar: boolean
}
interface Ground {
  readonly seq: number
  /** The page right after its keyframe. */
  readonly model: DocumentModel
}

/**
 * Replays one tab on a document model and tells short ways to the beginnings of its blocks: from the keyframe, or from a
 * checkpoint that is told from the keyframe. Each is walked before it is given out. Holds three pages.
 */
export function createCheckpointTeller(): CheckpointTeller {
  const counts: CheckpointCounts = { whole: 0, astray: 0, without: 0, unplaced: 0 }
  const model = createDocumentModel()
  let ground: Ground | null = null
  let base: Base | null = null
  let unplaced = 0
  let lastMs = 0

  function tell(seq: number, timeMs: number, from: Ground): Checkpoint | null {
    const whole = stored(changeBetween(null, model, timeMs), timeMs)
    const wanted = hashPage(whole.events)
    const isFirst = !base || base.told >= perBase || base.isFar
    const before = isFirst ? null : base
    const way = stored(changeBetween(before?.model ?? from.model, model, timeMs), timeMs)
    const led = walk((before ?? from).model, way.events)
    const isRight = led !== null && hashPage(stored(changeBetween(null, led, timeMs), timeMs).events) === wanted
    if (!isRight) counts.astray++
    let [told, page] = [way, led]
    const isWhole = !isRight || whole.sizeBytes <= way.sizeBytes * wholeRatio
    if (isWhole) {
      ;[told, page] = [whole, walk(from.model, whole.events)]
      if (!page || hashPage(stored(changeBetween(null, page, timeMs), timeMs).events) !== wanted) return null
      counts.whole++
    }
    const { events, sizeBytes } = told
    if (before && !isWhole) {
      before.told++
      before.isFar = sizeBytes > Math.max(longWayBytes, before.sizeBytes)
    } else base = { seq, model: page!, sizeBytes, told: 0, isFar: false }
    return { seq, fromSeq: before && !isWhole ? before.seq : from.seq, timeMs, whole: isWhole, events }
  }

  function apply(seq: number, event: DomEvent): void {
    if (event.type !== 'keyframe') return model.apply(event)
    base = null
    ground = null
    model.apply(event)
    ground = { seq, model: model.copy() }
  }

  return {
    counts,
    add(block, isWanted) {
      const doms = domEventsOf(block)
      const isOwnStart = block.keyframe || block.seq === 0
      let checkpoint: Checkpoint | null = null
      if (isWanted && !isOwnStart) {
        checkpoint = ground && !block.isBack ? tell(block.seq, lastMs, ground) : null
        if (!checkpoint) counts.without++
      }
      for (const event of doms) {
        try {
          apply(block.seq, event)
        } catch {
          // A viewer passes over an event that no browser writes. What it leaves behind is not known: no way leads from here on.
          counts.unplaced++
          ground = null
        }
      }
      counts.unplaced += model.unplaced - unplaced
      unplaced = model.unplaced
      lastMs = block.events.at(-1)?.timeMs ?? lastMs
      return checkpoint
    },
  }
}

/** Events as they come back from a file. */
function stored(events: readonly DomEvent[], timeMs: number): { events: DomEvent[]; sizeBytes: number } {
  const bytes = encodeEvents(events, timeMs)
  return { events: decodeEvents(bytes, timeMs) as DomEvent[], sizeBytes: bytes.length }
}

/** Where a way leads; null: nowhere. */
function walk(from: DocumentModel, way: readonly DomEvent[]): DocumentModel | null {
  const model = from.copy()
  try {
    for (const event of way) model.apply(event)
    return model
  } catch {
    return null
  }
}
