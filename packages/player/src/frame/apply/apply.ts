import type { DomEvent, EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'
import { applyAdd } from './add.ts'
import { applyAssetBody } from './asset-body.ts'
import { applyAttribute } from './attribute.ts'
import { applyFocus } from './focus.ts'
import { applyInput } from './input.ts'
import { applyKeyframe } from './keyframe.ts'
import { applyMove } from './move.ts'
import { applyRemove } from './remove.ts'
import { applyScroll } from './scroll.ts'
import { applySheet } from './sheet.ts'
import { applyText } from './text.ts'
import { applyTopLayer } from './top-layer.ts'

/** One entry for every DOM event there is: the compiler names a missing one. */
const appliers: { readonly [T in DomEvent['type']]: (scene: Scene, event: EventOf<T>) => void } = {
  keyframe: applyKeyframe,
  add: applyAdd,
  remove: applyRemove,
  move: applyMove,
  text: applyText,
  attribute: applyAttribute,
  input: applyInput,
  scroll: applyScroll,
  focus: applyFocus,
  sheet: applySheet,
  assetBody: applyAssetBody,
  topLayer: applyTopLayer,
}

export function applyEvent(scene: Scene, event: DomEvent): void {
  ;(appliers[event.type] as (scene: Scene, event: DomEvent) => void)(scene, event)
}
