import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

/** A slot whose nodes a script chose has a name here that nothing else has, and its nodes ask for it. */
export function applySlot(scene: Scene, event: EventOf<'slot'>): void {
  const slot = scene.nodes[event.id]
  if (!dom.isElement(slot)) return scene.miss('node', 'an unknown slot', event.id)
  const name = `ph-slot-${event.id}`
  dom.setAttribute(slot, 'name', name)
  const host = hostOf(slot)
  for (let child = host && dom.firstChildOf(host); child; child = dom.nextOf(child))
    if (dom.isElement(child) && dom.getAttribute(child, 'slot') === name) dom.removeAttribute(child, 'slot')
  for (const id of event.nodes) {
    const node = scene.nodes[id]
    if (dom.isElement(node)) dom.setAttribute(node, 'slot', name)
    else scene.miss('event', 'a text in a manual slot', id)
  }
  scene.dirty.tree = true
}

function hostOf(node: Node): Element | null {
  let at = node
  for (let parent = dom.parentOf(at); parent; parent = dom.parentOf(at)) at = parent
  return at instanceof ShadowRoot ? at.host : null
}
