import type { EventOf } from '@playhead/wire'
import { rewriteCss } from '../css.ts'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { cssMap, restoreSheet, styleOf } from '../style.ts'

export function applyText(scene: Scene, event: EventOf<'text'>): void {
  const node = scene.nodes[event.id]
  if (!dom.isCharacterData(node)) {
    scene.miss('node', 'text of an unknown node', event.id)
    return
  }
  const style = styleOf(dom.parentOf(node))
  if (style && dom.nodeTypeOf(node) === 3) {
    scene.cssText.set(node, event.text)
    if (scene.sheets.has(style)) restoreSheet(scene, style)
    else dom.setData(node, rewriteCss(event.text, cssMap(scene, style)))
  } else dom.setData(node, event.text)
  scene.dirty.tree = true
}
