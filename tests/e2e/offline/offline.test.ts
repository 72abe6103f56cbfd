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
  await writeFile(file, await htmlOf(source, template, { title: 'A </title> clip', fromMs: 500, toMs: 2500 }))
  // The chunk after the span is not in it.
  expect((await readFile(file, 'utf8')).includes(chunks[1]!)).toBe(false)

  const page = await browser.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(pathToFileURL(file).href)
  await page.locator('#bar .time').filter({ hasText: '0:00 / 0:02' }).waitFor()
  expect(await page.title()).toBe('A </title> clip')
  const frame = page.frames()[1]!
  expect(await frame.locator('p').textContent()).toBe('</script> one')
  await page.keyboard.press('Space')
  await frame.locator('p', { hasText: 'two </script><script>' }).waitFor()
  await frame.locator('p', { hasText: 'three' }).waitFor()
  await page.locator('#bar button[aria-label^=Play]').waitFor()
  expect(await frame.locator('p').textContent()).toBe('three')
  expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:') && url !== 'about:srcdoc')).toEqual([])
  expect(complaints.filter((text) => !/webrtc/.test(text))).toEqual([])
  await page.close()
})
