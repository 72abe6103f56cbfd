import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

/** Only noted: real focus would scroll, and shows nothing in a frame that the viewer is not typing into. */
export function applyFocus(scene: Scene, event: EventOf<'focus'>): void {
  scene.focus = { id: event.id, visible: event.visible }
  scene.dirty.focus = true
}
