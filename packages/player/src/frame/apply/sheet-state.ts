import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import { setRecordedAttribute } from '../rebuild/element.ts'
import type { Scene } from '../scene.ts'

/** A sheet that is parsed again forgets what it was told; its owner's `media` stays. */
export function applySheetState(scene: Scene, event: EventOf<'sheetState'>): void {
  const owner = scene.nodes[event.owner]
  if (!dom.isElement(owner)) return scene.miss('node', 'the state of an unknown sheet', event.owner)
  const media = event.disabled ? 'not all' : event.media
  setRecordedAttribute(scene, owner, 'media', media || undefined, event.owner)
  // An alternate sheet that a script has chosen is one like any other.
  const rel = scene.recorded.get(owner)?.attributes.get('rel')
  if (rel && !event.disabled) setRecordedAttribute(scene, owner, 'rel', rel.replace(/\balternate\b/i, ''), event.owner)
  scene.dirty.tree = true
}
