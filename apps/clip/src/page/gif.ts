import { applyPalette, GIFEncoder, quantize } from 'gifenc'
import type { Encoder } from './encoder.ts'

/** Frames that look like the one before are one longer frame: clips stand still for most of their time. */
export async function createGif(canvas: HTMLCanvasElement, framesPerSecond: number): Promise<Encoder> {
  const gif = GIFEncoder()
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const frameMs = 1000 / framesPerSecond
  let held: Uint8ClampedArray | null = null
  let heldMs = 0
  function write(): void {
    if (!held) return
    const palette = quantize(held, 256)
    gif.writeFrame(applyPalette(held, palette), canvas.width, canvas.height, { palette, delay: Math.round(heldMs) })
  }
  return {
    async add() {
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      if (held && isSame(held, data)) heldMs += frameMs
      else {
        write()
        held = data
        heldMs = frameMs
      }
    },
    async finish() {
      write()
      gif.finish()
      return gif.bytes()
    },
  }
}

function isSame(a: Uint8ClampedArray, b: Uint8ClampedArray): boolean {
  const [one, other] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)]
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}
