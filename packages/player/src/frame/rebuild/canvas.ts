import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { hasRoomFor } from './bound.ts'

/** What a canvas shows: its last picture, decoded or not yet. */
export interface CanvasPicture {
  readonly url: string
  image: HTMLImageElement | null
}

const largestPx = 16 << 20

/** Draws what a canvas showed last, or that it was not recorded. Setting its size has emptied it. */
export function drawCanvas(scene: Scene, canvas: HTMLCanvasElement): void {
  const picture = scene.pictures.get(canvas)?.image
  const px = canvas.width * canvas.height
  const context = px > largestPx || !hasRoomFor(scene, canvas, px) ? null : dom.contextOf(canvas)
  if (!context || (picture && !picture.complete)) return
  const { width, height } = canvas
  context.clearRect(0, 0, width, height)
  if (picture) {
    context.drawImage(picture, 0, 0, width, height)
    return
  }
  context.fillStyle = '#8a8f981f'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#6b7280'
  context.font = '11px system-ui, sans-serif'
  context.textAlign = 'center'
  context.fillText('canvas not recorded', width / 2, height / 2)
}

/** Decodes the pictures that came since the last commit: of each canvas only the last one. */
export function commitPictures(scene: Scene): void {
  for (const canvas of scene.dirty.pictures) {
    const picture = scene.pictures.get(canvas)!
    const image = new Image()
    image.src = picture.url
    const decoded: Promise<unknown> = dom
      .decodeImage(image)
      .then(() => {
        // A later one may have been faster.
        if (scene.pictures.get(canvas) !== picture) return
        picture.image = image
        drawCanvas(scene, canvas)
      })
      .catch(() => scene.miss('canvas', 'a picture that cannot be read', scene.ids.get(canvas) ?? 0))
      .finally(() => scene.loading.delete(decoded))
    scene.loading.add(decoded)
  }
  scene.dirty.pictures.clear()
}
