import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import { uncountNode } from '../rebuild/bound.ts'
import type { Scene } from '../scene.ts'
import { restoreSheet, styleOf } from '../style.ts'

export function applyRemove(scene: Scene, event: EventOf<'remove'>): void {
  const node = scene.nodes[event.id]
  const parent = node && dom.parentOf(node)
  if (!parent) return
  // Chromium would style the other buttons of its group as if it were still on.
  if (node instanceof HTMLInputElement && dom.isChecked(node)) dom.setChecked(node, false)
  dom.removeChild(parent, node)
  forget(scene, node)
  const style = styleOf(parent)
  if (style && scene.sheets.has(style)) restoreSheet(scene, style)
  scene.dirty.tree = true
}

/** A removed node never comes back: what stays is moved. Keeping the ids would keep the nodes. */
export function forget(scene: Scene, node: Node): void {
  const id = scene.ids.get(node)
  if (id !== undefined) {
    scene.nodes[id] = undefined
    uncountNode(scene, node)
    scene.scrolls.delete(id)
    scene.adopted.delete(id)
    scene.adoptions.delete(id)
  }
  for (let child = dom.firstChildOf(node); child; child = dom.nextOf(child)) forget(scene, child)
  const shadow = dom.isElement(node) ? dom.shadowOf(node) : null
  if (shadow) forget(scene, shadow)
  const box = dom.isElement(node) ? scene.frames.get(node) : undefined
  if (box?.document) forget(scene, box.document.root)
  if (box) scene.frames.delete(node as Element)
}
