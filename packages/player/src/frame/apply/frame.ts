import { buildNumbered, type EventOf, takeDocumentId } from '@playhead/wire'
import * as dom from '../dom.ts'
import { modeOf } from '../mode.ts'
import { labelFrameBox, openFrameDocument } from '../rebuild/frame.ts'
import { createTarget } from '../rebuild/target.ts'
import type { Scene } from '../scene.ts'
import { adoptSheets } from '../style.ts'
import { forget } from './remove.ts'

/** Shows the document that stood in an iframe, in place of the one before. */
export function applyFrame(scene: Scene, event: EventOf<'frame'>): void {
  const host = scene.nodes[event.host]
  const box = dom.isElement(host) ? scene.frames.get(host) : undefined
  if (box?.document) forget(scene, box.document.root)
  if (box) scene.found('frame', 'iframe', event.host)
  else scene.miss('node', 'a document in an unknown iframe', event.host)
  // Nodes of an iframe that is not here are still counted, or every later id would be wrong.
  const isQuirky = modeOf(event.doctype) === 'quirks'
  const root = box ? openFrameDocument(box, isQuirky).root : dom.createFragment()
  const id = takeDocumentId(scene.numbers)
  scene.nodes[id] = root
  scene.ids.set(root, id)
  adoptSheets(scene, id)
  if (isQuirky) scene.miss('quirks', 'a document in an iframe was in quirks mode', id)
  scene.isInFrame = true
  try {
    const place = { parent: root, parentId: id, before: null, namespace: 'html' } as const
    const target = createTarget(scene, (node) => scene.changedMs.set(node, event.timeMs))
    buildNumbered(event.html, event, place, scene.numbers, target)
  } finally {
    scene.isInFrame = false
  }
  scene.dirty.tree = true
}

/** Another origin's page is a recording of its own: its box says so. */
export function applyForeignFrame(scene: Scene, event: EventOf<'foreignFrame'>): void {
  const host = scene.nodes[event.host]
  const box = dom.isElement(host) ? scene.frames.get(host) : undefined
  if (!box) return scene.miss('node', 'a page in an unknown iframe', event.host)
  if (box.document) forget(scene, box.document.root)
  if (!event.tab) scene.miss('frame', 'iframe', event.host)
  labelFrameBox(box, event.tab ? 'a page of another origin, recorded as a tab of its own' : 'iframe not recorded')
}
