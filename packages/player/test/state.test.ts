import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { seek, missing } = viewer

/** Asks the document that the frame shows. */
const ask = <T>(question: string): Promise<T> => viewer.inFrame<T>(question)
const colourOf = (selector: string): Promise<string> => ask(`getComputedStyle(document.querySelector('${selector}')).color`)

async function show(css: string, body: string, nodes: number, events: readonly LooseEvent[]): Promise<void> {
  await play(
    viewer.page,
    await chunksOf([keyframe(0, `<html><head><style>${css}</style></head><body>${body}</body></html>`, nodes), ...events]),
  )
}
const [red, blue] = ['rgb(255, 0, 0)', 'rgb(0, 0, 255)']

test('a sheet that is switched off, and on for other media', async () => {
  await show('p { color: red }', '<p></p>', 7, [
    { type: 'sheetState', at: 100, owner: 4, disabled: true, media: '' },
    { type: 'text', at: 200, id: 5, text: 'p { color: blue }' },
    { type: 'sheetState', at: 300, owner: 4, disabled: false, media: 'screen' },
    { type: 'sheetState', at: 400, owner: 4, disabled: false, media: 'print' },
  ])
  const seen: string[] = []
  for (const ms of [0, 100, 200, 300, 400, 0]) {
    await seek(ms)
    seen.push(await colourOf('p'))
  }
  const plain = 'rgb(0, 0, 0)'
  expect(seen).toEqual([red, plain, plain, blue, plain, red])
})

test('an indeterminate box, an invalid control, states of a custom element', async () => {
  const css = ':indeterminate, input:invalid { color: red } state-box:state(open) { color: red }'
  await show(css, '<input type="checkbox"><input id="b"><state-box></state-box>', 9, [
    { type: 'elementState', at: 100, id: 7, name: 'indeterminate', on: true },
    { type: 'elementState', at: 100, id: 8, name: 'invalid', on: true },
    { type: 'elementState', at: 100, id: 9, name: 'open', on: true },
    { type: 'elementState', at: 200, id: 7, name: 'indeterminate', on: false },
    { type: 'elementState', at: 200, id: 8, name: 'invalid', on: false },
    { type: 'elementState', at: 200, id: 9, name: 'open', on: false },
  ])
  for (const [ms, isOn] of [
    [0, false],
    [100, true],
    [200, false],
  ] as const) {
    await seek(ms)
    for (const selector of ['input', '#b', 'state-box']) expect((await colourOf(selector)) === red, `${selector} at ${ms}`).toBe(isOn)
  }
  expect(await missing()).toEqual([])
})

test('radio buttons of which none is on any more', async () => {
  await show(':indeterminate { color: red }', '<input type="radio" name="r"><input type="radio" name="r">', 8, [
    { type: 'input', at: 100, id: 8, checked: true },
    { type: 'input', at: 200, id: 7, checked: true },
    { type: 'input', at: 200, id: 8, checked: false },
  ])
  const seen: string[][] = []
  for (const ms of [0, 100, 200, 100, 0]) {
    await seek(ms)
    seen.push([await colourOf('input'), await colourOf('input + input')])
  }
  const off = seen[1]![0]
  expect(off).not.toBe(red)
  expect(seen).toEqual([
    [red, red],
    [off, off],
    [off, off],
    [off, off],
    [red, red],
  ])
})

test('what an address has named, and what was typed and is not valid', async () => {
  const css = 'p:target { color: red } input:user-invalid { color: red } x-p:state(target), x-p:target { color: red }'
  await show(css, '<p></p><input required=""><x-p></x-p>', 9, [
    { type: 'elementState', at: 100, id: 7, name: ':target', on: true },
    { type: 'elementState', at: 100, id: 8, name: ':user-invalid', on: true },
    { type: 'elementState', at: 100, id: 9, name: ':target', on: true },
    { type: 'elementState', at: 200, id: 7, name: ':target', on: false },
    { type: 'elementState', at: 200, id: 8, name: ':user-invalid', on: false },
    { type: 'elementState', at: 200, id: 9, name: ':target', on: false },
  ])
  for (const [ms, isOn] of [
    [0, false],
    [100, true],
    [200, false],
    [100, true],
  ] as const) {
    await seek(ms)
    for (const selector of ['p', 'input', 'x-p']) expect((await colourOf(selector)) === red, `${selector} at ${ms}`).toBe(isOn)
  }
  expect(await missing()).toEqual([])
})

test('an element is defined when its definition was, and again not before', async () => {
  await show('x-late { color: blue } x-late:not(:defined) { color: red }', '<x-late></x-late>', 7, [
    { type: 'define', at: 10, name: 'x-late', defined: false },
    { type: 'add', at: 100, parent: 6, before: 0, html: '<x-late id="two"></x-late>', splits: [], empties: [] },
    { type: 'define', at: 200, name: 'x-late', defined: true },
  ])
  await seek(100)
  expect([await colourOf('x-late'), await colourOf('#two')]).toEqual([red, red])
  await seek(200)
  expect([await colourOf('x-late'), await colourOf('#two')]).toEqual([blue, blue])
  await seek(50)
  expect(await colourOf('x-late')).toBe(red)
})

