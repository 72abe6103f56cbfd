import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { seek, missing, inFrame } = viewer

const left = (): Promise<number> => inFrame(() => Math.round(document.querySelector('p')!.getBoundingClientRect().left))

type Animated = Extract<LooseEvent, { type: 'animation' }>
const animation = (at: number, more: Partial<Animated>): LooseEvent => ({
  type: 'animation', at, key: 1, id: 6, kind: 'script', state: 'running', name: '', atMs: 0, rate: 1, ...more,
}) // prettier-ignore
/** Ids: 2 html, 3 head, 4 style, 5 its text or body, 6 p. */
const withCss = (css: string, p = '<p></p>'): string => `<html><head><style>${css}</style></head><body>${p}</body></html>`
const base = 'body{margin:0}p{position:absolute;margin:0;left:0;width:10px;height:10px}'

test('what a script animated stands where it was, at any moment, forward and back', async () => {
  const keyframes = JSON.stringify([{ transform: 'none' }, { transform: 'translateX(400px)' }])
  const events: LooseEvent[] = [
    keyframe(0, withCss(base), 7),
    animation(100, { id: 7, keyframes, timing: '{"duration":1000,"delay":100}' }),
    animation(400, { id: 7, state: 'paused', atMs: 300 }),
    animation(600, { id: 7, atMs: 300, rate: 2 }),
    { type: 'text', at: 3000, id: 5, text: base },
  ]
  await play(viewer.page, await chunksOf(events))
  const places: number[] = []
  for (const ms of [150, 300, 500, 700, 900, 1100, 500, 300]) {
    await seek(ms)
    places.push(await left())
  }
  // 500: held at (300 - 100) / 1000; 700: two times as fast; 1100: over, with nothing to keep.
  expect(places).toEqual([0, 40, 80, 160, 320, 0, 80, 40])
  expect(await missing()).toEqual([])
})

test('an animation without end, with keyframes that load nothing', async () => {
  const keyframes = JSON.stringify([
    { marginLeft: '0px', backgroundImage: `url("${viewer.bed.origin}/pwned.png")` },
    { marginLeft: '100px' },
  ])
  const events: LooseEvent[] = [
    keyframe(0, withCss(base), 7),
    animation(100, { id: 7, keyframes, timing: '{"duration":1000,"iterations":"Infinity","direction":"alternate"}' }),
    animation(2500, { id: 7, state: 'cancelled' }),
    { type: 'text', at: 3000, id: 5, text: base },
  ]
  await play(viewer.page, await chunksOf(events))
  const places: number[] = []
  for (const ms of [350, 1350, 2350, 2600]) {
    await seek(ms)
    places.push(await left())
  }
  expect(places).toEqual([25, 75, 25, 0])
  expect(viewer.bed.requests).toEqual([])
})

test('an animation of CSS by when it began, delay and all', async () => {
  const css = `${base}@keyframes go{to{left:200px}}.go{animation:go 1s linear .5s}`
  const events: LooseEvent[] = [
    keyframe(0, withCss(css, '<p class="go"></p>'), 7),
    // It began before the recording did: what it says is without its delay.
    animation(10, { key: 0, id: 7, kind: 'css-animation', name: 'go', atMs: 100 }),
    { type: 'text', at: 3000, id: 5, text: css },
  ]
  await play(viewer.page, await chunksOf(events))
  await seek(210)
  expect(await left()).toBe(60)
  await seek(610)
  expect(await left()).toBe(140)
  await seek(1000)
  expect(await left()).toBe(0)
})

test('a transition is met half-way by a seek, from either side', async () => {
  const css = `${base}p{transition:left 1s linear}.far{left:300px}p:hover{left:100px}`
  const transition = (at: number, state: 'running' | 'cancelled' | 'finished', atMs: number): LooseEvent =>
    animation(at, { key: 0, id: 7, kind: 'css-transition', name: 'left', state, atMs })
  const events: LooseEvent[] = [
    keyframe(0, withCss(css), 7),
    { type: 'pointed', at: 1, hover: 0, active: 0 },
    { type: 'attribute', at: 1000, id: 7, name: 'class', value: 'far' },
    transition(1016, 'running', 0),
    transition(2016, 'finished', 1000),
    { type: 'attribute', at: 3000, id: 7, name: 'class', value: '' },
    { type: 'pointed', at: 3000, hover: 7, active: 0 },
    transition(3016, 'running', 0),
    { type: 'text', at: 6000, id: 5, text: css },
  ]
  await play(viewer.page, await chunksOf(events))
  const places: number[] = []
  for (const ms of [900, 1516, 1916, 2500, 3516, 5000, 1516]) {
    await seek(ms)
    places.push(await left())
  }
  expect(places).toEqual([0, 150, 270, 300, 200, 100, 150])
})

