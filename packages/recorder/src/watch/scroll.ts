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
      if (target === document) scope.emit({ type: 'scroll', id, x: window.scrollX, y: window.scrollY })
      else scope.emit({ type: 'scroll', id, x: (target as Element).scrollLeft, y: (target as Element).scrollTop })
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
  scope.listen(window, 'scroll', ({ target }) => {
    const element = target === document || target === document.documentElement ? document : (target as Element)
    moved.add(element)
    request()
    if (element === document) {
      if (!cancel) startMs = Date.now()
      cancel?.()
      cancel = scope.later(150, finish)
    }
    scope.respond('scroll', element)
  })
  scope.onSeal.push((leaving) => {
    if (leaving && cancel) finish()
  })
  scope.onArrive.push((roots) => {
    if (roots[0] !== document) return
    fromY = Math.max(0, window.scrollY)
    // Containers that were scrolled before, once the page is calm: asking needs layout.
    scope.later(300, () => {
      let left = 3000
      for (const element of document.body.querySelectorAll('div,main,section,ul,nav,aside,pre,textarea'))
        if (!left--) break
        else if (element.scrollTop || element.scrollLeft) moved.add(element)
      if (moved.size) request()
    })
  })
}
