import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { colourAt, seek, missing } = viewer

/** A plain PNG of one colour. */
const picture = (): Promise<string> =>
  viewer.page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 })
    const context = canvas.getContext('2d')!
    context.fillStyle = 'rgb(10,200,30)'
    context.fillRect(0, 0, 40, 30)
    return canvas.toDataURL().split(',')[1]!
  })

const site = 'https://shop.example'
const named = (url: string, hash: string, mime: string): LooseEvent => ({ type: 'asset', at: 1, url: site + url, hash, mime, sizeBytes: 1 })

test('style sheets, images and addresses in CSS come from the recording alone', async () => {
  const css = `.bg{width:100px;height:100px;background:url(${site}/bg.png)}@import "${site}/more.css";img{display:block}`
  const html =
    `<html><head><link rel="preload" as="style" href="${site}/a.css"></head><body style="margin:0"><div class="bg"></div>` +
    `<img src="${site}/i.png" width="100" height="100"><img src="${site}/gone.png" width="100" height="100"></body></html>`
  const events: LooseEvent[] = [
    keyframe(0, html, 8),
    named('/a.css', 'css', 'text/css'),
    named('/bg.png', 'png', 'image/png'),
    named('/i.png', 'png', 'image/png'),
    { type: 'attribute', at: 100, id: 4, name: 'rel', value: 'stylesheet' },
    // Bodies may come long after what needs them.
    { type: 'assetBody', at: 5000, hash: 'css', mime: 'text/css', base64: btoa(css) },
    { type: 'assetBody', at: 5000, hash: 'png', mime: 'image/png', base64: await picture() },
  ]
  await play(viewer.page, await chunksOf(events, [4000]))
  await seek(200)
  expect(await colourAt(50, 50)).toBe('10,200,30')
  expect(await colourAt(50, 150)).toBe('10,200,30')
  expect(await colourAt(50, 203)).not.toBe('10,200,30')
  const told = await missing()
  expect(told).toContain(`asset ${site}/gone.png 1`)
  expect(told).toContain(`asset ${site}/more.css 1`)
  expect(told).toHaveLength(2)
  expect(viewer.bed.requests).toEqual([])
})

test('a sheet that comes after the tree starts no transition', async () => {
  const css = 'body{margin:0}button{all:unset;display:block;width:100px;height:100px;transition:background 30s;background:rgb(255,0,0)}'
  const html = `<html><head><link rel="stylesheet" href="${site}/late.css"></head><body><button></button></body></html>`
  const chunks = await chunksOf(
    [
      keyframe(0, html, 6),
      named('/late.css', 'late', 'text/css'),
      { type: 'assetBody', at: 5000, hash: 'late', mime: 'text/css', base64: btoa(css) },
    ],
    [4000],
  )
  await play(viewer.page, chunks)
  expect(await colourAt(50, 50)).toBe('255,0,0')
})

test('shadow trees, custom elements, dialogs, details, hover and focus look as they did', async () => {
  const css =
    'x-card:not(:defined){display:none}x-card{display:block}body{margin:0}button{all:unset;display:block;width:100px;height:100px;background:rgb(1,2,3)}' +
    'button:hover{background:rgb(200,0,0)}button:focus{background:rgb(0,0,200)}dialog{position:fixed;left:300px;top:0;margin:0;border:0;width:100px;height:100px;background:rgb(9,9,90)}'
  const html =
    `<html><head><style>${css}</style></head><body><button></button><x-card><template shadowrootmode="open"><style>div{width:100px;height:100px;background:rgb(4,5,6)}</style>` +
    `<div></div></template></x-card><dialog open=""></dialog><details open=""><summary>s</summary><div style="width:100px;height:50px;background:rgb(7,8,9)"></div></details></body></html>`
  const pointer = (at: number, x: number, y: number): LooseEvent => ({
    type: 'pointer',
    at,
    pointer: 'mouse',
    points: [{ afterMs: 0, x, y }],
  })
  const events: LooseEvent[] = [
    keyframe(0, html, 18),
    pointer(100, 50, 50),
    pointer(900, 500, 500),
    { type: 'focus', at: 1000, id: 7, visible: false },
    { type: 'focus', at: 2000, id: 0, visible: false },
    { type: 'topLayer', at: 2000, id: 13, layer: 'modal' },
    { type: 'topLayer', at: 3000, id: 13, layer: 'none' },
    { type: 'end', at: 4000, reason: 'stop' },
  ]
  await play(viewer.page, await chunksOf(events))
  await viewer.page.evaluate(() => (globalThis as never as { player: import('../src/index.ts').Player }).player.setOverlay(false))
  expect(await colourAt(50, 150)).toBe('4,5,6')
  expect(await colourAt(350, 50)).toBe('9,9,90')
  expect(await colourAt(50, 50)).toBe('1,2,3')
  await seek(200)
  expect(await colourAt(50, 50)).toBe('200,0,0')
  await seek(1500)
  expect(await colourAt(50, 50)).toBe('0,0,200')
  await seek(2500)
  expect(await colourAt(350, 50)).toBe('9,9,90')
  expect(await colourAt(600, 500)).not.toBe('255,255,255')
  await seek(3500)
  expect(await colourAt(350, 50)).toBe('255,255,255')
  expect(await colourAt(50, 50)).toBe('1,2,3')
})

