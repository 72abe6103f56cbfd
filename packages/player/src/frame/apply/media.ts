import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

/** Only noted: what it says depends on the moment that is shown. */
export function applyMedia(scene: Scene, event: EventOf<'media'>): void {
  const node = scene.nodes[event.id]
  if (node instanceof HTMLMediaElement) scene.media.set(node, { event, label: '' })
  else scene.miss('node', 'an unknown video or sound', event.id)
}
