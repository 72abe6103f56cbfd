import type { EventOf } from '@playhead/wire'
import { findAll } from '../privacy/privacy.ts'
import type { Scope } from '../scope.ts'

/** What stands above the page: modal dialogs, popovers, full screen. */
export function watchTopLayer(scope: Scope): void {
  const { document, window } = scope
  const tell = (element: Element | null, layer: EventOf<'topLayer'>['layer']): void => {
    // What opened in this frame has its id only after the tree was told.
    const request = scope.later(0, () => {
      scope.flushTree()
      const id = scope.idOf(element)
      if (id) scope.emit({ type: 'topLayer', id, layer })
    })
    void request
  }
  scope.patch(window.HTMLDialogElement?.prototype, 'showModal', (dialog) => tell(dialog as Element, 'modal'))
  scope.listen(document, 'close', ({ target }) => {
    if ((target as Element).localName === 'dialog') tell(target as Element, 'none')
  })
  scope.listen(document, 'toggle', (event) => {
    const target = event.target as Element
    if (target.hasAttribute?.('popover')) tell(target, (event as ToggleEvent).newState === 'open' ? 'popover' : 'none')
  })
  let full: Element | null = null
  scope.listen(document, 'fullscreenchange', () => {
    if (full) tell(full, 'none')
    full = document.fullscreenElement
    if (full) tell(full, 'fullscreen')
  })
  scope.onArrive.push((roots) => {
    for (const [selector, layer] of [
      ['dialog:modal', 'modal'],
      [':popover-open', 'popover'],
    ] as const)
      try {
        for (const element of findAll(roots, selector)) scope.emit({ type: 'topLayer', id: scope.idOf(element), layer })
      } catch {
        // A browser without that pseudo-class has no such layer.
      }
  })
}
