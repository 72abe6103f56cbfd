import { type Attack, change, type Family, type Lure, wrap } from '../attack.ts'
import { chunksOfEvents, keyframeOf, startMs } from '../recording.ts'

/** Too much, too deep, too slow: it may be cut or refused, and whoever looks on must not wait for it. */
const flood = (name: string, page: (lure: Lure) => string, events?: Attack['events']): Attack => ({
  name,
  page,
  ...(events && { events }),
  control: null,
  mayRefuse: true,
})
const style = (css: string): string => wrap('<p>x</p>', `<style>${css}</style>`)
const nest = (depth: number): string => '<b>'.repeat(depth) + '</b>'.repeat(depth)

const chunks = (name: string, make: () => Promise<readonly Uint8Array[]>): Attack => ({
  name,
  page: () => wrap(''),
  chunks: make,
  control: null,
  mayRefuse: true,
})
const honest = (): Promise<Uint8Array[]> =>
  chunksOfEvents([keyframeOf(wrap('<p>x</p>')), { type: 'end', timeMs: startMs + 50, reason: 'stop' }])

export const inFlood: Family = {
  name: 'flood',
  attacks: [
    flood('100,000 levels', () => wrap(nest(100_000))),
    flood('40,000 levels', () => wrap(nest(40_000))),
    flood('levels added one by one', () => wrap('<b id="b"></b>'), ({ id }) =>
      Array.from({ length: 20_000 }, (_, i) => ({ type: 'add', parent: i ? id('b') + i : id('b'), before: 0, html: '<b></b>', splits: [], empties: [] }))),
    flood('levels by moving', () => wrap('<i></i>'.repeat(20_000) + '<i id="i"></i>'), ({ id }) =>
      Array.from({ length: 20_000 }, (_, i) => ({ type: 'move', id: id('i') - i, parent: id('i') - i - 1, before: 0 }))),
    flood('levels of shadow roots', () => wrap('<div><template shadowrootmode="open">'.repeat(5000) + '</template></div>'.repeat(5000))),
    flood('levels of groups in svg', () => wrap(`<svg>${'<g>'.repeat(30_000)}${'</g>'.repeat(30_000)}</svg>`)),
    flood('260,000 nodes', () => wrap('<i></i>'.repeat(260_000))),
    flood('nodes by many additions', () => wrap('<div id="d"></div>'), ({ id }) =>
      Array.from({ length: 8 }, () => ({ type: 'add', parent: id('d'), before: 0, html: '<i></i>'.repeat(60_000), splits: [], empties: [] }))),
    flood('100,000 attributes', () => wrap(`<p ${Array.from({ length: 100_000 }, (_, i) => `a${i}="x"`).join(' ')}>x</p>`)),
    flood('a large viewport', () => wrap('<p>x</p>'), () => [{ type: 'viewport', width: 4_000_000_000, height: 4_000_000_000, pixelRatio: 1000 }]),
    flood('large canvases', () => wrap('<canvas width="4096" height="4096"></canvas>'.repeat(200))),
    flood('imports with much space', () => style(`@import${' '.repeat(30_000)}{`)),
    flood('imports that do not end', () => style(`${'@import x '.repeat(30_000)}{`)),
    flood('addresses that do not end', () => style(`p{background:${'url('.repeat(200_000)}`)),
    flood('strings that do not end', () => style(`p{${`url("`.repeat(50_000)}`)),
    flood('addresses with much space', () => style(`p{background:url(${' '.repeat(100_000)}x ${' '.repeat(100_000)}y)}`)),
    flood('sets within sets', () => style(`p{background:${'image-set('.repeat(100_000)}}`)),
    flood('queries with many digits', () => wrap('<iframe id="f"></iframe>'), ({ id }) => [
      { type: 'feature', dark: true, reducedMotion: false, hover: true, coarse: false, moreContrast: false, forcedColors: false, pixelRatio: 1 },
      { type: 'frame', host: id('f'), doctype: '<!DOCTYPE html>', url: '', base: '', splits: [], empties: [], html: `<html><head><style>@media (${'1'.repeat(100_000)}{}@media (${'('.repeat(50_000)} and (width ${' '.repeat(50_000)}{}color-scheme${' '.repeat(50_000)}</style></head><body></body></html>` },
    ]),
    flood('a set of sources with much space', () => wrap(`<img srcset="${' '.repeat(30_000)}x"><img srcset="${','.repeat(30_000)}"><img srcset="${' ,'.repeat(15_000)}">`)),
    flood('styles of a stand-in', () => wrap(`<object style="${'url('.repeat(200_000)}"></object>`)),
    flood('numbers that are far out', () => wrap('<p id="p">x</p>'), ({ id }) => [
      { type: 'renumber', runs: [4_000_000_000, 1_000_000], last: 9_000_000_000_000_000 },
      { type: 'add', parent: id('p'), before: 0, html: '<b>x</b>', splits: [], empties: [] },
      { type: 'restyle', ids: [4_000_000_000], shifts: [1, 2, 3] },
      { type: 'scroll', id: id('p'), x: 9e12, y: -9e12 },
    ]),
    flood('parts of text without end', () => wrap('<p id="p">x</p>'), ({ id }) => [
      { type: 'add', parent: id('p'), before: 0, html: 'x', splits: [{ id: id('p') + 2, lengths: Array.from({ length: 300_000 }, () => 0) }], empties: [] },
    ]),
    chunks('bytes that are no chunk', async () => [new Uint8Array(100).fill(7)]),
    chunks('no bytes', async () => [new Uint8Array()]),
    chunks('a chunk that is cut', async () => (await honest()).map((bytes) => bytes.slice(0, -20))),
    chunks('a chunk with a flipped bit', async () => (await honest()).map((bytes) => bytes.map((byte, at) => (at === bytes.length - 30 ? byte ^ 1 : byte)))),
    chunks('a chunk of a later format', async () => (await honest()).map((bytes) => bytes.map((byte, at) => (at === 3 ? 99 : byte)))),
    chunks('chunks that leave one out', async () => {
      const [first] = await chunksOfEvents([keyframeOf(wrap('<p>x</p>'))])
      const later = await chunksOfEvents([{ type: 'text', timeMs: startMs + 20, id: 6, text: 'y' }], 5)
      return [first!, ...later]
    }),
    chunks('a chunk that swells', async () => chunksOfEvents([keyframeOf(wrap(`<p>${'a'.repeat(60_000_000)}</p>`))])),
    chunks('times at the end of time', async () => chunksOfEvents([keyframeOf(wrap('<p>x</p>')), { type: 'text', timeMs: 9_000_000_000_000_000, id: 6, text: 'y' }])),
    { ...change('html that does not close', '<p>x</p>', ({ id }) => [{ type: 'add', parent: id('x'), before: 0, html: '<b><i></b>', splits: [], empties: [] }]), control: null, mayRefuse: true },
  ],
} // prettier-ignore
