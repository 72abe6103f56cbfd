import { createDocumentModel, type DocumentModel } from '../document.ts'
import type { DomEvent } from '../event.ts'
import { changeBetween } from './change.ts'

/** A short way to the beginning of the chunk `seq`: from the keyframe of `fromSeq`, or from the checkpoint there. */
export interface Checkpoint {
  readonly seq: number
  readonly fromSeq: number
  /** When the last event before it happened. */
  readonly timeMs: number
  readonly events: readonly DomEvent[]
}
export interface Checkpointer {
  /** The next chunk's DOM events. Returns the checkpoint at its beginning, where one is worth its while or wanted. */
  add(seq: number, events: readonly DomEvent[], isWanted?: boolean): Checkpoint | null
}

/** So many events are gone through in no time. */
const stepEvents = 5000
/** A page is told whole up to this much of the way to it: it is made at once, not out of two others. */
export const wholeRatio = 1.25
/** So many checkpoints are told from one that is told from the keyframe. */
const perAnchor = 8

/**
 * Goes through the chunks of one tab in order and tells short ways to moments in it, no longer than two checkpoints
 * after a keyframe. Chunks behind a hole have none until the next keyframe.
 */
export function createCheckpointer(): Checkpointer {
  let start: DocumentModel | null = null
  let startSeq = -1
  let lastSeq = -1
  let lastMs = 0
  let model: DocumentModel | null = null
  let anchor: { readonly seq: number; readonly model: DocumentModel } | null = null
  let sinceCheckpoint = 0
  let sinceAnchor = 0
  /** How long a page told whole is, as far as is known. */
  let wholeLength = 0

  function mark(seq: number, now: DocumentModel): Checkpoint {
    sinceCheckpoint = 0
    const isDue = !anchor || ++sinceAnchor > perAnchor
    const way = changeBetween(isDue ? start : anchor!.model, now, lastMs)
    // Where nearly all is new, the whole page takes little more, and needs nothing before it.
    const mostLength = lengthOf(way) * wholeRatio
    const whole = mostLength >= wholeLength ? changeBetween(null, now, lastMs) : null
    const isWhole = whole !== null && lengthOf(whole) <= mostLength
    if (whole) wholeLength = lengthOf(whole)
    const isAnchor = isDue || isWhole
    const checkpoint = { seq, fromSeq: isAnchor ? startSeq : anchor!.seq, timeMs: lastMs, events: isWhole ? whole : way }
    if (isAnchor) {
      anchor = { seq, model: now.copy() }
      sinceAnchor = 0
    }
    return checkpoint
  }
  function restart(seq: number, events: readonly DomEvent[]): void {
    start = createDocumentModel()
    for (const event of events) start.apply(event)
    startSeq = seq
    wholeLength = lengthOf(events)
    model = start.copy()
    anchor = null
    sinceCheckpoint = sinceAnchor = 0
  }
  return {
    add(seq, events, isWanted = false) {
      const index = events.findIndex(({ type }) => type === 'keyframe')
      if (seq !== lastSeq + 1 && index !== 0) model = null
      lastSeq = seq
      let made: Checkpoint | null = null
      try {
        if (index >= 0) restart(seq, events.slice(0, index + 1))
        else if (model && sinceCheckpoint >= (isWanted ? 1 : stepEvents)) made = mark(seq, model)
        for (const event of events.slice(index + 1)) model?.apply(event)
      } catch {
        // A page that cannot be followed has no short ways.
        model = null
      }
      sinceCheckpoint += events.length
      lastMs = events.at(-1)?.timeMs ?? lastMs
      return made
    },
  }
}

/** About what events take where they are stored: their texts, and a little for each. */
function lengthOf(events: readonly DomEvent[]): number {
  let length = 0
  for (const event of events) {
    length += 4
    for (const value of Object.values(event) as unknown[]) if (typeof value === 'string') length += value.length
  }
  return length
}
