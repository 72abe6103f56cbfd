import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

export function applyTopLayer(scene: Scene, event: EventOf<'topLayer'>): void {
  const node = scene.nodes[event.id]
  scene.dirty.tree = true
  try {
    if (dom.isElement(node) && event.layer === 'fullscreen') dom.setAttribute(node, 'ph-fullscreen', '')
    else if (dom.isElement(node) && dom.getAttribute(node, 'ph-fullscreen') !== null) dom.removeAttribute(node, 'ph-fullscreen')
    else if (node instanceof HTMLDialogElement && event.layer !== 'popover') showDialog(node, event.layer === 'modal')
    else if (node instanceof HTMLElement && event.layer === 'popover') {
      // One that is shown once more comes to the top.
      if (dom.isShownPopover(node)) dom.hidePopover(node)
      dom.showPopover(node)
    } else if (node instanceof HTMLElement && event.layer === 'none') dom.hidePopover(node)
    else scene.miss('node', 'an unknown node in the top layer', event.id)
  } catch {
    // Not connected, or no popover any more: it is shown as its attributes say.
    scene.miss('event', 'a node that could not enter or leave the top layer', event.id)
  }
}

/** A dialog that is `open` already cannot become modal, and one that is not cannot be closed. */
function showDialog(dialog: HTMLDialogElement, modal: boolean): void {
  if (modal) {
    dom.removeAttribute(dialog, 'open')
    dom.showModal(dialog)
  } else {
    dom.setAttribute(dialog, 'open', '')
    dom.closeDialog(dialog)
  }
}
