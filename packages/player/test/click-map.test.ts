import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bed, chunksOf, keyframe, openBed } from './bed.ts'

let bed: Bed
let page: Page
let chunks: string[]
beforeAll(async () => {
  bed = await openBed()
  page = await bed.open()
  await page.addScriptTag({ type: 'module', content: "import * as api from '/player.mjs'; globalThis.PlayheadModule = api" })
  await page.waitForFunction(() => 'PlayheadModule' in globalThis)
  const html =
    '<html><head><script></script></head><body style="margin:0"><script></script><div id="cart" style="height:100px"><button style="all:unset;display:block;width:200px;height:50px">Buy</button></div>' +
    '<iframe></iframe><x-app><template shadowrootmode="open"><button id="save" style="display:block;width:80px;height:40px">Save</button></template></x-app>' +
    '<form><input name="firstElementChild"><a style="display:block;height:30px">deep</a></form><p style="display:none">gone</p><div style="height:5000px"></div></body></html>'
  chunks = await chunksOf([keyframe(0, html, 20), { type: 'end', at: 1000, reason: 'stop' }])
})
afterAll(() => bed.close())

type Api = typeof import('../src/index.ts')
type Scope = { PlayheadPlayer: Api; PlayheadModule: Api; map: import('../src/index.ts').ClickMap; picked: string[] }
const element = (key: string, clicks: number): { key: string; name: string; clicks: number; bins: number[][] } => ({
  key,
  name: key,
  clicks,
  bins: [[32, 32, clicks]],
})

async function draw(
  mode: 'heat' | 'elements',
  module: boolean,
): Promise<{ placed: number; pageHeight: number; unplaced: string[]; buttons: string[] }> {
  return page.evaluate(
    async ({ list, elements, kind, fromModule }) => {
      const scope = globalThis as never as Scope
      const api = fromModule ? scope.PlayheadModule : scope.PlayheadPlayer
      const container = document.querySelector<HTMLElement>('#player')!
      container.replaceChildren()
      container.style.overflow = 'auto'
      const source = api.sourceFromChunks(list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))))
      scope.map = await api.createClickMap({
        container,
        frameUrl: '/frame.html',
        source,
        atMs: 500,
        tab: 'T'.repeat(22),
        elements,
        mode: kind,
      })
      scope.picked = []
      scope.map.onPick((key) => scope.picked.push(key))
      return {
        placed: scope.map.placed,
        pageHeight: scope.map.pageHeight,
        unplaced: scope.map.unplaced.map(({ key, clicks }) => `${key} ${clicks}`),
        buttons: [...container.querySelectorAll('button')].map((button) => button.getAttribute('aria-label')!),
      }
    },
    {
      list: chunks,
      kind: mode,
      fromModule: module,
      elements: [
        element('#cart>button:1', 70),
        element('body>x-app:1>>#save', 20),
        element('body>form:1>a:1', 5),
        element('body>p:1', 3),
        element('body>nav:1>a:9', 2),
      ],
    },
  )
}

/** Alpha of the heat over a page px. */
const heatAt = (x: number, y: number): Promise<number> =>
  page.evaluate(
    ([px, py]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('#player canvas')!
      return canvas.getContext('2d')!.getImageData(px / 4, py / 4, 1, 1).data[3]!
    },
    [x, y] as const,
  )

test.each([false, true])('heat stands on the elements that were clicked (as a module: %s)', async (module) => {
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))
  const map = await draw('heat', module)
  expect(workers).toEqual(module ? [`${bed.origin}/heat-worker.js`] : [])
  expect(map.placed).toBe(3)
  expect(map.unplaced).toEqual(['body>p:1 3', 'body>nav:1>a:9 2'])
  expect(map.pageHeight).toBeGreaterThan(5000)
  expect(map.pageHeight).toBeLessThan(6000)
  expect(await heatAt(100, 25)).toBeGreaterThan(150)
  expect(await heatAt(500, 25)).toBe(0)
  expect(await heatAt(100, 2000)).toBe(0)
  await page.mouse.click(100, 25)
  expect(await page.evaluate(() => (globalThis as never as Scope).picked)).toEqual(['#cart>button:1'])
  await page.evaluate(() => (globalThis as never as Scope).map.destroy())
  expect(await page.locator('#player iframe').count()).toBe(0)
})

test('elements mode ranks and labels them, and lights one up', async () => {
  const map = await draw('elements', false)
  expect(map.buttons.sort()).toEqual([
    '1st: #cart>button:1, 70 clicks, 70 % of clicks',
    '2nd: body>x-app:1>>#save, 20 clicks, 20 % of clicks',
    '3rd: body>form:1>a:1, 5 clicks, 5.0 % of clicks',
  ])
  await page.mouse.move(900, 650)
  await page.evaluate(() => (globalThis as never as Scope).map.highlight('body>form:1>a:1'))
  const lit = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('#player button')]
      .filter(({ style }) => style.outline.includes('3px'))
      .map((button) => button.title[0]),
  )
  expect(lit).toEqual(['3'])
  await page.evaluate(() => (globalThis as never as Scope).map.destroy())
})
