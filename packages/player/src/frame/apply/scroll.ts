import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

/** Only noted: the last offset of a batch is set once, after everything that changes layout. */
export function applyScroll(scene: Scene, event: EventOf<'scroll'>): void {
  scene.scrolls.set(event.id, { x: event.x, y: event.y })
  scene.dirty.scrolls.add(event.id)
}
