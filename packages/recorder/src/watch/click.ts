import { affordanceOf, keyOf, subjectOf } from '../dom/describe.ts'
import { nameOf } from '../dom/name.ts'
import { originOf } from '../dom/realm.ts'
import type { ResponseKind, Scope } from '../scope.ts'
import { createBeats, type Rhythm } from './beat.ts'

/** How long a click may wait for its response. @see definitions of dead and slow clicks */
const patienceMs = 2500
/** How soon after a click to leave may be its answer, whatever it was on. */
const leaveMs = 1000
/** A page that scrolls in answer does so at once; later it is the visitor who scrolls. */
const scrollMs = 300

interface Waiting {
  readonly timeMs: number
  readonly element: Element
  isPassed: boolean
  /** What changed after it as it may do by itself. */
  maybe?: { readonly spot: Element; readonly afterMs: number } | undefined
  readonly cancel: () => void
}

/** Clicks, what they were on, and the first thing that answered each. */
export function watchClick(scope: Scope, nextOrdinal: () => number): void {
  const { window, privacy } = scope
  const waiting = new Map<number, Waiting>()
  const beats = createBeats()
  /** When somebody last did something. */
  let lastActMs = 0

  function answer(ordinal: number, kind: ResponseKind, afterMs?: number): void {
    const click = waiting.get(ordinal)
    if (!click) return
    waiting.delete(ordinal)
    click.cancel()
    scope.emit({ type: 'response', ordinal, afterMs: afterMs ?? Date.now() - click.timeMs, kind })
  }
  /** Layout is read only while a click waits. */
  function isSeen(node: Node): boolean {
    const element = node.nodeType === 1 ? (node as Element) : node.parentElement
    const box = element?.getBoundingClientRect()
    return (
      !!box &&
      box.width > 0 &&
      box.height > 0 &&
      box.bottom > 0 &&
      box.top < window.innerHeight &&
      box.right > 0 &&
      box.left < window.innerWidth
    )
  }
  /** What the visitor did last is what a page answers: clicks elsewhere before it only wait on. */
  function pass(element: Element): void {
    for (const click of waiting.values())
      if (click.element !== element && (click.element as HTMLLabelElement).control !== element) click.isPassed = true
  }
  scope.onRespond.push((kind, changed) => {
    const now = Date.now()
    if (!changed) {
      for (const [ordinal, { isPassed, timeMs, element, cancel }] of waiting) {
        const afterMs = now - timeMs
        if (isPassed || (kind === 'scroll' && afterMs > scrollMs)) continue
        // Who goes later than that may not have seen an answer, nor that there was none: it stays unknown.
        const isUnknown = afterMs > leaveMs && (kind === 'visibility' || (kind === 'navigation' && !element.closest('[href],form')))
        if (!isUnknown) answer(ordinal, kind)
        else if (waiting.delete(ordinal)) cancel()
      }
      return
    }
    const spots = new Map<Element, Rhythm>()
    for (const node of changed) {
      const spot = beats.spotOf(node)
      if (!spot) continue
      if (!spots.has(spot)) spots.set(spot, beats.note(spot, now, now - lastActMs > patienceMs))
      for (const [ordinal, click] of waiting) if (!click.isPassed) judge(ordinal, click, node, spot, spots.get(spot)!, now)
    }
  })
  /** Whether a change answers a click: a clock that ticks answers none. */
  function judge(ordinal: number, click: Waiting, node: Node, spot: Element, rhythm: Rhythm, nowMs: number): void {
    const { maybe, element, timeMs } = click
    const afterMs = nowMs - timeMs
    // What changes in it, or what takes it away: a pop-up that closes.
    if (element.contains(node) || (node.contains(element) && !isSeen(element))) return answer(ordinal, 'mutation', afterMs)
    if (maybe?.spot === spot) {
      if (rhythm === 'beats') click.maybe = undefined
      else if (afterMs > maybe.afterMs) answer(ordinal, 'mutation', maybe.afterMs)
    } else if (rhythm !== 'beats' && isSeen(node)) {
      if (rhythm === 'new') answer(ordinal, 'mutation', afterMs)
      else click.maybe ??= { spot, afterMs }
    }
  }

  scope.listen(window, 'click auxclick', (raw) => {
    const event = raw as PointerEvent
    const target = event.composedPath()[0] as Element
    if (target?.nodeType !== 1) return
    const { element, isInteractive } = subjectOf(target)
    const box = element.getBoundingClientRect()
    const origin = originOf(scope.document, element)
    const left = origin.x + window.scrollX
    const top = origin.y + window.scrollY
    const ordinal = nextOrdinal()
    // A click that a script makes is what the page does, not the visitor.
    if (event.isTrusted) pass(element)
    const timeMs = Date.now()
    lastActMs = timeMs
    const within = (at: number, start: number, size: number): number => (size > 0 ? Math.min(1, Math.max(0, (at - start) / size)) : 0)
    scope.beforeClick.forEach((hook) => hook(element, isInteractive))
    scope.emit({
      type: 'click',
      timeMs,
      ordinal,
      id: scope.idOf(element),
      key: keyOf(scope, element),
      name: nameOf(scope, element),
      tag: element.localName,
      role: privacy.attribute(element, 'role', element.getAttribute('role') ?? '') || undefined,
      href: element.hasAttribute('href') || undefined,
      interactive: isInteractive,
      affordance: isInteractive ? undefined : affordanceOf(scope, target),
      pointer: event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse',
      button: event.button,
      modified: event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || undefined,
      x: event.clientX + left,
      y: event.clientY + top,
      relX: within(event.clientX, box.left, box.width),
      relY: within(event.clientY, box.top, box.height),
      boxX: box.left + left,
      boxY: box.top + top,
      boxWidth: box.width,
      boxHeight: box.height,
    })
    const giveUp = (): void => {
      const afterMs = waiting.get(ordinal)?.maybe?.afterMs
      answer(ordinal, afterMs === undefined ? 'none' : 'mutation', afterMs)
    }
    waiting.set(ordinal, { timeMs, element, isPassed: false, cancel: scope.later(patienceMs, giveUp) })
    if (element.hasAttribute('download')) answer(ordinal, 'download')
  })
  scope.listen(window, 'pointerdown keydown input', (event) => {
    lastActMs = Date.now()
    const target = event.composedPath()[0] as Element
    if (target?.nodeType !== 1 || !waiting.size) return
    if (event.isTrusted) pass(subjectOf(target).element)
  })
  scope.listen(scope.document, 'play pause', () => scope.respond('media'))
  scope.listen(scope.document, 'selectionchange', () => {
    if (waiting.size && scope.document.getSelection()?.isCollapsed === false) scope.respond('selection')
  })
  scope.onSeal.push((leaving) => {
    if (leaving) scope.respond(scope.document.visibilityState === 'hidden' ? 'visibility' : 'navigation')
  })
}
