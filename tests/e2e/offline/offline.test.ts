import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { htmlOf } from '@playhead/api'
import type { RecordingManifest } from '@playhead/wire'
import { readChunk } from '@playhead/wire'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/browser.ts'
import { build } from '../../../packages/player/build.ts'
import { chunksOf, keyframe, startMs } from '../../../packages/player/test/bed.ts'

let dir = ''
let browser: Browser
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playhead-offline-'))
  await build(dir)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await rm(dir, { recursive: true, force: true })
})

test('a recording as one file opens from the disk, asks nobody for anything, and plays the span that it holds', async () => {
  const text = (at: number, value: string) => ({ type: 'text' as const, at, id: 8, text: value })
  const html =
    '<html><head><script></script></head><body><p style="background:url(https://shop.example/x.png)">&lt;/script&gt; one</p></body></html>'
  const chunks = await chunksOf(
    [
      keyframe(0, html.replace('<script></script>', '<title>x</title>'), 8),
      text(1000, 'two </script><script>'),
      text(2000, 'three'),
      text(9000, 'four'),
    ],
    [5000],
  )
  const bytes = chunks.map((chunk) => Uint8Array.from(Buffer.from(chunk, 'base64')))
  const refs = bytes.map((chunk, seq) => {
    const { tab, baseSeq, baseMs, endMs, keyframe: isKeyframe } = readChunk(chunk).header
    return { tab, seq, baseSeq, baseMs, endMs, keyframe: isKeyframe, sizeBytes: chunk.length }
  })
  const span = { startedAtMs: startMs, endedAtMs: startMs + 9000 }
  const manifest: RecordingManifest = { sessionId: 'S'.repeat(22), ...span, durationMs: 9000, live: false, tabs: [{ id: refs[0]!.tab, ...span }], chunks: refs, assets: [] } // prettier-ignore
  const source = { manifest, loadChunk: async ({ seq }: { seq: number }) => bytes[seq]!, loadAsset: async () => null }
  const template = await readFile(join(dir, 'offline.html'), 'utf8')
  const file = join(dir, 'clip.html')
  await writeFile(file, await htmlOf(source, template, { fromMs: 500, toMs: 2500 }))

  const page = await browser.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(pathToFileURL(file).href)
  await page.locator('#bar .time').filter({ hasText: '0:00 / 0:02' }).waitFor()
  expect(await page.title()).toBe('shop.example, 14 Nov 2023, 22:13 UTC, 2 s – Playhead')
  const frame = page.frames()[1]!
  expect(await frame.locator('p').textContent()).toBe('</script> one')
  await page.keyboard.press('Space')
  await frame.locator('p', { hasText: 'two </script><script>' }).waitFor()
  await frame.locator('p', { hasText: 'three' }).waitFor()
  await page.locator('#bar button[aria-label^=Play]').waitFor()
  expect(await frame.locator('p').textContent()).toBe('three')
  expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:') && url !== 'about:srcdoc')).toEqual([])
  expect(complaints).toEqual([])
  await page.close()
})

test('a clip draws at both of its ends what the whole session draws then', async () => {
  const body =
    '<style>@keyframes k{to{margin-left:300px}} p{animation:k 9s linear} input{accent-color:red}</style><p>one</p><input><div style="height:50px;overflow:auto"><i style="display:block;height:900px;background:linear-gradient(red,blue)"></i></div>'
  const chunks = await chunksOf([
    keyframe(0, `<html><head></head><body>${body}</body></html>`, 11),
    { type: 'animation', at: 10, key: 0, id: 7, kind: 'css-animation', state: 'running', name: 'k', atMs: 0, rate: 1 },
    { type: 'input', at: 300, id: 9, value: 'typed' },
    { type: 'scroll', at: 400, id: 10, x: 0, y: 200 },
    { type: 'add', at: 500, parent: 4, before: 7, html: '<h1 style="color:green">new</h1>', splits: [], empties: [] },
    { type: 'pointer', at: 600, pointer: 'mouse', points: [{ afterMs: 0, x: 300, y: 200 }] },
    { type: 'text', at: 1500, id: 8, text: 'two' },
    { type: 'text', at: 2600, id: 8, text: 'after the clip' },
    { type: 'text', at: 4000, id: 8, text: 'the end' },
  ])
  const bytes = chunks.map((chunk) => Uint8Array.from(Buffer.from(chunk, 'base64')))
  const refs = bytes.map((chunk) => ({ ...readChunk(chunk).header, sizeBytes: chunk.length }))
  const span = { startedAtMs: startMs, endedAtMs: startMs + 4000 }
  const manifest: RecordingManifest = { sessionId: 'S'.repeat(22), ...span, durationMs: 4000, live: false, tabs: [{ id: refs[0]!.tab, ...span }], chunks: refs, assets: [] } // prettier-ignore
  const source = { manifest, loadChunk: async ({ seq }: { seq: number }) => bytes[seq]!, loadAsset: async () => null }
  const template = await readFile(join(dir, 'offline.html'), 'utf8')
  const drawn = async (name: string, part: { fromMs?: number; toMs?: number }): Promise<string[]> => {
    const file = join(dir, name)
    await writeFile(file, await htmlOf(source, template, part))
    const page = await browser.newPage({ viewport: { width: 900, height: 700 } })
    await page.goto(`${pathToFileURL(file).href}#draw`)
    await expect.poll(() => page.evaluate('!!globalThis.playheadOffline'), { timeout: 20_000 }).toBe(true)
    // The pointer is drawn once the signals are read.
    const cursor = 'playheadOffline.seek(1000).then(() => document.querySelector(\'svg[viewBox="0 0 24 24"]\').style.display)'
    await expect.poll(() => page.evaluate(cursor), { timeout: 20_000 }).toBe('')
    const pictures: string[] = []
    for (const ms of [1000, 2500]) {
      // What is drawn over the page comes when the signals are read: a picture counts once it stays as it is.
      let last = ''
      let same = 0
      await expect
        .poll(
          async () => {
            await page.evaluate(`playheadOffline.seek(${ms})`)
            const picture = (await page.screenshot()).toString('base64')
            same = picture === last ? same + 1 : 0
            last = picture
            return same
          },
          { timeout: 30_000, interval: 150 },
        )
        .toBeGreaterThan(2)
      pictures.push(last)
    }
    await page.close()
    return pictures
  }
  const whole = await drawn('whole.html', {})
  const part = await drawn('part.html', { fromMs: 1000, toMs: 2500 })
  expect(whole[0]).not.toBe(whole[1])
  expect(part[0] === whole[0]).toBe(true)
  expect(part[1] === whole[1]).toBe(true)
})
