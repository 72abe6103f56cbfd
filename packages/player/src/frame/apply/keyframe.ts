import { buildNumbered, type EventOf, takeDocumentId } from '@playhead/wire'
import { clearPage } from '../clear.ts'
import * as dom from '../dom.ts'
import { enterMode, modeOf } from '../mode.ts'
import { createTarget } from '../rebuild/target.ts'
import type { Scene } from '../scene.ts'
import { adoptSheets } from '../style.ts'

/** Replaces the whole document. `scene` is new: nothing of the page before is left in it. */
export function applyKeyframe(scene: Scene, event: EventOf<'keyframe'>): void {
  scene.base = event.base
  const mode = modeOf(event.doctype)
  if (!enterMode(mode) && mode === 'quirks') scene.miss('quirks', 'the page was in quirks mode', 1)
  const built = dom.createFragment()
  const { numbers } = scene
  const isRenumbered = numbers.given !== null
  if (isRenumbered) takeDocumentId(numbers)
  let count = 1
  const target = createTarget(scene, () => count++)
  buildNumbered(event.html, event, { parent: built, parentId: 1, before: null, namespace: 'html' }, numbers, target)
  if (count !== event.nodes) scene.miss('node', `numbering: ${count} nodes, the recorder counted ${event.nodes}`, 1)
  if (!isRenumbered) numbers.last = event.nodes
  adoptSheets(scene, 0)
  dom.clearHighlights()
  clearPage()
  let hasRoot = false
  for (let child = dom.firstChildOf(built); child; child = dom.firstChildOf(built)) {
    const isRoot = dom.nodeTypeOf(child) === 1
    if (dom.nodeTypeOf(child) === 8 || (isRoot && !hasRoot)) dom.insertBefore(dom.page, child, null)
    else dom.removeChild(built, child)
    hasRoot ||= isRoot
  }
  scene.scrolls.set(1, { x: event.scrollX, y: event.scrollY })
  scene.dirty.tree = true
}
