import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { chromiumArguments, findChromiumShell } from '@playhead/chromium'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../build.ts'

const run = promisify(execFile)
const script = new URL('../dist/clip.mjs', import.meta.url).pathname
let dir = ''
let browser: Browser
beforeAll(async () => {
  await build()
  dir = await mkdtemp(join(tmpdir(), 'playhead-clip-'))
  browser = await chromium.launch({ executablePath: findChromiumShell() ?? '', args: [...chromiumArguments] })
  await writeFile(join(dir, 'clip.html'), stage)
})
afterAll(async () => {
  await browser.close()
  await rm(dir, { recursive: true, force: true })
})

/** What an exported recording offers: half a second of red, half a second of blue. */
const stage = `<!doctype html><body style="margin:0"><div id="stage" style="height:100vh"></div><script>
const stage = document.querySelector('#stage')
window.playheadOffline = { fromMs: 1000, toMs: 2000, width: 320, height: 200, seek: async (ms) => {
  stage.style.background = ms < 1500 ? 'rgb(255, 0, 0)' : 'rgb(0, 0, 255)'
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
} }
</script>`

async function draw(...words: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [script, '--file', join(dir, 'clip.html'), ...words])
  return stdout.trim().split('\n')
}

test('a GIF has a frame for each picture that differs, and each as long as it stood', async () => {
  const out = join(dir, 'clip.gif')
  const progress = await draw('--format', 'gif', '--out', out, '--fps', '10')
  expect(JSON.parse(progress.at(-1)!)).toEqual({ done: 10, total: 10 })
  const bytes = await readFile(out)
  expect(bytes.subarray(0, 6).toString()).toBe('GIF89a')
  expect([bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual([320, 200])
  // Graphic control extensions: how long each frame stands, in hundredths of a second.
  const delays: number[] = []
  for (let at = bytes.indexOf('21f904', 0, 'hex'); at >= 0; at = bytes.indexOf('21f904', at + 1, 'hex'))
    delays.push(bytes.readUInt16LE(at + 4))
  expect(delays).toEqual([50, 50])
})

test('a video plays in a browser, and shows at each moment what was there', async () => {
  const out = join(dir, 'clip.webm')
  await draw('--format', 'webm', '--out', out, '--fps', '10', '--max-width', '160')
  const page = await browser.newPage()
  await page.goto(pathToFileURL(join(dir, 'clip.html')).href)
  const seen = await page.evaluate(
    async (base64) => {
      const video = document.createElement('video')
      video.muted = true
      video.src = `data:video/webm;base64,${base64}`
      await new Promise((resolve) => video.addEventListener('loadeddata', resolve))
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight)
      const colours: string[] = []
      for (const at of [0.2, 0.8]) {
        // On a busy machine `seeked` may come before the picture does.
        const shown = new Promise<void>((resolve) => {
          const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata): void =>
            Math.abs(mediaTime - at) < 0.11 ? resolve() : void video.requestVideoFrameCallback(look)
          video.requestVideoFrameCallback(look)
        })
        video.currentTime = at
        await shown
        const context = canvas.getContext('2d')!
        context.drawImage(video, 0, 0)
        const [red, , blue] = context.getImageData(80, 50, 1, 1).data
        colours.push(red! > 200 ? 'red' : blue! > 200 ? 'blue' : 'neither')
      }
      return { size: [video.videoWidth, video.videoHeight], seconds: Math.round(video.duration * 10) / 10, colours }
    },
    (await readFile(out)).toString('base64'),
  )
  expect(seen).toEqual({ size: [160, 100], seconds: 1, colours: ['red', 'blue'] })
  await page.close()
})

test('a still is one picture; what cannot be drawn is said', async () => {
  const out = join(dir, 'still.png')
  await draw('--format', 'png', '--out', out)
  expect((await readFile(out)).subarray(1, 4).toString()).toBe('PNG')
  await writeFile(join(dir, 'broken.html'), '<div id="stage" data-failure="This recording cannot be shown: x"></div>')
  const failed = await run(process.execPath, [script, '--file', join(dir, 'broken.html'), '--format', 'png', '--out', out]).catch(
    (error: { stderr: string }) => error.stderr,
  )
  expect(JSON.parse(String(failed))).toEqual({ error: { code: 'clip-failed', message: 'This recording cannot be shown: x' } })
  const usage = await run(process.execPath, [script, '--format', 'avi']).catch((error: { stderr: string }) => error.stderr)
  expect((JSON.parse(String(usage)) as { error: { code: string } }).error.code).toBe('usage')
})
