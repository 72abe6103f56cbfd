import type { Scope } from '../scope.ts'
import { onRenewal } from './renewal.ts'

/** The innermost elements that are hovered and pressed: what `:hover` and `:active` show. */
export function watchPointed(scope: Scope): void {
  const { document, window } = scope
  let hovered: Node | null = null
  let pressed: Node | null = null
  let last = ''
  /** The nearest node that the recording has: what is blocked has no inside. */
  function idOf(node: Node | null): number {
    let at = node
    while (at && !scope.idOf(at)) at = at.parentNode ?? (at as ShadowRoot).host ?? null
    return scope.idOf(at)
  }
  const request = scope.onFrame(() => {
    const hover = idOf(hovered)
    const active = idOf(pressed)
    if (last !== (last = `${hover} ${active}`)) scope.emit({ type: 'pointed', hover, active })
  })
  // Mouse events, since hover stays where a finger has been, as theirs does.
  scope.listen(window, 'mouseover mouseout', (event) => {
    if (event.type === 'mouseover') hovered = event.composedPath()[0] as Node
    else if (!(event as MouseEvent).relatedTarget) hovered = null
    request()
  })
  scope.listen(window, 'pointerdown pointerup pointercancel', (event) => {
    const isDown = event.type === 'pointerdown' && !(event as PointerEvent).button
    pressed = isDown ? (event.composedPath()[0] as Node) : null
    request()
  })
  onRenewal(
    scope,
    () => (last = ''),
    () => {
      hovered ??= [...document.querySelectorAll(':hover')].pop() ?? null
      request()
    },
  )
}
