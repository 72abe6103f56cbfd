import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import { setRecordedAttribute } from '../rebuild/element.ts'
import type { Scene } from '../scene.ts'

export function applyAttribute(scene: Scene, event: EventOf<'attribute'>): void {
  const node = scene.nodes[event.id]
  if (!dom.isElement(node)) {
    scene.miss('node', 'an attribute of an unknown node', event.id)
    return
  }
  setRecordedAttribute(scene, node, event.name, event.value, event.id)
  if (event.name === 'class' || event.name === 'style') scene.changedMs.set(node, event.timeMs)
  scene.dirty.tree = true
}
