import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

export function applyTopLayer(scene: Scene, event: EventOf<'topLayer'>): void {
  const node = scene.nodes[event.id]
  scene.dirty.tree = true
  try {
    if (event.layer === 'fullscreen') scene.miss('media', 'full screen is shown in its place', event.id)
    else if (node instanceof HTMLDialogElement && event.layer !== 'popover') showDialog(node, event.layer === 'modal')
    else if (node instanceof HTMLElement && event.layer === 'popover') dom.showPopover(node)
    else if (node instanceof HTMLElement && event.layer === 'none') dom.hidePopover(node)
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