test('the stage is as large as the recorded viewport, scaled and letterboxed; clicks stand where they were', async () => {
  const html = '<html><head></head><body style="margin:0;background:rgb(0,90,0)"><div style="height:3000px"></div></body></html>'
  const click = {
    ordinal: 1,
    id: 0,
    key: '',
    name: '',
    tag: 'div',
    interactive: false,
    pointer: 'mouse',
    button: 0,
    relX: 0,
    relY: 0,
    boxX: 0,
    boxY: 0,
    boxWidth: 0,
    boxHeight: 0,
  } as const
  const events: LooseEvent[] = [
    keyframe(0, html, 5, { width: 400, height: 600 }),
    { type: 'scroll', at: 100, id: 1, x: 0, y: 500 },
    { type: 'click', at: 200, x: 200, y: 800, ...click },
    { type: 'viewport', at: 3000, width: 1600, height: 600, pixelRatio: 1 },
    { type: 'end', at: 4000, reason: 'stop' },
  ]
  await play(viewer.page, await chunksOf(events))
  expect(await colourAt(100, 300)).toBe('255,255,255')
  expect(await colourAt(210, 300)).toBe('0,90,0')
  await seek(210)
  // Page (200, 800) scrolled by 500 is (200, 300) in a viewport that begins at 200.
  expect(await colourAt(400, 300)).not.toBe('0,90,0')
  await seek(3500)
  expect(await colourAt(400, 100)).toBe('255,255,255')
  expect(await colourAt(20, 300)).toBe('0,90,0')
})

test('a stored recording is loaded in a window around the playhead', async () => {
  const html = '<html><head></head><body><p>0</p></body></html>'
  const events: LooseEvent[] = []
  const cuts: number[] = []
  for (let at = 0; at < 600_000; at += 2000) {
    if (at) cuts.push(at)
    if (at % 60_000 === 0) events.push(keyframe(at, html.replace('0', `${at}`), 6))
    else events.push({ type: 'text', at, id: 6, text: `${at}` })
  }
  const chunks = await chunksOf(events, cuts)
  const result = await viewer.page.evaluate(async (list) => {
    const scope = globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts'); player: import('../src/index.ts').Player }
    const bytes = list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
    const whole = scope.PlayheadPlayer.sourceFromChunks(bytes)
    const asked: number[] = []
    const source = {
      ...whole,
      async loadChunk(ref: (typeof whole.manifest.chunks)[number]) {
        asked.push(ref.seq)
        return whole.loadChunk(ref)
      },
    }
    document.querySelector('#player')!.replaceChildren()
    const player = await scope.PlayheadPlayer.createPlayer({
      container: document.querySelector('#player')!,
      source,
      frameUrl: '/frame.html',
    })
    const first = [...asked]
    await player.seek(311_000)
    const text = await player.describe()
    player.destroy()
    return { first, text }
  }, chunks)
  expect(result.first.length).toBeLessThan(20)
  expect(result.text).toContain('"310000"')
})
