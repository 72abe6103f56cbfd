import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import { recordedName, type Scene } from '../scene.ts'
import { adoptSheets, replaceSheet } from '../style.ts'

export function applySheet(scene: Scene, event: EventOf<'sheet'>): void {
  const owner = scene.nodes[event.owner]
  if (event.owner <= 1 || owner instanceof ShadowRoot) {
    scene.adopted.set(event.owner <= 1 ? 0 : event.owner, event.css)
    adoptSheets(scene, event.owner <= 1 ? 0 : event.owner)
  } else if (dom.isElement(owner) && /^(?:style|link)$/.test(recordedName(scene, owner))) replaceSheet(scene, owner, event.css)
  else scene.miss('node', 'a style sheet of an unknown owner', event.owner)
  scene.dirty.tree = true
}
