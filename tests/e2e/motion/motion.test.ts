import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bed, openBed, play } from '../../../packages/player/test/bed.ts'
import { build } from '../../../packages/recorder/build.ts'

let bed: Bed
beforeAll(async () => {
  bed = await openBed()
})
afterAll(() => bed.close())

const site = `<!doctype html><style>
  body { margin: 0 } div { position: absolute; left: 0; width: 40px; height: 40px }
  #slide { top: 100px; transition: left 2s linear } #slide.far { left: 600px }
  #spin { top: 200px; animation: go 3s linear infinite } @keyframes go { to { left: 500px } }
</style><div id="script"></div><div id="slide"></div><div id="spin"></div>`

interface Seen {
  atMs: number
  left: number[]
}
type Site = { playhead: typeof import('../../../packages/recorder/src/index.ts'); chunks: string[]; stop(): Promise<void> }
type Viewer = { player: import('../../../packages/player/src/index.ts').Player }

test('what moved stands where it stood, at any moment of a real recording, forward and back', async () => {
  const out = await mkdtemp(join(tmpdir(), 'playhead-motion-'))
  await build(out)
  const recorder = await readFile(join(out, 'playhead.js'), 'utf8')
  await rm(out, { recursive: true })
  const page = await bed.browser.newPage({ viewport: { width: 800, height: 600 } })
  await page.goto(`${bed.origin}/`)
  await page.setContent(site)
  await page.addScriptTag({ content: recorder })
  await page.evaluate(() => {
    const scope = globalThis as never as Site
    scope.chunks = []
    const emit = (chunk: Uint8Array): void => void scope.chunks.push(btoa(String.fromCharCode(...chunk)))
    const recording = scope.playhead.record({ emit, privacy: 'relaxed', assets: 'off' })
    scope.stop = recording.stop
  })
  await page.waitForTimeout(200)
  const seen = await page.evaluate(async () => {
    const rest = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
    document.querySelector('#script')!.animate([{ left: '0px' }, { left: '700px' }], { duration: 3000, easing: 'ease-in-out' })
    await rest(200)
    document.querySelector('#slide')!.className = 'far'
    const list: Seen[] = []
    while (list.length < 7) {
      await rest(300)
      await new Promise(requestAnimationFrame)
      // The time that this picture is of.
      const atMs = Date.now() - performance.now() + Number(document.timeline.currentTime)
      list.push({ atMs, left: [...document.querySelectorAll('div')].map((box) => box.getBoundingClientRect().left) })
    }
    return list
  })
  const chunks = await page.evaluate(async () => {
    const scope = globalThis as never as Site
    await scope.stop()
    return scope.chunks
  })
  await page.close()

  const viewer = await bed.open()
  await play(viewer, chunks)
  const startedMs = await viewer.evaluate(() => (globalThis as never as Viewer).player.startedAtMs)
  for (const moment of [0, 1, 2, 3, 4, 5, 6, 3, 1]) {
    const { atMs, left } = seen[moment]!
    await viewer.evaluate((ms) => (globalThis as never as Viewer).player.seek(ms), atMs - startedMs)
    const shown = await viewer
      .frames()[1]!
      .evaluate(() => [...document.querySelectorAll('div')].map((box) => box.getBoundingClientRect().left))
    // At 300 px/s, 15 px are three frames.
    for (const [i, x] of left.entries()) expect(Math.abs(shown[i]! - x), `box ${i} at moment ${moment}`).toBeLessThan(15)
  }
})
