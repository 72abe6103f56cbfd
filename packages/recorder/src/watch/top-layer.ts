import type { EventOf } from '@playhead/wire'
import { findAll } from '../dom/find.ts'
import type { Scope } from '../scope.ts'

type Layer = EventOf<'topLayer'>['layer']
/** By the selector that says it; a modal dialog or a popover in full screen is both. */
const layers: readonly (readonly [Layer, string])[] = [
  ['fullscreen', ':fullscreen'],
  ['modal', ':modal'],
  ['popover', ':popover-open'],
]

/** What stands above the page, in its order: modal dialogs, popovers, full screen. */
export function watchTopLayer(scope: Scope): void {
  const { document, window } = scope
  /** What has entered and not left, the topmost last. */
  const open = new Set<Element>()
  const watched = new WeakSet<Node>([document])

  function layerOf(element: Element): Layer {
    for (const [layer, selector] of layers)
      try {
        if (element.matches(selector)) return layer
      } catch {
        // A browser without that pseudo-class has no such layer.
      }
    return 'none'
  }
  function emit(element: Element, layer: Layer): void {
    const id = scope.idOf(element)
    if (id) scope.emit({ type: 'topLayer', id, layer })
  }
  /** @param isOnTop it has just been opened, or once more: it is the topmost now */
  function note(element: Element, isOnTop: boolean): void {
    const layer = layerOf(element)
    const isOpen = layer !== 'none'
    if (open.has(element) === isOpen && !(isOpen && isOnTop)) return
    open.delete(element)
    if (isOpen) open.add(element)
    // What opened in this frame has its id only after the tree was told.
    scope.later(0, () => {
      scope.flushTree()
      emit(element, layer)
    })
  }
  /** These events stay in the shadow tree that they happen in. */
  function watchIn(root: Node): void {
    scope.listen(root, 'close toggle', (event) => {
      const target = event.composedPath()[0] as Element
      // A popover that was closed and opened again within a task says so by its old state.
      if (target.localName === 'dialog') note(target, false)
      else if (target.hasAttribute('popover')) note(target, (event as ToggleEvent).oldState === (event as ToggleEvent).newState)
    })
  }
  watchIn(document)
  scope.patch(window.HTMLDialogElement?.prototype, 'showModal', (dialog) => note(dialog as Element, true))
  // Their events come later, and not in the order of what was done.
  for (const name of ['showPopover', 'hidePopover', 'togglePopover'])
    scope.patch(window.HTMLElement.prototype, name, (popover) => note(popover as Element, true))
  scope.listen(document, 'fullscreenchange', (event) => {
    const target = event.composedPath()[0] as Node
    if (target !== document) note(target as Element, true)
  })

  scope.onArrive.push((roots) => {
    const found = new Set<Element>()
    for (const element of findAll(roots, 'dialog,[popover]')) {
      const root = element.getRootNode()
      if (!watched.has(root)) {
        watched.add(root)
        watchIn(root)
      }
      found.add(element)
    }
    for (let full = document.fullscreenElement; full; full = scope.numbering.shadowRootOf(full)?.fullscreenElement ?? null) found.add(full)
    for (const element of found) if (!open.has(element) && layerOf(element) !== 'none') open.add(element)
    for (const element of open)
      if (!element.isConnected) open.delete(element)
      else if (roots[0] === document || found.has(element)) emit(element, layerOf(element))
  })
}
