import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { seek, missing, describe: shown, inFrame } = viewer

/** Ids: 2 html, 3 head, 4 style, 5 its text, 6 body, 7 section, 8 button, 9 text, 10 p, 11 text. */
const css = 'section:hover{color:red}button:hover{color:green}button:active{color:blue}'
const html = `<html><head><style>${css}</style></head><body><section><button>Buy</button></section><p>some words</p></body></html>`

test('hover and press are shown as they were recorded, wherever the pointer is', async () => {
  const events: LooseEvent[] = [
    keyframe(0, html, 11),
    { type: 'pointed', at: 0, hover: 0, active: 0 },
    { type: 'pointer', at: 50, pointer: 'mouse', points: [{ afterMs: 0, x: 10, y: 10 }] },
    { type: 'pointed', at: 100, hover: 8, active: 0 },
    { type: 'pointed', at: 200, hover: 8, active: 8 },
    { type: 'pointed', at: 300, hover: 0, active: 0 },
  ]
  await play(viewer.page, await chunksOf(events))
  const colour = (): Promise<string> => inFrame(() => getComputedStyle(document.querySelector('button')!).color)
  const marks = async (): Promise<string[]> => (await shown()).match(/\d+ \w+(?= .*ph-(?:hover|active))/g) ?? []
  await seek(60)
  expect(await marks()).toEqual([])
  await seek(150)
  expect(await marks()).toEqual(['2 html', '6 body', '7 section', '8 button'])
  expect(await colour()).toBe('rgb(0, 128, 0)')
  await seek(250)
  expect(await colour()).toBe('rgb(0, 0, 255)')
  await seek(350)
  expect(await marks()).toEqual([])
  await seek(150)
  expect(await colour()).toBe('rgb(0, 128, 0)')
  expect(await missing()).toEqual([])
})

test('what was selected is selected, until it no more is', async () => {
  const events: LooseEvent[] = [
    keyframe(0, html, 11),
    { type: 'selection', at: 100, anchor: 11, anchorAt: 5, focus: 11, focusAt: 10 },
    { type: 'selection', at: 200, anchor: 11, anchorAt: 4, focus: 9, focusAt: 1 },
    { type: 'selection', at: 300, anchor: 0, anchorAt: 0, focus: 0, focusAt: 0 },
    { type: 'selection', at: 400, anchor: 11, anchorAt: 2, focus: 11, focusAt: 99 },
  ]
  await play(viewer.page, await chunksOf(events))
  const selected = (): Promise<string> => inFrame(() => String(getSelection()))
  const texts: string[] = []
  for (const ms of [150, 250, 350, 450, 150, 50]) {
    await seek(ms)
    texts.push((await selected()).replace(/\s+/g, ' '))
  }
  expect(texts).toEqual(['words', 'uy some', '', 'me words', 'words', ''])
})

test('media queries are told of the visitor, not of who watches', async () => {
  const feature = { dark: false, reducedMotion: true, hover: false, coarse: true, moreContrast: false, forcedColors: false, pixelRatio: 2 }
  const night =
    ':root{color-scheme:light dark}p{color:light-dark(red,blue)}@media (prefers-color-scheme:dark){section{width:50px}}' +
    '@media (prefers-reduced-motion:reduce) and (pointer:coarse){section{height:70px}}'
  const page2 = `<html><head><style>${night}</style></head><body><section></section><p>some words</p></body></html>`
  const events: LooseEvent[] = [
    keyframe(0, page2, 9),
    { type: 'feature', at: 30, ...feature },
    { type: 'feature', at: 1000, ...feature, dark: true },
    { type: 'pointed', at: 2000, hover: 0, active: 0 },
  ]
  await play(viewer.page, await chunksOf(events))
  const look = (): Promise<string> =>
    inFrame(() => {
      const { width, height } = document.querySelector('section')!.getBoundingClientRect()
      return `${Math.round(width)} ${height} ${getComputedStyle(document.querySelector('p')!).color}`
    })
  const looks: string[] = []
  for (const ms of [0, 500, 1500, 500]) {
    await seek(ms)
    looks.push((await look()).replace(/^(?!50 )\d+/, 'wide'))
  }
  expect(looks).toEqual(['wide 70 rgb(255, 0, 0)', 'wide 70 rgb(255, 0, 0)', '50 70 rgb(0, 0, 255)', 'wide 70 rgb(255, 0, 0)'])
})
