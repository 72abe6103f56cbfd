import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Feature } from '../feature.ts'
import { renderRecorded, setRecordedAttribute } from '../rebuild/element.ts'
import { recordedName, type Scene } from '../scene.ts'
import { adoptSheets, renderConstructed } from '../style.ts'

/** What the visitor's media queries were told has changed: all that asks is written again. */
export function applyFeature(scene: Scene, event: EventOf<'feature'>): void {
  const isSame = scene.feature !== null && told(scene.feature) === told(event)
  scene.feature = event
  if (isSame) return
  for (let id = 2; id < scene.nodes.length; id++) {
    const node = scene.nodes[id]
    if (!dom.isElement(node) || !/^(?:style|link|source)$/.test(recordedName(scene, node))) continue
    const media = scene.recorded.get(node)?.attributes.get('media')
    if (media !== undefined) setRecordedAttribute(scene, node, 'media', media, id)
    renderRecorded(scene, node, id)
  }
  for (const owner of new Set([0, ...scene.adopted.keys()])) adoptSheets(scene, owner)
  renderConstructed(scene)
  scene.dirty.tree = true
}

const told = ({ dark, reducedMotion, hover, coarse, moreContrast, forcedColors }: Feature): string =>
  [dark, reducedMotion, hover, coarse, moreContrast, forcedColors].join()
