import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

/** Only noted: marks are set once per batch. */
export function applyPointed(scene: Scene, { hover, active }: EventOf<'pointed'>): void {
  scene.pointed = { hover, active }
}
