import { type DomEvent, type EventOf, renumber } from '@playhead/wire'
import type { Scene } from '../scene.ts'
import { applyAdd } from './add.ts'
import { applyAnimation } from './animation.ts'
import { applyAssetBody } from './asset-body.ts'
import { applyAttribute } from './attribute.ts'
import { applyCanvas } from './canvas.ts'
import { applyDefine } from './define.ts'
import { applyElementState } from './element-state.ts'
import { applyFeature } from './feature.ts'
import { applyFocus } from './focus.ts'
import { applyFont } from './font.ts'
import { applyForeignFrame, applyFrame } from './frame.ts'
import { applyHighlight } from './highlight.ts'
import { applyInput } from './input.ts'
import { applyKeyframe } from './keyframe.ts'
import { applyMedia } from './media.ts'
import { applyMove } from './move.ts'
import { applyPointed } from './pointed.ts'
import { applyRemove } from './remove.ts'
import { applyRestyle } from './restyle.ts'
import { applyScroll } from './scroll.ts'
import { applySelection } from './selection.ts'
import { applySheetState } from './sheet-state.ts'
import { applyAdopt, applySheet, applySheetEdit } from './sheet.ts'
import { applySlot } from './slot.ts'
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
  restyle: applyRestyle,
  input: applyInput,
  scroll: applyScroll,
  focus: applyFocus,
  sheet: applySheet,
  assetBody: applyAssetBody,
  topLayer: applyTopLayer,
  frame: applyFrame,
  foreignFrame: applyForeignFrame,
  media: applyMedia,
  canvas: applyCanvas,
  animation: applyAnimation,
  font: applyFont,
  elementState: applyElementState,
  define: applyDefine,
  slot: applySlot,
  highlight: applyHighlight,
  selection: applySelection,
  pointed: applyPointed,
  sheetState: applySheetState,
  sheetEdit: applySheetEdit,
  adopt: applyAdopt,
  visualViewport: () => undefined,
  feature: applyFeature,
  renumber: ({ numbers }, event) => renumber(numbers, event),
  viewTransition: () => undefined,
}

export function applyEvent(scene: Scene, event: DomEvent): void {
  ;(appliers[event.type] as (scene: Scene, event: DomEvent) => void)(scene, event)
}
