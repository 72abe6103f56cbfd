import { BufferTarget, CanvasSource, Output, WebMOutputFormat } from 'mediabunny'
import type { Encoder } from './encoder.ts'

/** Enough for text to stay readable. */
const bitsPerPixel = 0.12

export async function createVideo(canvas: HTMLCanvasElement, framesPerSecond: number): Promise<Encoder> {
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const bitrate = Math.round(canvas.width * canvas.height * framesPerSecond * bitsPerPixel)
  const source = new CanvasSource(canvas, { codec: 'vp8', bitrate })
  output.addVideoTrack(source, { frameRate: framesPerSecond })
  await output.start()
  let frames = 0
  return {
    add: () => source.add(frames++ / framesPerSecond, 1 / framesPerSecond),
    async finish() {
      await output.finalize()
      return new Uint8Array(target.buffer!)
    },
  }
}
