import { expect, test } from 'vitest'
import type { Player } from '../src/index.ts'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { colourAt, seek, missing, describe } = viewer

const frame = (at: number, host: number, html: string): LooseEvent => ({
  type: 'frame',
  at,
  host,
  html,
  doctype: '<!DOCTYPE html>',
  url: 'about:blank',
  base: 'https://shop.example/',
  splits: [],
  empties: [],
})
/** The iframe is node 6: 200 × 100 at the page's left top; a 5 rem box is after it. */
const outer =
  '<html><head><style>html{font-size:10px}body{margin:0;--c:red}div{background:rgb(1,1,1)}iframe{display:block;border:0;width:200px;height:100px}</style></head>' +
  '<body><iframe width="50" height="50"></iframe><div style="height:5rem"></div></body></html>'

test('a frame is a page of its own: its root, its viewport, its sheets, its scrolling', async () => {
  const inner =
    '<html><head><style>:root{background:rgb(0,90,0)}body{margin:0}div{width:50vw;height:50vh;background:rgb(90,0,0)}' +
    'p{position:fixed;right:0;bottom:0;margin:0;width:1rem;height:16px;background:rgb(0,0,90)}' +
    '@media (max-width:150px){div{background:rgb(0,0,0)}}@media (min-width:180px) and (max-width:220px){body{color:rgb(9,9,9)}}' +
    'main{height:300px;background:currentColor}</style></head><body><div></div><p></p><main></main></body></html>'
  const events: LooseEvent[] = [
    keyframe(0, outer, 8),
    frame(100, 7, inner),
    // Document 9, html 10, head 11, style 12, its text 13, body 14, div 15, p 16, main 17.
    { type: 'scroll', at: 1000, id: 9, x: 0, y: 40 },
    { type: 'attribute', at: 2000, id: 15, name: 'style', value: 'background:rgb(7,7,7)' },
    {
      type: 'add',
      at: 2000,
      parent: 14,
      before: 15,
      html: '<iframe style="display:block;border:0;width:20px;height:20px"></iframe>',
      splits: [],
      empties: [],
    },
    frame(2000, 18, '<html style="background:rgb(3,3,3)"><body></body></html>'),
    { type: 'attribute', at: 3000, id: 8, name: 'style', value: 'height:5rem;background:rgb(8,8,8)' },
    { type: 'remove', at: 3000, id: 7 },
    { type: 'add', at: 3000, parent: 6, before: 0, html: '<b>23</b>', splits: [], empties: [] },
    { type: 'text', at: 3000, id: 23, text: 'last' },
    { type: 'end', at: 4000, reason: 'stop' },
  ]
  await play(viewer.page, await chunksOf(events))
  await viewer.page.evaluate(() => (globalThis as never as { player: Player }).player.setOverlay(false))
  await seek(500)
  expect(await colourAt(5, 5)).toBe('90,0,0')
  expect(await colourAt(150, 20)).toBe('0,90,0')
  expect(await colourAt(190, 90)).toBe('0,0,90')
  expect(await colourAt(180, 90)).toBe('9,9,9')
  expect(await colourAt(5, 120)).toBe('1,1,1')
  expect(await colourAt(5, 155)).toBe('255,255,255')
  await seek(1500)
  expect(await colourAt(5, 5)).toBe('90,0,0')
  expect(await colourAt(5, 15)).toBe('9,9,9')
  expect(await colourAt(190, 90)).toBe('0,0,90')
  await seek(2500)
  expect(await describe()).toContain('rgb(7,7,7)')
  expect(await describe()).toContain('rgb(3,3,3)')
  await seek(3500)
  expect(await colourAt(5, 5)).toBe('8,8,8')
  expect(await describe()).toContain('"last"')
  expect(await missing()).toEqual([])
  await seek(500)
  expect(await colourAt(5, 5)).toBe('90,0,0')
})

test('a document without a doctype is laid out as browsers did then', async () => {
  const html = '<html><head></head><body style="margin:0"><p style="background:rgb(5,5,5)">x</p></body></html>'
  const events: LooseEvent[] = [
    keyframe(0, outer, 8),
    { ...frame(100, 7, html), doctype: '' } as LooseEvent,
    frame(2000, 7, html),
    { type: 'end', at: 4000, reason: 'stop' },
  ]
  await play(viewer.page, await chunksOf(events))
  await seek(1000)
  expect(await colourAt(100, 3)).toBe('5,5,5')
  await seek(3000)
  expect(await colourAt(100, 3)).toBe('255,255,255')
  // A paragraph after text keeps its margin.
  await play(
    viewer.page,
    await chunksOf([
      keyframe(0, outer, 8),
      { ...frame(100, 7, html), doctype: '' } as LooseEvent,
      { type: 'add', at: 1000, parent: 12, before: 13, html: 'text', splits: [], empties: [] },
      { type: 'end', at: 4000, reason: 'stop' },
    ]),
  )
  await seek(500)
  expect(await colourAt(150, 20)).toBe('255,255,255')
  expect(await colourAt(150, 10)).toBe('5,5,5')
  await seek(2000)
  expect(await colourAt(150, 25)).toBe('255,255,255')
  expect(await colourAt(150, 45)).toBe('5,5,5')
})

test('an iframe without a document is a box and counted; another document replaces the first', async () => {
  const events: LooseEvent[] = [
    keyframe(0, outer, 8),
    { type: 'foreignFrame', at: 1000, host: 7, tab: 'U'.repeat(22) },
    frame(2000, 7, '<html><body>one</body></html>'),
    frame(3000, 7, '<html><body>two</body></html>'),
    { type: 'text', at: 3500, id: 16, text: 'three' },
    { type: 'end', at: 4000, reason: 'stop' },
  ]
  await play(viewer.page, await chunksOf(events))
  expect(await missing()).toEqual(['frame iframe 1'])
  await seek(1500)
  expect(await describe()).not.toContain('"one"')
  await seek(3200)
  expect(await describe()).toContain('"two"')
  expect(await describe()).not.toContain('"one"')
  await seek(3800)
  expect(await describe()).toContain('"three"')
  expect((await missing()).filter((text) => !text.endsWith(' 0'))).toEqual([])
})

test('a frame’s document runs and loads nothing', async () => {
  const attack =
    '<html onload="parent.pwned=1"><head><base href="/x/"><link rel="stylesheet" href="/a.css"><meta http-equiv="refresh" content="0;url=/b"><script>pwned=1</script>' +
    '<style>@import "/c.css";body{background:url(/d.png)}@font-face{font-family:f;src:url(/e.woff)}</style></head><body style="font-family:f">x<img src="/f.png" onerror="pwned=1">' +
    '<iframe src="/g" srcdoc="<script>pwned=1</script>"></iframe><svg><script>pwned=1</script><use href="/h.svg#x"></use></svg></body></html>'
  await play(viewer.page, await chunksOf([keyframe(0, outer, 8), frame(100, 7, attack), { type: 'end', at: 900, reason: 'stop' }]))
  await seek(800)
  expect(await describe()).toContain('"x"')
  for (const one of viewer.page.frames()) expect(await one.evaluate(() => 'pwned' in globalThis)).toBe(false)
  expect(viewer.bed.requests).toEqual([])
})
