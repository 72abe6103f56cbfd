import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Browser } from 'playwright-core'

export interface Difference {
  /** Share of pixels that differ visibly, of those where either picture shows anything but its background. */
  readonly content: number
  /** Share of all pixels that differ visibly. */
  readonly all: number
}

/**
 * Compares two PNGs of one size, and leaves them side by side with their difference at `path`.
 * A pixel differs when any channel is off by more than 24 of 255: less is how glyph edges are rasterised.
 */
export async function comparePictures(browser: Browser, live: Buffer, replay: Buffer, path: string): Promise<Difference> {
  const page = await browser.newPage()
  try {
    const result = await page.evaluate(
      async ([first, second]) => {
        const load = async (base64: string): Promise<ImageBitmap> =>
          createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
        const [a, b] = [await load(first), await load(second)]
        const { width, height } = a
        const read = (image: ImageBitmap): Uint8ClampedArray => {
          const context = new OffscreenCanvas(width, height).getContext('2d')!
          context.drawImage(image, 0, 0)
          return context.getImageData(0, 0, width, height).data
        }
        const [p, q] = [read(a), read(b)]
        const colours = new Map<number, number>()
        for (let i = 0; i < p.length; i += 4) {
          const colour = (p[i]! << 16) | (p[i + 1]! << 8) | p[i + 2]!
          colours.set(colour, (colours.get(colour) ?? 0) + 1)
        }
        const [background] = [...colours].reduce((most, entry) => (entry[1] > most[1] ? entry : most))
        const sheet = new OffscreenCanvas(width * 3, height)
        const context = sheet.getContext('2d')!
        context.drawImage(a, 0, 0)
        context.drawImage(b, width, 0)
        const shown = context.createImageData(width, height)
        let different = 0
        let content = 0
        for (let i = 0; i < p.length; i += 4) {
          const off = Math.max(Math.abs(p[i]! - q[i]!), Math.abs(p[i + 1]! - q[i + 1]!), Math.abs(p[i + 2]! - q[i + 2]!)) > 24
          const isContent =
            ((p[i]! << 16) | (p[i + 1]! << 8) | p[i + 2]!) !== background || ((q[i]! << 16) | (q[i + 1]! << 8) | q[i + 2]!) !== background
          if (off) different++
          if (isContent) content++
          shown.data.set(off ? [220, 0, 60, 255] : isContent ? [225, 225, 225, 255] : [255, 255, 255, 255], i)
        }
        context.putImageData(shown, width * 2, 0)
        const bytes = new Uint8Array(await (await sheet.convertToBlob({ type: 'image/png' })).arrayBuffer())
        let text = ''
        for (const byte of bytes) text += String.fromCharCode(byte)
        return {
          sizes: [a.width, a.height, b.width, b.height],
          content: different / Math.max(content, 1),
          all: different / (p.length / 4),
          sheet: btoa(text),
        }
      },
      [live.toString('base64'), replay.toString('base64')] as const,
    )
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.from(result.sheet, 'base64'))
    const [width, height, otherWidth, otherHeight] = result.sizes
    if (width !== otherWidth || height !== otherHeight) throw new Error(`pictures of different size: ${result.sizes.join(' ')}`)
    return { content: result.content, all: result.all }
  } finally {
    await page.close()
  }
}
