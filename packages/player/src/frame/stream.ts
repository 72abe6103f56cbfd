import type { Checkpoint, DomEvent, EventOf } from '@playhead/wire'

/** The DOM events of a recording that the frame holds now: chunks by tab and number, and short ways to their beginnings. */
export interface Stream {
  put(tab: string, seq: number, events: readonly DomEvent[]): void
  drop(tab: string, seq: number): void
  putCheckpoint(tab: string, checkpoint: Checkpoint): void
  dropCheckpoint(tab: string, seq: number): void
  /** The shortest way to a moment: from the last keyframe at or before it, else from one that all that is held begins with; null: none. */
  route(tab: string, toMs: number): Route | null
  /** The event at a place and the place after it; null at the end of what is held or at a hole. */
  next(tab: string, place: Place): { event: DomEvent; after: Place } | null
  /** Whether all is held that happened from a place to a moment, in no more than `limit` events. */
  reaches(tab: string, place: Place, toMs: number, limit: number): boolean
}
export interface Place {
  readonly seq: number
  readonly index: number
}
export interface Route {
  readonly keyframe: EventOf<'keyframe'>
  readonly base: Place
  /** What to apply to an empty page, a keyframe first; what happens from there on stands at `at`. */
  readonly way: readonly DomEvent[]
  readonly at: Place
}

export const isBefore = (a: Place, b: Place): boolean => a.seq < b.seq || (a.seq === b.seq && a.index < b.index)

interface Tab {
  readonly chunks: Map<number, readonly DomEvent[]>
  /** Where keyframes stand in what is held, in order. */
  keyframes: readonly (Place & { readonly timeMs: number })[]
  readonly checkpoints: Map<number, Checkpoint>
}

export function createStream(): Stream {
  const tabs = new Map<string, Tab>()
  function hold(tab: string): Tab {
    let held = tabs.get(tab)
    if (!held) tabs.set(tab, (held = { chunks: new Map(), keyframes: [], checkpoints: new Map() }))
    return held
  }
  function drop(tab: string, seq: number): void {
    const held = hold(tab)
    held.chunks.delete(seq)
    held.keyframes = held.keyframes.filter((place) => place.seq !== seq)
  }
  return {
    drop,
    put(tab, seq, events) {
      drop(tab, seq)
      const held = hold(tab)
      held.chunks.set(seq, events)
      const found = findKeyframes(seq, events)
      if (found.length) held.keyframes = [...held.keyframes, ...found].sort((a, b) => a.seq - b.seq || a.index - b.index)
    },
    putCheckpoint: (tab, checkpoint) => void hold(tab).checkpoints.set(checkpoint.seq, checkpoint),
    dropCheckpoint: (tab, seq) => void hold(tab).checkpoints.delete(seq),
    route(tab, toMs) {
      const held = tabs.get(tab)
      const base = held?.keyframes.findLast(({ timeMs }) => timeMs <= toMs) ?? (held && openingOf(held))
      if (!base) return null
      const events = held!.chunks.get(base.seq)!
      const end = events.findIndex((event, i) => i >= base.index && event.type === 'keyframe') + 1
      const keyframe = events[end - 1] as EventOf<'keyframe'>
      const start = events.slice(base.index, end)
      const chain = findChain(held!, base.seq, toMs)
      const last = chain.at(-1)
      if (!last) return { keyframe, base, way: start, at: { seq: base.seq, index: end } }
      const way = [...start, ...chain.flatMap((one) => one.events)]
      // A checkpoint may be a whole page of its own: what leads to it is nothing to go through.
      const whole = way.findLastIndex(({ type }) => type === 'keyframe')
      return { keyframe, base, way: whole < start.length ? way : way.slice(whole - 1), at: { seq: last.seq, index: 0 } }
    },
    next(tab, place) {
      let { seq, index } = place
      for (;;) {
        const events = tabs.get(tab)?.chunks.get(seq)
        if (!events) return null
        if (index < events.length) return { event: events[index]!, after: { seq, index: index + 1 } }
        seq++
        index = 0
      }
    },
    reaches(tab, place, toMs, limit) {
      const { chunks } = hold(tab)
      let last = place.seq
      for (const [seq, events] of chunks) if (seq > last && events[0] && events[0].timeMs <= toMs) last = seq
      let count = -place.index
      for (let { seq } = place; seq <= last && count <= limit; seq++) {
        const events = chunks.get(seq)
        if (!events) return false
        count += seq < last ? events.length : events.findLastIndex(({ timeMs }) => timeMs <= toMs) + 1
      }
      return count <= limit
    },
  }
}

/** A keyframe right at the beginning stands for the moments before it; one further on for those that nothing is known of. */
function openingOf({ chunks, keyframes }: Tab): Tab['keyframes'][number] | undefined {
  const [first] = keyframes
  const isOpening = first && ![...chunks].some(([seq, events]) => seq < first.seq && events.length)
  return isOpening ? first : undefined
}

function findKeyframes(seq: number, events: readonly DomEvent[]): (Place & { timeMs: number })[] {
  return events.flatMap(({ type, timeMs }, index) =>
    // Nodes that have ids of their own are told them right before.
    type === 'keyframe' ? [{ seq, index: events[index - 1]?.type === 'renumber' ? index - 1 : index, timeMs }] : [],
  )
}

/** The checkpoints that lead from a keyframe furthest towards a moment, in order. */
function findChain({ checkpoints }: Tab, baseSeq: number, toMs: number): Checkpoint[] {
  const found = [...checkpoints.values()].filter(({ seq, timeMs }) => seq > baseSeq && timeMs <= toMs).sort((a, b) => b.seq - a.seq)
  for (const last of found) {
    const chain = [last]
    for (let one = checkpoints.get(last.fromSeq); one && one.seq > baseSeq; one = checkpoints.get(one.fromSeq)) chain.unshift(one)
    if (chain[0]!.fromSeq === baseSeq) return chain
  }
  return []
}
