import type { Scope } from '../scope.ts'

/** Scroll offsets of any container, once per frame; and finished movements of the page with how far they went. */
export function watchScroll(scope: Scope): void {
  const { document, window } = scope
  const moved = new Set<Element | Document>()
  let fromY = 0
  let startMs = 0
  let maxBottom = 0
  let cancel: (() => void) | null = null
  const request = scope.onFrame(() => {
    for (const target of moved) {
      const id = scope.idOf(target)
      if (!id) continue
      const view = (target as Document).defaultView
      const { scrollLeft, scrollTop } = target as Element
      scope.emit({ type: 'scroll', id, x: view ? view.scrollX : scrollLeft, y: view ? view.scrollY : scrollTop })
    }
    moved.clear()
  })

  function finish(): void {
    cancel?.()
    cancel = null
    const toY = Math.max(0, window.scrollY)
    maxBottom = Math.max(maxBottom, toY + window.innerHeight)
    scope.emit({
      type: 'depth',
      fromY,
      toY,
      durationMs: Math.max(0, Date.now() - startMs - 150),
      maxBottom,
      documentHeight: document.documentElement.scrollHeight,
      viewportHeight: window.innerHeight,
    })
    fromY = toY
  }
  const watched = new WeakSet<Node>()
  const note = ({ target }: Event): void => {
    const element = target === document || target === document.documentElement ? document : (target as Element)
    moved.add(element)
    request()
    if (element === document) {
      if (!cancel) startMs = Date.now()
      cancel?.()
      cancel = scope.later(150, finish)
    }
    scope.respond('scroll')
  }
  scope.listen(window, 'scroll', note)
  scope.onSeal.push((leaving) => {
    if (leaving && cancel) finish()
  })
  scope.onArrive.push((roots) => {
    // What scrolls in a shadow tree is not heard outside it.
    for (const root of roots)
      if (root.nodeType === 11 && !watched.has(root)) {
        watched.add(root)
        scope.listen(root, 'scroll', note)
      }
    if (roots[0] !== document) return
    fromY = Math.max(0, window.scrollY)
    // Containers that were scrolled before, once the page is calm: asking costs, and rows of long lists hardly scroll.
    scope.later(300, () => {
      const near: Element[] = [document.body]
      for (const element of near) {
        if (element.scrollTop || element.scrollLeft) moved.add(element)
        if (near.length < 400) near.push(...[...element.children].slice(0, 12))
      }
      if (moved.size) request()
    })
  })
}
