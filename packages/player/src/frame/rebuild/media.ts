import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { writeAttribute } from './attribute.ts'
import { labelImage, sizeOf } from './label.ts'

/** What a video or sound did last, and what is written over it now. */
export interface MediaState {
  readonly event: EventOf<'media'>
  label: string
}

/** Where a video is and what it does, as there is nothing of it to see: `video 1:05, playing at 1.5x, muted`. */
function labelOf(scene: Scene, { timeMs, atMs, playing, rate, muted, stream }: EventOf<'media'>): string {
  const second = Math.max(0, Math.floor((atMs + (playing ? (scene.nowMs - timeMs) * rate : 0)) / 1000))
  const time = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`
  const speed = rate === 1 ? '' : ` at ${rate}x`
  return `${stream ? 'live video' : 'video'} ${time}, ${playing ? `playing${speed}` : 'paused'}${muted ? ', muted' : ''}`
}

/** Shows a video's poster, or a box that says what it does. */
export function renderPoster(scene: Scene, video: Element, attributes: ReadonlyMap<string, string>): void {
  const address = attributes.get('poster')
  const asset = address ? scene.assets.find(address, scene.base, video) : null
  const label = scene.media.get(video as HTMLVideoElement)?.label || 'video not recorded'
  writeAttribute(video, 'poster', asset?.url || labelImage(label, ...sizeOf(attributes, 300, 150)))
}

/** Brings what is written over videos to the moment that is shown. */
export function commitMedia(scene: Scene): void {
  for (const [element, state] of scene.media) {
    const recorded = scene.recorded.get(element)
    if (!recorded || !dom.isConnected(element)) scene.media.delete(element)
    else if (recorded.name === 'video' && state.label !== (state.label = labelOf(scene, state.event)))
      renderPoster(scene, element, recorded.attributes)
  }
}
