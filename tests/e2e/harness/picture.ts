import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Browser, Page } from 'playwright-core'

export interface Difference {
  /** Share of pixels that differ visibly, of those where either picture shows anything but its background. */
  readonly content: number
  /** Share of all pixels that differ visibly. */
  readonly all: number
  /** How many pixels of the first picture show anything but its background. */
  readonly shownPixels: number
}

/** Compares pictures in a page that stays open for the next. */
export interface Comparer {
  /** The two side by side with their difference are left at `path`, if there is one and they differ at all. */
  compare(live: Buffer, replay: Buffer, path?: string): Promise<Difference>
  close(): Promise<void>
}

/** Waits until a page and the frame that shows a recording are drawn: that one, of another process, may be later than the page around it. */
export async function drawn(page: Page): Promise<void> {
  for (const frame of [page.mainFrame(), ...page.frames().filter((each) => each.url().endsWith('/frame.html'))])
    await frame.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

/**
 * Compares two PNGs of one size, and leaves them side by side with their difference at `path`.
 * A pixel differs when any channel is off by more than 24 of 255: less is how glyph edges are rasterised.
 */
export async function comparePictures(browser: Browser, live: Buffer, replay: Buffer, path: string): Promise<Difference> {
  const comparer = await openComparer(browser)
  try {
    return await comparer.compare(live, replay, path)
  } finally {
    await comparer.close()
  }
}

export async function openComparer(browser: Browser): Promise<Comparer> {
  const page = await browser.newPage()
  // What runs tests without vitest names functions by a helper that pages do not have.
  await page.evaluate('globalThis.__name = (value) => value')
  return { compare: (live, replay, path) => compareIn(page, live, replay, path), close: () => page.close() }
}

async function compareIn(page: Page, live: Buffer, replay: Buffer, path?: string): Promise<Difference> {
  const result = await page.evaluate(
    async ([first, second, wantsSheet]) => {
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
      const colourAt = (pixels: Uint8ClampedArray, i: number): number => (pixels[i]! << 16) | (pixels[i + 1]! << 8) | pixels[i + 2]!
      const colours = new Map<number, number>()
      for (let i = 0; i < p.length; i += 4) colours.set(colourAt(p, i), (colours.get(colourAt(p, i)) ?? 0) + 1)
      const [background, backgroundPixels] = [...colours].reduce((most, entry) => (entry[1] > most[1] ? entry : most))
      const sheet = wantsSheet ? new OffscreenCanvas(width * 3, height) : null
      const shown = sheet?.getContext('2d')!.createImageData(width, height)
      let different = 0
      let content = 0
      for (let i = 0; i < p.length; i += 4) {
        const off = Math.max(Math.abs(p[i]! - q[i]!), Math.abs(p[i + 1]! - q[i + 1]!), Math.abs(p[i + 2]! - q[i + 2]!)) > 24
        const isContent = colourAt(p, i) !== background || colourAt(q, i) !== background
        if (off) different++
        if (isContent) content++
        shown?.data.set(off ? [220, 0, 60, 255] : isContent ? [225, 225, 225, 255] : [255, 255, 255, 255], i)
      }
      let text = ''
      if (sheet && shown && different) {
        const context = sheet.getContext('2d')!
        context.drawImage(a, 0, 0)
        context.drawImage(b, width, 0)
        context.putImageData(shown, width * 2, 0)
        const bytes = new Uint8Array(await (await sheet.convertToBlob({ type: 'image/png' })).arrayBuffer())
        for (const byte of bytes) text += String.fromCharCode(byte)
      }
      return {
        sizes: [a.width, a.height, b.width, b.height],
        content: different / Math.max(content, 1),
        all: different / (p.length / 4),
        shownPixels: p.length / 4 - backgroundPixels,
        sheet: btoa(text),
      }
    },
    [live.toString('base64'), replay.toString('base64'), !!path] as const,
  )
  if (path && result.sheet) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, Buffer.from(result.sheet, 'base64'))
  }
  const [width, height, otherWidth, otherHeight] = result.sizes
  if (width !== otherWidth || height !== otherHeight) throw new Error(`pictures of different size: ${result.sizes.join(' ')}`)
  return { content: result.content, all: result.all, shownPixels: result.shownPixels }
}
