import type { EventOf } from '@playhead/wire'
import type { Scene } from '../scene.ts'

/** Only noted: the last picture of a batch is decoded once. */
export function applyCanvas(scene: Scene, { id, image: url }: EventOf<'canvas'>): void {
  const node = scene.nodes[id]
  if (!(node instanceof HTMLCanvasElement) || !/^data:image\/(?:webp|png|jpeg);base64,/.test(url)) {
    scene.miss('node', 'a picture of an unknown canvas', id)
    return
  }
  scene.pictures.set(node, { url, image: scene.pictures.get(node)?.image ?? null })
  scene.dirty.pictures.add(node)
  scene.found('canvas', 'canvas', id)
}
