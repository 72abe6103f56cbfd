import { affordanceOf, keyOf, subjectOf } from '../dom/describe.ts'
import { nameOf } from '../dom/name.ts'
import { originOf } from '../dom/realm.ts'
import type { ResponseKind, Scope } from '../scope.ts'

/** How long a click may wait for its response. @see definitions of dead and slow clicks */
const patienceMs = 2500
/** How soon after a click a page that is hidden may be its answer. */
const leaveMs = 1000

/** Clicks, what they were on, and the first thing that answered each. */
export function watchClick(scope: Scope, nextOrdinal: () => number): void {
  const { window, privacy } = scope
  const waiting = new Map<number, { timeMs: number; element: Element; isPassed: boolean; cancel: () => void }>()
  /** When nodes last changed by themselves: a clock that ticks answers no click. */
  const lastChange = new WeakMap<Node, number>()

  function answer(ordinal: number, kind: ResponseKind): void {
    const click = waiting.get(ordinal)
    if (!click) return
    waiting.delete(ordinal)
    click.cancel()
    scope.emit({ type: 'response', ordinal, afterMs: Date.now() - click.timeMs, kind })
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
  scope.onRespond.push((kind, where) => {
    const now = Date.now()
    if (kind === 'visibility') {
      for (const [ordinal, click] of waiting) {
        if (click.isPassed) continue
        if (now - click.timeMs <= leaveMs) answer(ordinal, kind)
        // Who looks away later than that may not have seen an answer, nor that there was none: it stays unknown.
        else if (waiting.delete(ordinal)) click.cancel()
      }
      return
    }
    if (kind !== 'mutation' || !where) {
      for (const [ordinal, click] of waiting) if (!click.isPassed) answer(ordinal, kind)
      return
    }
    const before = lastChange.get(where) ?? 0
    lastChange.set(where, now)
    for (const [ordinal, click] of waiting)
      if (!click.isPassed && (before < click.timeMs - 1000 || before >= click.timeMs) && (click.element.contains(where) || isSeen(where)))
        answer(ordinal, kind)
  })

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
    waiting.set(ordinal, { timeMs, element, isPassed: false, cancel: scope.later(patienceMs, () => answer(ordinal, 'none')) })
    if (element.hasAttribute('download')) answer(ordinal, 'download')
  })
  scope.listen(window, 'pointerdown keydown input', (event) => {
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
