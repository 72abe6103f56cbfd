import { drawHeat, type HeatPoint } from './heat.ts'

/** Off the main thread: points in, a picture out, once. */
addEventListener('message', ({ data }: MessageEvent<{ points: HeatPoint[]; widthPx: number; heightPx: number }>) => {
  const image = drawHeat(data.points, data.widthPx, data.heightPx)
  postMessage(image, { transfer: [image.rgba.buffer] })
})
