import type { DomEvent, EventOf } from '@playhead/wire'

/** The DOM events of a recording that the frame holds now: chunks by tab and number. */
export interface Stream {
  put(tab: string, seq: number, events: readonly DomEvent[]): void
  drop(tab: string, seq: number): void
  /** The last keyframe at or before `toMs`, else the first that is held; null: none. */
  base(tab: string, toMs: number): Place | null
  /** The event at a place and the place after it; null at the end of what is held or at a hole. */
  next(tab: string, place: Place): { event: DomEvent; after: Place } | null
  keyframe(tab: string, place: Place): EventOf<'keyframe'>
}
export interface Place {
  readonly seq: number
  readonly index: number
}

export function createStream(): Stream {
  const tabs = new Map<string, Map<number, readonly DomEvent[]>>()
  const chunk = (tab: string, seq: number): readonly DomEvent[] | undefined => tabs.get(tab)?.get(seq)
  return {
    put(tab, seq, events) {
      if (!tabs.has(tab)) tabs.set(tab, new Map())
      tabs.get(tab)!.set(seq, events)
    },
    drop(tab, seq) {
      tabs.get(tab)?.delete(seq)
    },
    base(tab, toMs) {
      const held = tabs.get(tab)
      if (!held) return null
      let first: Place | null = null
      let last: Place | null = null
      for (const seq of [...held.keys()].sort((a, b) => a - b)) {
        const events = held.get(seq)!
        for (let index = 0; index < events.length; index++) {
          if (events[index]!.type !== 'keyframe') continue
          // Nodes that have ids of their own are told them first.
          const place = { seq, index: events[index - 1]?.type === 'renumber' ? index - 1 : index }
          first ??= place
          if (events[index]!.timeMs <= toMs) last = place
        }
      }
      return last ?? first
    },
    next(tab, place) {
      let { seq, index } = place
      for (;;) {
        const events = chunk(tab, seq)
        if (!events) return null
        if (index < events.length) return { event: events[index]!, after: { seq, index: index + 1 } }
        seq++
        index = 0
      }
    },
    keyframe: (tab, { seq, index }) =>
      chunk(tab, seq)!.find((event, at) => at >= index && event.type === 'keyframe') as EventOf<'keyframe'>,
  }
}
