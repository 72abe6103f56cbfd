/** What goes on by itself changes at least so often, ms: clocks tick once a second. */
const longestMs = 1500
/** Shorter pauses are all the same: pictures do not come evenly. */
const shortestMs = 100
const maxEvens = 10

interface Beat {
  lastMs: number
  /** How long it was still before its last change. */
  pauseMs: number
  /** Its changes began when nobody had done anything for long. */
  readonly isCalm: boolean
  /** How many of them came evenly, as clocks, animations and feeds do; a page that is busy stumbles now and then. */
  evens: number
}

/** `beats`: it goes on by itself. `maybe`: it changed by itself just before, and its next change tells. `new`: neither. */
export type Rhythm = 'beats' | 'maybe' | 'new'

/** Tells what changes by itself, over and over, from what answers somebody. */
export interface Beats {
  /** The element that an observed change counts for. */
  spotOf(node: Node): Element | null
  /** A change of now. `isCalm`: nobody has done anything for long. */
  note(spot: Element, nowMs: number, isCalm: boolean): Rhythm
}

export function createBeats(): Beats {
  const beats = new WeakMap<Element, Beat>()
  return {
    spotOf(node) {
      const element = node.nodeType === 1 ? (node as Element) : node.parentElement
      const parent = element?.parentElement
      // Some replace an element at each beat. The page itself is no spot: everything ends up in it.
      return element && parent && !beats.has(element) && beats.has(parent) && parent.localName !== 'body' ? parent : element
    },
    note(spot, nowMs, isCalm) {
      const before = beats.get(spot)
      const pauseMs = nowMs - (before?.lastMs ?? -Infinity)
      if (!before || pauseMs > longestMs) {
        beats.set(spot, { lastMs: nowMs, pauseMs: Infinity, isCalm, evens: 0 })
        return 'new'
      }
      const ratio = Math.max(pauseMs, shortestMs) / Math.max(before.pauseMs, shortestMs)
      const isEven = ratio > 0.5 && ratio < 2
      before.evens = Math.min(maxEvens, Math.max(0, before.evens + (isEven ? 1 : -2)))
      before.lastMs = nowMs
      before.pauseMs = pauseMs
      return !before.isCalm ? 'new' : before.evens ? 'beats' : 'maybe'
    },
  }
}
