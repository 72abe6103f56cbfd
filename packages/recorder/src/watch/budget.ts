import { forget } from '../dom/capture.ts'
import { frameOf } from '../dom/realm.ts'
import type { Scope } from '../scope.ts'

/** How much of the page's thread telling changes may take, in two windows that follow each other: one dear change is no load. */
const budgetShare = 0.06
const windowMs = 1000
/** What never calms down is told as a whole every so many windows. */
const retellWindows = 5
/** Where changes could not be told, the page is told as a whole, at most this often. */
const mendMs = 60_000

export interface Budget {
  /** Measures what a task costs that tells changes. Where it fails, the page is told as a whole. */
  time<A extends unknown[]>(task: (...args: A) => void): (...args: A) => void
  /** Where changes cost too much for two seconds, lets the part of the page rest in which most of them are. */
  judge(changed: () => Iterable<Node>): void
  /** Something changed here: it may be in what rests. */
  note(target: Node): void
  /** A keyframe is about to tell everything. */
  reset(): void
}

/**
 * A subtree that changes faster than can be told is left alone, and told anew as a whole when it is calm. Its element
 * keeps its id, and holds nothing meanwhile as if it were blocked; so what moves in or out is lost or new by itself.
 *
 * @param retell tells an element anew as a whole
 */
export function createBudget(scope: Scope, retell: (element: Element) => void): Budget {
  const { numbering, window } = scope
  const now = (): number => window.performance.now()
  /** What rests, for how many windows, and whether anything changed in it in the current one. */
  const resting = new Map<Element, { windows: number; isBusy: boolean }>()
  let startMs = now()
  let spentMs = 0
  /** How many changes the task under way has read, and how many of them were in what rests. */
  let read = 0
  let rested = 0
  let wasOver = false
  let cancel: (() => void) | null = null
  let mendedMs = -Infinity
  let isMending = false

  /** The reader may have another page than this one by now. */
  function mend(): void {
    if (isMending) return
    isMending = true
    scope.later(Math.max(0, mendedMs + mendMs - now()), () => {
      isMending = false
      mendedMs = now()
      scope.requestKeyframe()
    })
  }
  /** What was spent since it was told last. */
  let untoldMs = 0
  let toldMs = now()
  const outerOf = (node: Node): Node | null => node.parentNode ?? (node as ShadowRoot).host ?? frameOf(scope.document, node)

  function tell(): void {
    scope.emit({ type: 'budget', spentMs: untoldMs, windowMs: Math.round(now() - toldMs), degraded: resting.size })
    untoldMs = 0
    toldMs = now()
  }
  scope.onSeal.push((leaving) => {
    if (leaving && untoldMs) tell()
  })
  function rest(element: Element): boolean {
    const id = numbering.ids.get(element)
    if (!id || numbering.blocked.has(element)) return false
    forget(numbering, element)
    numbering.ids.set(element, id)
    numbering.blocked.add(element)
    resting.set(element, { windows: 0, isBusy: false })
    cancel ??= scope.later(windowMs, tick)
    return true
  }
  function tick(): void {
    cancel = null
    const before = resting.size
    for (const [element, state] of Array.from(resting)) {
      const { isBusy } = state
      state.isBusy = false
      if (isBusy && ++state.windows % retellWindows) continue
      resting.delete(element)
      numbering.blocked.delete(element)
      retell(element)
      if (isBusy) rest(element)
    }
    if (resting.size !== before) tell()
    if (resting.size) cancel ??= scope.later(windowMs, tick)
  }
  /** The smallest element that has most of the changes. */
  function busiest(changed: Iterable<Node>): Element | null {
    const counts = new Map<Node, number>()
    for (const node of changed) for (let at: Node | null = node; at; at = outerOf(at)) counts.set(at, (counts.get(at) ?? 0) + 1)
    let found: Element | null = scope.document.body
    for (let next: Element | undefined = found; next;) {
      found = next
      const most: number = counts.get(next)! / 2
      next = [...next.children].find((child) => counts.get(child)! > most)
    }
    return found
  }
  return {
    time:
      (task) =>
      (...args) => {
        const fromMs = now()
        read = rested = 0
        try {
          task(...args)
        } catch (error) {
          mend()
          throw error
        } finally {
          const ms = now() - fromMs
          // What is read of a part that rests already would not be saved by another part's rest.
          spentMs += ms * (1 - rested / (read || 1))
          untoldMs += ms
        }
      },
    judge(changed) {
      const passedMs = now() - startMs
      if (passedMs < windowMs) return
      const isOver = spentMs > budgetShare * passedMs
      const element = isOver && wasOver ? busiest(changed()) : null
      if (element && rest(element)) tell()
      wasOver = isOver
      startMs = now()
      spentMs = 0
    },
    note(target) {
      read++
      if (!resting.size) return
      let isResting = false
      for (let at: Node | null = target; at; at = outerOf(at)) {
        const state = resting.get(at as Element)
        if (state) isResting = state.isBusy = true
      }
      if (isResting) rested++
    },
    reset() {
      for (const element of resting.keys()) numbering.blocked.delete(element)
      resting.clear()
    },
  }
}
