import { eventsFromRrweb } from '@playhead/wire'
import { type Attack, type Family, type Lure, wrap } from '../attack.ts'
import { chunksOfEvents } from '../recording.ts'

type Node = Record<string, unknown>
let lastId = 100
const el = (tagName: string, attributes: Node = {}, ...childNodes: Node[]): Node => ({
  type: 2,
  id: ++lastId,
  tagName,
  attributes,
  childNodes,
})
const text = (textContent: string): Node => ({ type: 3, id: ++lastId, textContent })
const startMs = 1_700_000_000_000

/** A recording in rrweb's format; the unprotected page is rrweb's own Replayer as it comes. */
const imported = (name: string, nodes: (lure: Lure) => Node[], later: (lure: Lure) => Node[] = () => []): Attack => {
  const json = (lure: Lure): Node[] => {
    lastId = 100
    const html = { ...el('html', {}, el('head'), { type: 2, id: 2, tagName: 'body', attributes: {}, childNodes: nodes(lure) }) }
    const snapshot = { node: { type: 0, id: 1, childNodes: [{ type: 1, id: 3, name: 'html', publicId: '', systemId: '' }, html] }, initialOffset: { top: 0, left: 0 } }
    return [
      { type: 4, timestamp: startMs, data: { href: 'https://shop.example/', width: 800, height: 600 } },
      { type: 2, timestamp: startMs + 1, data: snapshot },
      ...later(lure).map((data, index) => ({ type: 3, timestamp: startMs + 10 + index, data })),
      { type: 3, timestamp: startMs + 60, data: { source: 1, positions: [] } },
    ]
  } // prettier-ignore
  return {
    name,
    page: () => wrap(''),
    chunks: (lure) => chunksOfEvents(eventsFromRrweb(json(lure)).events),
    control: (lure) =>
      `<div id="replay"></div><script src="/rrweb.js"></script><script>new rrweb.Replayer(${JSON.stringify(json(lure)).replace(/</g, '\\u003c')},{root:document.getElementById('replay')}).play()</script>`,
  }
}

/** Recordings of other recorders. */
export const inImport: Family = {
  name: 'import',
  attacks: [
    imported('scripts and handlers', ({ run, url }) => [
      el('script', { src: url('a.js') }, text(run)),
      el('img', { src: url('b.gif'), onerror: run, onload: run }),
      el('iframe', { src: url('f.html'), srcdoc: `<script>${run}</script>` }),
    ]),
    imported('styles', ({ url }) => [
      el('style', { _cssText: `p{background:url(${url('a.gif')})}` }),
      el('link', { rel: 'stylesheet', href: url('b.css'), _cssText: `@import "${url('c.css')}";p{cursor:url(${url('d.cur')}),auto}` }),
      el('p', { style: `background:url(${url('e.gif')})`, rr_width: `9px;background:url(${url('w.gif')})`, rr_height: '9px' }, text('x')),
    ]),
    imported('names that end their tag', ({ run, url }) => [
      el('p><script>1</script><p', {}, text('x')),
      el('p', { 'x><img src=y onerror=1><i': 'z', 'a"b': `"><script>${run}</script>` }, text('</p><script>1</script>')),
      el('img', { src: url('a.gif') }),
    ]),
    imported('pictures in its own attributes', ({ url, run }) => [
      el('canvas', { rr_dataURL: url('a.gif') }),
      el('img', { rr_dataURL: url('b.gif'), rr_src: url('c.gif'), src: url('d.gif') }),
      el('video', { rr_mediaState: 'played', rr_mediaCurrentTime: 1, src: url('e.mp4'), poster: url('g.gif') }),
      { ...el('svg', { onload: run }, { ...el('image', { href: url('f.gif'), width: '9', height: '9' }), isSVG: true }), isSVG: true },
    ]),
    imported('shadow roots and frames', ({ url, run }) => [
      { ...el('div', {}, { ...el('img', { src: url('a.gif'), onload: run }), isShadow: true }), isShadowHost: true },
      el('object', { data: url('o.html') }),
      el('embed', { src: url('e.html') }),
    ]),
    imported('mutations', () => [el('p', {}, text('x'))], ({ url, run }) => [
      { source: 0, texts: [], removes: [], attributes: [{ id: 2, attributes: { background: url('a.gif'), onclick: run, style: { background: `url(${url('b.gif')})` } } }], adds: [{ parentId: 2, nextId: null, node: { ...el('img', { src: url('c.gif'), onerror: run }), id: 900 } }, { parentId: 2, nextId: null, node: { ...el('script', { src: url('d.js') }), id: 901 } }] },
    ]),
    imported('fonts, sheets and pictures told later', () => [el('style', {}, text('p{}')), el('p', { style: 'font-family:f' }, text('x')), el('canvas')], ({ url }) => [
      { source: 10, family: 'f', fontSource: `url(${url('f.woff2')})`, buffer: false },
      { source: 8, id: 101, adds: [{ rule: `p{background:url(${url('a.gif')})}`, index: 0 }] },
      { source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules: [{ rule: `p{list-style:url(${url('b.gif')});background:url(${url('c.gif')})}`, index: 0 }] }] },
      { source: 0, texts: [], removes: [], attributes: [], adds: [{ parentId: 2, nextId: null, node: { ...el('img', { src: url('e.gif') }), id: 902 } }] },
    ]),
  ],
} // prettier-ignore
