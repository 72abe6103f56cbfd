import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromiumArguments, findChromiumShell } from '@playhead/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { EncoderPage } from './page/main.ts'

export type ClipFormat = 'webm' | 'gif' | 'png'
export interface ClipOptions {
  /** What `export --format html` wrote. */
  readonly file: string
  readonly format: ClipFormat
  readonly out: string
  readonly framesPerSecond: number
  /** Wider pages are drawn smaller, px. */
  readonly maxWidth: number
  onProgress(done: number, total: number): void
}

/** No clip is longer, ms: longer ones are links. */
const longestMs = 5 * 60_000

/** What the offline file lets be done with it. */
interface OfflineWindow {
  readonly playheadOffline: {
    readonly fromMs: number
    readonly toMs: number
    readonly width: number
    readonly height: number
    seek(ms: number): Promise<void>
  }
}

/** Draws a clip into a file. Rejects with a sentence when there is no Chromium, or the recording cannot be shown. */
export async function drawClip(options: ClipOptions): Promise<void> {
  const executablePath = findChromiumShell()
  if (!executablePath) throw new Error('No Chromium was found to draw with. Install one, or say where it is in PLAYHEAD_CHROMIUM.')
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] })
  try {
    const { page, scale, fromMs, toMs } = await openRecording(browser, options)
    if (toMs - fromMs > longestMs) throw new Error(`A clip is at most ${longestMs / 60_000} minutes long.`)
    const frames = framesOf(page, fromMs, options.format === 'png' ? fromMs : toMs, options)
    if (options.format === 'png') for await (const frame of frames) await writeFile(options.out, frame)
    else await writeFile(options.out, await encode(browser, frames, scale, options))
  } finally {
    await browser.close()
  }
}

async function openRecording(
  browser: Browser,
  { file, maxWidth }: ClipOptions,
): Promise<{ page: Page; scale: { width: number; height: number }; fromMs: number; toMs: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(`${pathToFileURL(resolve(file)).href}#draw`)
  await page.waitForFunction(() => 'playheadOffline' in globalThis || document.querySelector('#stage[data-failure]') !== null, null, {
    timeout: 30_000,
  })
  const failure = await page.evaluate(() => document.querySelector<HTMLElement>('#stage')?.dataset['failure'])
  if (failure) throw new Error(failure)
  const { fromMs, toMs, width, height } = await page.evaluate(() => {
    const { playheadOffline: clip } = globalThis as never as OfflineWindow
    return { fromMs: clip.fromMs, toMs: clip.toMs, width: clip.width, height: clip.height }
  })
  const shrink = Math.min(1, maxWidth / width)
  // Video has no half pixels of colour.
  const even = (size: number): number => Math.max(2, Math.round((size * shrink) / 2) * 2)
  const scale = { width: even(width), height: even(height) }
  await page.setViewportSize(scale)
  return { page, scale, fromMs, toMs }
}

async function* framesOf(page: Page, fromMs: number, toMs: number, { framesPerSecond, onProgress }: ClipOptions): AsyncGenerator<Buffer> {
  const total = Math.max(1, Math.ceil(((toMs - fromMs) * framesPerSecond) / 1000))
  for (let i = 0; i < total; i++) {
    await page.evaluate((ms) => (globalThis as never as OfflineWindow).playheadOffline.seek(ms), fromMs + (i * 1000) / framesPerSecond)
    yield await page.screenshot({ animations: 'allow', caret: 'initial' })
    onProgress(i + 1, total)
  }
}

async function encode(
  browser: Browser,
  frames: AsyncIterable<Buffer>,
  { width, height }: { width: number; height: number },
  { format, framesPerSecond }: ClipOptions,
): Promise<Buffer> {
  const page = await browser.newPage()
  await page.goto(pathToFileURL(fileURLToPath(new URL('encoder.html', import.meta.url))).href)
  await page.evaluate(
    ([kind, wide, high, rate]) => (globalThis as never as { encoderPage: EncoderPage }).encoderPage.begin(kind, wide, high, rate),
    [format as 'webm' | 'gif', width, height, framesPerSecond] as const,
  )
  for await (const frame of frames)
    await page.evaluate((base64) => (globalThis as never as { encoderPage: EncoderPage }).encoderPage.add(base64), frame.toString('base64'))
  const base64 = await page.evaluate(() => (globalThis as never as { encoderPage: EncoderPage }).encoderPage.finish())
  return Buffer.from(base64, 'base64')
}
