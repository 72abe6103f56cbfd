import { type EventOf, spliceParts } from '@playhead/wire'
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

export function applySheetEdit(scene: Scene, event: EventOf<'sheetEdit'>): void {
  const owner = scene.nodes[event.owner]
  const css = scene.adopted.get(event.owner) ?? (owner && scene.sheets.get(owner)?.css)
  if (css === undefined) scene.miss('node', 'a part of an unknown style sheet', event.owner)
  else applySheet(scene, { ...event, type: 'sheet', css: spliceParts(css, event) })
}
