import type { Scope } from '../scope.ts'

export function watchFocus(scope: Scope): void {
  let last = 0
  scope.listen(scope.window, 'focusin focusout', (event) => {
    const target = event.composedPath()[0] as Element
    const id = event.type === 'focusin' ? scope.idOf(target) : 0
    if (id === last) return
    last = id
    scope.emit({ type: 'focus', id, visible: id > 0 && target.matches(':focus-visible') })
    if (id) scope.respond('focus')
  })
  scope.onArrive.push((roots) => {
    if (roots[0] !== scope.document) return
    last = scope.idOf(scope.document.activeElement)
    if (last && scope.document.activeElement !== scope.document.body) scope.emit({ type: 'focus', id: last, visible: false })
  })
}
