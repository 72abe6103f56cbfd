import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bed, chunksOf, keyframe, openBed } from './bed.ts'

let bed: Bed
let page: Page
beforeAll(async () => {
  bed = await openBed()
  page = await bed.open()
})
afterAll(() => bed.close())

type Scope = { PlayheadPlayer: typeof import('../src/index.ts') }
const html = '<html><head></head><body><p>0</p></body></html>'
type InPage = { player: import('../src/index.ts').Player }
/** Opens a player as `player` in the page, and lets `act` use it there. The chunk `hangs` never comes. */
async function withPlayer<T>(chunks: readonly string[], hangs: number, act: () => Promise<T>): Promise<T> {
  await page.evaluate(
    async ({ list, hole }) => {
      const { createPlayer, sourceFromChunks } = (globalThis as never as Scope).PlayheadPlayer
      const whole = sourceFromChunks(list.map((data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))))
      const container = document.querySelector<HTMLElement>('#player')!
      container.replaceChildren()
      const source: typeof whole = {
        ...whole,
        loadChunk: (ref) => (ref.seq === hole ? new Promise(() => undefined) : whole.loadChunk(ref)),
      }
      const player = await createPlayer({ container, source, frameUrl: '/frame.html' })
      Object.assign(globalThis, { player })
    },
    { list: chunks, hole: hangs },
  )
  try {
    return await page.evaluate(act)
  } finally {
    await page.evaluate(() => (globalThis as never as InPage).player.destroy())
  }
}
const seconds = Array.from({ length: 20 }, (_, i) => ({ type: 'text' as const, at: (i + 1) * 1000, id: 6, text: String(i + 1) }))
const everySecond = Array.from({ length: 20 }, (_, i) => i * 1000 + 500)

test('a frame that dies while playing is replaced once, and plays on', async () => {
  const chunks = await chunksOf([keyframe(0, html, 6), ...seconds], everySecond)
  const seen = await withPlayer(chunks, -1, async () => {
    const { player } = globalThis as never as InPage
    player.play()
    await new Promise((resolve) => setTimeout(resolve, 500))
    document.querySelector<HTMLIFrameElement>('#player iframe')!.src = 'about:blank'
    await new Promise((resolve) => setTimeout(resolve, 8000))
    const frames = document.querySelectorAll('#player iframe').length
    const playing = await player.describe()
    player.pause()
    await player.seek(7000)
    return { frames, playing, text: await player.describe(), missing: player.missing.map(({ detail, count }) => `${detail} ${count}`) }
  })
  expect(seen.frames).toBe(1)
  expect(seen.playing).toMatch(/"[1-9]"$/)
  expect(seen.text).toContain('"7"')
  expect(seen.missing).toEqual(['The replay frame does not answer. 1'])
}, 40_000)

test('a request that never answers keeps nobody from what is loaded, and is told after a while', async () => {
  const chunks = await chunksOf([keyframe(0, html, 6), ...seconds], everySecond)
  const seen = await withPlayer(chunks, 9, async () => {
    const { player } = globalThis as never as InPage
    const far = player.seek(15_000)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    let begunMs = performance.now()
    await player.seek(1000)
    const backMs = performance.now() - begunMs
    await far
    const back = await player.describe()
    begunMs = performance.now()
    await player.seek(15_000)
    const farMs = performance.now() - begunMs
    return { back, backMs, farMs, text: await player.describe(), missing: player.missing }
  })
  expect(seen.back).toContain('"1"')
  expect(seen.backMs).toBeLessThan(2000)
  expect(seen.farMs).toBeLessThan(16_000)
  // What the chunk held is not there; the page stands where it was lost.
  expect(seen.text).toContain('"8"')
  expect(seen.missing).toMatchObject([{ detail: 'chunk 9: it did not come within 15 s' }, { what: 'unread', count: 1 }])
}, 60_000)

test('playing stands at a request that never answers no longer than its deadline, and a seek goes on from there', async () => {
  const chunks = await chunksOf([keyframe(0, html, 6), ...seconds], everySecond)
  const seen = await withPlayer(chunks, 9, async () => {
    const { player } = globalThis as never as InPage
    player.setSpeed(16)
    player.play()
    await new Promise((resolve) => setTimeout(resolve, 2500))
    const stoodMs = player.currentMs
    const begunMs = performance.now()
    await player.seek(2000)
    const backMs = performance.now() - begunMs
    const isPlaying = player.isPlaying
    while (player.isPlaying && performance.now() - begunMs < 30_000) await new Promise((resolve) => setTimeout(resolve, 50))
    return { stoodMs, backMs, isPlaying, endMs: player.currentMs }
  })
  expect(seen.stoodMs).toBeLessThan(20_000)
  expect(seen.backMs).toBeLessThan(2000)
  expect(seen.isPlaying).toBe(true)
  expect(seen.endMs).toBe(20_000)
}, 60_000)

test('opening is cancelled, and with it all loading', async () => {
  const chunks = await chunksOf([keyframe(0, html, 6), ...seconds], everySecond)
  const seen = await page.evaluate(async (list) => {
    const { createPlayer, sourceFromChunks } = (globalThis as never as Scope).PlayheadPlayer
    const whole = sourceFromChunks(list.map((data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))))
    const container = document.querySelector<HTMLElement>('#player')!
    /** Aborts after `ms`; tells what became of it, and how many loads were begun and cancelled. */
    const open = async (ms: number): Promise<unknown[]> => {
      container.replaceChildren()
      let [begun, cancelled] = [0, 0]
      const source: typeof whole = {
        ...whole,
        async loadChunk(ref, load) {
          begun++
          load?.signal?.addEventListener('abort', () => cancelled++)
          if (ref.seq > 0) await new Promise((resolve) => setTimeout(resolve, 60_000))
          return whole.loadChunk(ref)
        },
      }
      const controller = new AbortController()
      const opening = createPlayer({ container, source, frameUrl: '/frame.html', signal: controller.signal })
      setTimeout(() => controller.abort(new Error('enough')), ms)
      const became = await opening.then(
        async (player) => {
          while (!controller.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10))
          const begunMs = performance.now()
          const failure = await player.describe().catch(({ message }: Error) => message)
          return `opened, then: ${failure}, ${performance.now() - begunMs < 1000}`
        },
        ({ message }: Error) => message,
      )
      const before = begun
      await new Promise((resolve) => setTimeout(resolve, 300))
      return [became, begun - before, begun > 1 === cancelled > 1, document.querySelectorAll('#player iframe').length]
    }
    return [await open(0), await open(1500)]
  }, chunks)
  expect(seen).toEqual([
    ['enough', 0, true, 0],
    ['opened, then: The replay frame was closed., true', 0, true, 0],
  ])
})
