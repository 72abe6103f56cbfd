import { createGif } from './gif.ts'
import type { Encoder } from './encoder.ts'
import { createVideo } from './video.ts'

/** What the driving process calls. Frames are PNGs, base64; so is what comes out. */
export interface EncoderPage {
  begin(format: 'webm' | 'gif', width: number, height: number, framesPerSecond: number): Promise<void>
  add(frame: string): Promise<void>
  finish(): Promise<string>
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

let encoder: Encoder | null = null
const canvas = document.createElement('canvas')
const page: EncoderPage = {
  async begin(format, width, height, framesPerSecond) {
    canvas.width = width
    canvas.height = height
    encoder = await (format === 'gif' ? createGif : createVideo)(canvas, framesPerSecond)
  },
  async add(frame) {
    const picture = await createImageBitmap(new Blob([bytesOf(frame)], { type: 'image/png' }))
    canvas.getContext('2d', { willReadFrequently: true })!.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    await encoder!.add()
  },
  finish: async () => base64Of(await encoder!.finish()),
}
Object.assign(globalThis, { encoderPage: page })