test('a manual slot shows what it was given', async () => {
  const host = '<div><template shadowrootmode="open"><slot></slot></template><b>1</b><i>2</i></div>'
  await show('', host, 12, [
    { type: 'slot', at: 10, id: 8, nodes: [] },
    { type: 'slot', at: 100, id: 8, nodes: [11] },
    { type: 'slot', at: 200, id: 8, nodes: [9] },
  ])
  const shown = (): Promise<string[]> =>
    ask(`[...document.querySelectorAll('b, i')].map((element) => String(element.getBoundingClientRect().width > 0))`)
  await seek(10)
  expect(await shown()).toEqual(['false', 'false'])
  await seek(100)
  expect(await shown()).toEqual(['false', 'true'])
  await seek(200)
  expect(await shown()).toEqual(['true', 'false'])
})

test('highlights, as long as they last', async () => {
  await show('::highlight(find) { background-color: red }', '<p>some text</p>', 8, [
    { type: 'highlight', at: 100, name: 'find', ranges: [{ start: 8, startAt: 5, end: 8, endAt: 99 }] },
    { type: 'highlight', at: 200, name: 'find', ranges: [] },
  ])
  const marked = (): Promise<string> => ask(`[...CSS.highlights].map(([name, ranges]) => name + [...ranges].join()).join()`)
  await seek(100)
  expect(await marked()).toBe('findtext')
  await seek(200)
  expect(await marked()).toBe('')
  await seek(100)
  await seek(50)
  expect(await marked()).toBe('')
})

test('a font that a script made comes from the recording', async () => {
  await show('p { font-family: "My Font" }', '<p>x</p>', 8, [
    { type: 'asset', at: 1, url: 'https://shop.example/f.woff2', hash: 'font', mime: 'font/woff2', sizeBytes: 1 },
    {
      type: 'font',
      at: 100,
      family: 'My Font',
      source: 'url("https://shop.example/f.woff2")',
      descriptors: '{"weight":"700"}',
      removed: false,
    },
    {
      type: 'font',
      at: 200,
      family: 'My Font',
      source: 'url("https://shop.example/f.woff2")',
      descriptors: '{"weight":"700"}',
      removed: true,
    },
    { type: 'assetBody', at: 50, hash: 'font', mime: 'font/woff2', base64: btoa('not a font') },
  ])
  const faces = (): Promise<string[]> => ask(`[...document.fonts].map(({ family, weight }) => family + ' ' + weight)`)
  await seek(100)
  expect(await faces()).toEqual([expect.stringMatching(/^"?My Font"? 700$/)])
  await seek(200)
  expect(await faces()).toEqual([])
  expect(viewer.bed.requests).toEqual([])
})

test('what was in full screen fills the view', async () => {
  await show('div:fullscreen { color: red }', '<div style="width:10px;height:10px"></div>', 7, [
    { type: 'topLayer', at: 100, id: 7, layer: 'fullscreen' },
    { type: 'topLayer', at: 200, id: 7, layer: 'none' },
  ])
  const size = (): Promise<number[]> =>
    ask(`(({ width, height }) => [width === innerWidth, height === innerHeight])(document.querySelector('div').getBoundingClientRect())`)
  await seek(100)
  expect(await colourOf('div')).toBe(red)
  expect(await size()).toEqual([true, true])
  await seek(200)
  expect(await colourOf('div')).not.toBe(red)
  expect(await size()).toEqual([false, false])
  expect(await missing()).toEqual([])
})

test('a style element’s media query is answered anew when what the visitor prefers changes', async () => {
  const page = `<html><head><style media="(prefers-color-scheme: dark)">p { color: red }</style></head><body><p></p></body></html>`
  const feature = { dark: true, reducedMotion: false, hover: true, coarse: false, moreContrast: false, forcedColors: false, pixelRatio: 1 }
  await play(
    viewer.page,
    await chunksOf([keyframe(0, page, 7), { type: 'feature', at: 10, ...feature }, { type: 'feature', at: 500, ...feature, dark: false }]),
  )
  const seen: string[] = []
  for (const ms of [100, 500, 100]) {
    await seek(ms)
    seen.push(await colourOf('p'))
  }
  expect(seen).toEqual([red, 'rgb(0, 0, 0)', red])
})

test('a page without a background lies on an opaque canvas, any other on its own', async () => {
  await show('.night { background: navy }', '<p></p>', 7, [
    { type: 'attribute', at: 500, id: 6, name: 'class', value: 'night' },
    { type: 'attribute', at: 1000, id: 6, name: 'title', value: '' },
  ])
  const background = (): Promise<string> => ask('getComputedStyle(document.documentElement).backgroundColor')
  await seek(100)
  expect(await background()).toBe('rgb(255, 255, 255)')
  await seek(700)
  // The body's goes to the canvas only while the root has none.
  expect(await background()).toBe('rgba(0, 0, 0, 0)')
  await seek(100)
  expect(await background()).toBe('rgb(255, 255, 255)')
})
