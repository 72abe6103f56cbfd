import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bed, chunksOf, keyframe, openBed } from './bed.ts'

let bed: Bed
beforeAll(async () => void (bed = await openBed({ scrollBars: true })))
afterAll(() => bed.close())

test.each([
  [800, 'scroll'],
  [500, 'scroll'],
  [500, 'hidden'],
  [300, 'auto'],
] as const)('boxes lie on what they mark: container %i px, overflow %s', async (containerWidth, overflow) => {
  const page = await bed.open()
  const html =
    '<html><head><style>body{margin:0}div{height:3000px}button{all:unset;display:block;width:400px;height:60px;margin:20px auto;background:red}</style></head>' +
    '<body><button></button><div></div></body></html>'
  const [chunk] = await chunksOf([keyframe(0, html, 7), { type: 'end', at: 1000, reason: 'stop' }])
  await page.evaluate(
    async ({ text, width, flow }) => {
      const api = (globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts') }).PlayheadPlayer
      const container = document.querySelector<HTMLElement>('#player')!
      container.style.width = `${width}px`
      container.style.overflow = flow
      const source = api.sourceFromChunks([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))])
      const elements = [{ key: 'body>button:1', name: 'b', clicks: 1, bins: [] }]
      await api.createClickMap({ container, frameUrl: '/frame.html', source, atMs: 500, tab: 'T'.repeat(22), elements })
    },
    { text: chunk!, width: containerWidth, flow: overflow },
  )
  const frame = page.frames()[1]!
  const inside = await frame.evaluate(() => {
    const { x, y, width, height } = document.querySelector('button')!.getBoundingClientRect()
    return { box: [x, y, width, height], layout: document.documentElement.getBoundingClientRect().width, inner: innerWidth }
  })
  // The page was laid out beside a scroll bar.
  expect(inside.inner).toBe(800)
  expect(inside.layout).toBeLessThan(800)
  const room = await page.locator('#player').evaluate(({ clientWidth }) => clientWidth)
  const scale = room / inside.layout
  // The frame lives in another process: what is drawn follows its layout a moment later.
  const button = page.locator('#player button')
  await expect.poll(async () => rounded(Object.values((await button.boundingBox())!))).toEqual(rounded(inside.box.map((px) => px * scale)))
  await page.close()
})

const rounded = (box: readonly number[]): number[] => box.map((px) => Math.round(px))
