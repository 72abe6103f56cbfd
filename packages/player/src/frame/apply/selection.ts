import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

/** Only noted, as what is pointed at. */
export function applySelection(scene: Scene, event: EventOf<'selection'>): void {
  scene.selection = event
  scene.dirty.selection = true
}