test('a canvas shows its pictures, and keeps the last one when its size is set', async () => {
  const paint = (colour: string): Promise<string> =>
    viewer.page.evaluate((fill) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 20, height: 20 })
      const context = canvas.getContext('2d')!
      context.fillStyle = fill
      context.fillRect(0, 0, 20, 20)
      return canvas.toDataURL('image/webp')
    }, colour)
  const html = withCss('', '<canvas width="40" height="40"></canvas>')
  const events: LooseEvent[] = [
    keyframe(0, html, 6),
    { type: 'canvas', at: 100, id: 6, image: await paint('#0000ff') },
    { type: 'canvas', at: 200, id: 6, image: await paint('#00ff00') },
    { type: 'attribute', at: 300, id: 6, name: 'width', value: '60' },
    { type: 'canvas', at: 400, id: 6, image: `${viewer.bed.origin}/pwned.png` },
  ]
  await play(viewer.page, await chunksOf(events))
  const look = (): Promise<string> =>
    inFrame(() => {
      const canvas = document.querySelector('canvas')!
      return [canvas.width, ...canvas.getContext('2d')!.getImageData(35, 10, 1, 1).data.slice(0, 3)].join()
    })
  await seek(50)
  expect(await missing()).toContain('canvas canvas 1')
  await seek(250)
  expect(await look()).toMatch(/^40,[0-9],25\d,[0-9]$/)
  expect((await missing()).filter((text) => text.startsWith('canvas'))).toEqual([])
  await seek(150)
  expect(await look()).toMatch(/^40,[0-9],[0-9],25\d$/)
  await seek(350)
  expect(await look()).toMatch(/^60,[0-9],25\d,[0-9]$/)
  await seek(450)
  expect(viewer.bed.requests).toEqual([])
})

test('a video says where it is and what it does', async () => {
  const events: LooseEvent[] = [
    keyframe(0, withCss('', '<video width="200" height="100"></video>'), 6),
    { type: 'media', at: 100, id: 6, playing: true, atMs: 62_000, rate: 1.5, volume: 1, muted: true, stream: false },
    { type: 'media', at: 4100, id: 6, playing: false, atMs: 68_000, rate: 1, volume: 1, muted: false, stream: false },
    { type: 'text', at: 6000, id: 5, text: '' },
  ]
  await play(viewer.page, await chunksOf(events))
  const label = async (): Promise<string> => {
    const poster = await inFrame(() => document.querySelector('video')!.poster)
    // A label may take several lines.
    return [...decodeURIComponent(poster).matchAll(/>([^<>]*)<\/text>/g)].map(([, line]) => line).join(' ')
  }
  await seek(100)
  expect(await label()).toBe('video 1:02, playing at 1.5x, muted')
  await seek(2100)
  expect(await label()).toBe('video 1:05, playing at 1.5x, muted')
  await seek(5000)
  expect(await label()).toBe('video 1:08, paused')
  await seek(0)
  expect(await label()).toBe('video not recorded')
})

test('what moves in a shadow tree has ended when it should', async () => {
  const inner = '<style>p{position:absolute;margin:0;left:0;transition:left 60s}.on{left:200px}</style><p></p>'
  const html = `<html><head></head><body><div><template shadowrootmode="open">${inner}</template></div></body></html>`
  await play(
    viewer.page,
    await chunksOf([
      keyframe(0, html, 9),
      { type: 'attribute', at: 500, id: 9, name: 'class', value: 'on' },
      { type: 'attribute', at: 90_000, id: 9, name: 'title', value: '' },
    ]),
  )
  const inside = (): Promise<number> =>
    inFrame(() => Math.round(document.querySelector('div')!.shadowRoot!.querySelector('p')!.getBoundingClientRect().left))
  await seek(400)
  expect(await inside()).toBe(0)
  await seek(80_000)
  expect(await inside()).toBe(200)
})

test('what scrolling moves is left to scrolling', async () => {
  const css =
    '@keyframes go{to{left:200px}}body{margin:0;height:2600px}p{position:fixed;margin:0;left:0;animation:go linear both;animation-timeline:scroll(root)}'
  await play(viewer.page, await chunksOf([keyframe(0, withCss(css), 7), { type: 'scroll', at: 500, id: 1, x: 0, y: 1000 }]))
  expect(await left()).toBe(0)
  await seek(500)
  expect(await left()).toBe(100)
})

test('an animation that its style holds still goes where its style says', async () => {
  const css = `${base}@keyframes go{to{left:200px}}.go{animation:go 1s linear -.5s paused}`
  const events: LooseEvent[] = [
    keyframe(0, withCss(css), 7),
    { type: 'attribute', at: 100, id: 7, name: 'class', value: 'go' },
    { type: 'attribute', at: 4000, id: 7, name: 'style', value: 'animation-delay:-.8s' },
    { type: 'attribute', at: 8000, id: 7, name: 'title', value: '' },
  ]
  await play(viewer.page, await chunksOf(events))
  const places: number[] = []
  for (const ms of [3000, 6000, 3000]) {
    await seek(ms)
    places.push(await left())
  }
  expect(places).toEqual([100, 160, 100])
})

test('a transition that a script has ended is over', async () => {
  const css = `${base}p{transition:left 4s linear}.on{left:400px}`
  const told = (at: number, more: Partial<Animated>): LooseEvent =>
    animation(at, { key: 0, id: 7, kind: 'css-transition', name: 'left', ...more })
  const events: LooseEvent[] = [
    keyframe(0, withCss(css), 7),
    { type: 'attribute', at: 1000, id: 7, name: 'class', value: 'on' },
    told(1010, {}),
    told(1500, { state: 'paused', atMs: 500 }),
    told(2000, { state: 'finished', atMs: 4000 }),
    { type: 'attribute', at: 3000, id: 7, name: 'title', value: '' },
  ]
  await play(viewer.page, await chunksOf(events))
  const places: number[] = []
  for (const ms of [1700, 2200, 1700]) {
    await seek(ms)
    places.push(await left())
  }
  expect(places).toEqual([50, 400, 50])
})
