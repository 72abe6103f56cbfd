import { type EventOf, firstSheetId, spliceParts } from '@playhead/wire'
import * as dom from '../dom.ts'
import { recordedName, type Scene } from '../scene.ts'
import { adoptSheets, replaceSheet, writeConstructed } from '../style.ts'

export function applySheet(scene: Scene, event: EventOf<'sheet'>): void {
  const owner = scene.nodes[event.owner]
  if (event.owner >= firstSheetId) writeConstructed(scene, event.owner, event.css)
  else if (event.owner <= 1 || owner instanceof ShadowRoot) {
    scene.adopted.set(event.owner <= 1 ? 0 : event.owner, event.css)
    adoptSheets(scene, event.owner <= 1 ? 0 : event.owner)
  } else if (dom.isElement(owner) && /^(?:style|link)$/.test(recordedName(scene, owner))) replaceSheet(scene, owner, event.css)
  else scene.miss('node', 'a style sheet of an unknown owner', event.owner)
  scene.dirty.tree = true
}

export function applySheetEdit(scene: Scene, event: EventOf<'sheetEdit'>): void {
  const owner = scene.nodes[event.owner]
  const css = scene.constructed.get(event.owner)?.css ?? scene.adopted.get(event.owner) ?? (owner && scene.sheets.get(owner)?.css)
  if (css === undefined) scene.miss('node', 'a part of an unknown style sheet', event.owner)
  else applySheet(scene, { ...event, type: 'sheet', css: spliceParts(css, event) })
}

export function applyAdopt(scene: Scene, { id, sheets }: EventOf<'adopt'>): void {
  const root = scene.nodes[id]
  if (id !== 1 && !(root instanceof ShadowRoot)) return scene.miss('node', 'adopted style sheets of an unknown root', id)
  const owner = id === 1 ? 0 : id
  scene.adoptions.set(owner, sheets)
  adoptSheets(scene, owner)
  scene.dirty.tree = true
}
