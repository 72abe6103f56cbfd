import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { restoreSheet, styleOf } from '../style.ts'

export function applyRemove(scene: Scene, event: EventOf<'remove'>): void {
  const node = scene.nodes[event.id]
  const parent = node && dom.parentOf(node)
  if (!parent) return
  dom.removeChild(parent, node)
  const style = styleOf(parent)
  if (style && scene.sheets.has(style)) restoreSheet(scene, style)
  scene.dirty.tree = true
}
