import { keyOf } from '../dom/describe.ts'
import { nameOf } from '../dom/name.ts'
import { native } from '../native.ts'
import type { Scope } from '../scope.ts'

const tags = ['section', 'article', 'header', 'footer', 'nav', 'aside', 'form', 'h2', 'main']
const most = 50
/** Less than this is a glance in passing. */
const glanceMs = 250
const pauseMs = 1000
const steps = [0, 0.1, 0.25, 0.5, 0.75, 1]

/**
 * How long the parts of a page were in view: landmarks, sections, what `main` consists of and what an `h2` heads. In
 * view: half of it, or half the window full of it.
 */
export function watchSection(scope: Scope): void {
  const { document, window } = scope
  const seen = new Map<Element, { sinceMs: number; share: number }>()
  let watched = new Set<Element>()
  let isDue = false
  const observer = new (native(window, 'IntersectionObserver'))(
    scope.guard.wrap((entries: IntersectionObserverEntry[]) => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const found = seen.get(target)
        if (intersectionRatio < 0.5 && intersectionRect.height * 2 < (rootBounds?.height ?? Infinity)) end(target)
        else if (found) found.share = Math.max(found.share, intersectionRatio)
        else if (!document.hidden) seen.set(target, { sinceMs: Date.now(), share: intersectionRatio })
      }
    }),
    { threshold: steps },
  )
  function end(element: Element): void {
    const found = seen.get(element)
    if (!found) return
    seen.delete(element)
    const seenMs = Date.now() - found.sinceMs
    if (seenMs >= glanceMs)
      scope.emit({ type: 'section', key: keyOf(scope, element), name: nameOf(scope, element), seenMs, share: found.share })
  }
  function choose(): void {
    isDue = false
    const chosen = new Set<Element>()
    for (const element of document.querySelectorAll(`${tags.join()}>*`)) {
      if (chosen.size === most) break
      chosen.add((element.localName === 'h2' && element.parentElement) || element)
    }
    for (const element of watched)
      if (!chosen.has(element)) {
        end(element)
        observer.unobserve(element)
      }
    // Whoever begins to be observed is told of at once.
    for (const element of chosen) observer.observe(element)
    watched = chosen
  }
  function chooseSoon(): void {
    if (isDue) return
    isDue = true
    scope.later(pauseMs, choose)
  }
  scope.onArrive.push((roots) => {
    if (roots[0] === document) choose()
    else if (tags.some((tag) => roots.seen?.tags.has(tag))) chooseSoon()
  })
  scope.onSeal.push((leaving) => {
    if (!leaving) return
    for (const element of seen.keys()) end(element)
    // Who comes back sees them anew.
    observer.disconnect()
    chooseSoon()
  })
  scope.listen(document, 'visibilitychange', () => {
    if (document.hidden) return
    observer.disconnect()
    choose()
  })
  scope.onStop(() => observer.disconnect())
}
