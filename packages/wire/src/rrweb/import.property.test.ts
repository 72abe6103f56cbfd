import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDocumentModel } from '../document.ts'
import { WireError } from '../error.ts'
import { type EventOf, isDomEvent, type PlayheadEvent } from '../event.ts'
import { firstSheetId } from '../sheet-part.ts'
import { rrwebFromEvents } from './export.ts'
import { eventsFromRrweb } from './import.ts'

const element = (id: number, tagName: string, attributes: object = {}, childNodes: object[] = [], more: object = {}): object => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
  ...more,
})
const text = (id: number, textContent: string): object => ({ type: 3, id, textContent })
const snapshot = (body: object[], timestamp = 1000): object[] => [
  { type: 4, timestamp, data: { href: 'https://shop.example/', width: 800, height: 600 } },
  {
    type: 2,
    timestamp,
    data: {
      node: {
        type: 0,
        id: 1,
        childNodes: [
          { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
          element(3, 'html', {}, [element(4, 'head'), element(5, 'body', {}, body)]),
        ],
      },
      initialOffset: { left: 3, top: 40 },
    },
  },
]
const incremental = (data: object, timestamp = 2000): object => ({ type: 3, timestamp, data })
const bodyOf = (json: unknown): string => {
  const model = createDocumentModel()
  for (const event of eventsFromRrweb(json).events) if (isDomEvent(event)) model.apply(event)
  expect(model.unplaced).toBe(0)
  return /<body[^>]*>([^]*)<\/body>/.exec(model.html())![1]!
}
const one = <T extends 'click' | 'pointer' | 'console' | 'track' | 'sheet' | 'input' | 'scroll'>(json: unknown, type: T): EventOf<T> =>
  eventsFromRrweb(json).events.find((event) => event.type === type) as unknown as EventOf<T>

describe('W14: what rrweb writes in its own ways', () => {
  test('a click says what it was on: what stands around it that is pressed, by its label, text, or picture', () => {
    const link = element(10, 'a', { href: '/' }, [element(11, 'b', {}, [text(12, ' All\n '), element(13, 'i', {}, [text(14, 'sizes')])])])
    const body = [
      link,
      element(20, 'button', { 'aria-label': 'Close' }, [text(21, '×')]),
      element(30, 'input', { type: 'submit', value: 'Pay now' }),
      element(40, 'input', { type: 'text', value: 'secret', placeholder: 'Your name' }),
      element(50, 'div', {}, [element(51, 'img', { alt: 'A mug' })]),
      element(60, 'p', {}, [text(61, 'word '.repeat(30)), element(62, 'h2', {}, [text(63, 'A heading')])]),
      element(70, 'span', {}, [element(71, 'style', {}, [text(72, 'a{}')])]),
    ]
    const clicked = [13, 20, 30, 40, 51, 50, 60, 70, 999].map((id) => incremental({ source: 2, type: 2, id, x: 1, y: 2 }))
    const clicks = eventsFromRrweb([...snapshot(body), ...clicked]).events.filter((event) => event.type === 'click')
    expect(clicks.map(({ tag, name }) => [tag, name])).toEqual([
      ['a', 'All sizes'],
      ['button', 'Close'],
      ['input', 'Pay now'],
      ['input', 'Your name'],
      ['img', 'A mug'],
      ['div', 'A mug'],
      ['p', 'A heading'],
      ['span', ''],
      ['', ''],
    ])
  })

  test('adds in any order, each resolved against its next sibling and parent', () => {
    const adds = [
      { parentId: 11, nextId: null, node: text(12, 'deep') },
      { parentId: 5, nextId: 14, node: text(13, 'c') },
      { parentId: 5, nextId: 13, node: element(11, 'b') },
      { parentId: 5, nextId: null, node: text(14, 'd') },
    ]
    expect(bodyOf([...snapshot([text(6, 'a')]), incremental({ source: 0, texts: [], attributes: [], removes: [], adds })])).toBe(
      'a<b>deep</b>cd',
    )
  })

  test('sheets in attributes, blocked elements, canvases, handlers, booleans and numbers', () => {
    const body = [
      element(6, 'link', { _cssText: 'a::before { content: "</style>"; }' }),
      element(7, 'div', { class: 'x', rr_width: '10px', rr_height: '20px' }),
      element(8, 'canvas', { rr_dataURL: 'data:image/png;base64,AA==', width: '3' }),
      element(9, 'input', { checked: true, tabindex: 3, onclick: 'x()', 'bad name': '1', rr_scrollTop: 9 }),
      element(10, 'textarea', { value: 'typed' }, [text(11, 'old')]),
      element(12, 'script', {}, [text(13, 'SCRIPT_PLACEHOLDER')]),
      element(14, 'img', { src: 'x.png', srcset: 'y.png 2x', rr_dataURL: 'data:image/gif;base64,AA==' }),
      { type: 5, id: 15, textContent: 'a-->b' },
      element(16, 'canvas'),
    ]
    const json = snapshot(body)
    expect(bodyOf(json)).toBe(
      '<style>a::before { content: "<\\/style>"; }</style><div class="x" style="width: 10px; height: 20px;"></div><img width="3" src="data:image/png;base64,AA=="><input checked="" tabindex="3"><textarea>typed</textarea><script></script><img src="data:image/gif;base64,AA=="><!--a- ->b--><canvas></canvas>',
    )
    expect(eventsFromRrweb(json).skipped).toEqual([{ what: 'canvas', count: 1 }])
    expect(one(json, 'scroll')).toMatchObject({ x: 0, y: 9 })
  })

  test('style diffs, adopted sheets, clicks, pointer paths, console, custom events', () => {
    const json = [
      ...snapshot([element(6, 'p', { style: 'color: red; background: url("a;b")' })]),
      incremental({
        source: 0,
        texts: [],
        removes: [],
        adds: [],
        attributes: [{ id: 6, attributes: { style: { color: false, margin: ['1px', 'important'] } } }],
      }),
      incremental({ source: 15, id: 1, styleIds: [7], styles: [{ styleId: 7, rules: [{ rule: 'a{}', index: 0 }] }] }),
      incremental({ source: 8, styleId: 7, adds: [{ rule: 'b{}', index: 0 }] }),
      incremental({ source: 2, type: 2, id: 6, x: 10, y: 20, pointerType: 2 }),
      incremental({
        source: 1,
        positions: [
          { x: 5, y: 6, id: 6, timeOffset: -50 },
          { x: 7, y: 9, id: 6, timeOffset: -20 },
        ],
      }),
      incremental({ source: 7, type: 0, id: 6 }),
      {
        type: 6,
        timestamp: 2000,
        data: { plugin: 'rrweb/console@1', payload: { level: 'warn', payload: ['"hello"', '{"a":1}'], trace: [] } },
      },
      { type: 5, timestamp: 2000, data: { tag: 'bought', payload: { total: 3 } } },
    ]
    expect(bodyOf(json)).toBe('<p style="background: url(&quot;a;b&quot;); margin: 1px !important;"></p>')
    expect(one(json, 'click')).toMatchObject({ id: 5, x: 13, y: 60, pointer: 'touch', ordinal: 1, key: '', boxWidth: 0 })
    expect(one(json, 'pointer')).toMatchObject({
      timeMs: 1950,
      points: [
        { afterMs: 0, x: 5, y: 6 },
        { afterMs: 30, x: 2, y: 3 },
      ],
    })
    expect(one(json, 'console')).toMatchObject({ level: 'warn', message: 'hello {"a":1}' })
    expect(one(json, 'track')).toMatchObject({ name: 'bought', properties: '{"total":3}' })
    expect(eventsFromRrweb(json).events.findLast(({ type }) => type === 'sheet')).toMatchObject({ owner: 0, css: 'b{}\na{}' })
    expect(eventsFromRrweb(json).skipped).toEqual([{ what: 'media', count: 1 }])
  })
})

test('W14: links get their CSS and pictures their bytes on the way out', () => {
  const assets: Record<string, string> = {
    'https://x/a.css': 'p{background:url("https://x/i.png")}',
    'https://x/i.png': 'data:image/png;base64,AA==',
  }
  const json = snapshot([element(6, 'link', { rel: 'stylesheet', href: 'https://x/a.css' }), element(7, 'img', { src: 'https://x/i.png' })])
  const written = JSON.stringify(rrwebFromEvents(eventsFromRrweb(json).events, { asset: (url) => assets[url] }))
  expect(written).toContain('"_cssText":"p{background:url(\\"data:image/png;base64,AA==\\")}"')
  expect(written).not.toContain('https://x/')
})

test('W14: a constructed sheet is told to rrweb with the first who adopts it, and once for each edit', () => {
  const events = [
    ...eventsFromRrweb(snapshot([])).events,
    { type: 'sheet', timeMs: 3000, owner: firstSheetId, css: 'a{}' },
    { type: 'adopt', timeMs: 3000, id: 1, sheets: [firstSheetId] },
    { type: 'sheetEdit', timeMs: 3001, owner: firstSheetId, index: 1, removed: 0, css: 'b{}' },
  ] as PlayheadEvent[]
  const json = rrwebFromEvents(events, { asset: () => undefined })
  expect(json.slice(-2).map(({ data }) => data)).toEqual([
    {
      source: 15,
      id: expect.any(Number),
      styleIds: [firstSheetId],
      styles: [{ styleId: firstSheetId, rules: [{ rule: 'a{}', index: 0 }] }],
    },
    { source: 8, styleId: firstSheetId, replaceSync: 'a{}\fb{}' },
  ])
  expect(eventsFromRrweb(json).events.findLast(({ type }) => type === 'sheet')).toMatchObject({ owner: 0, css: 'a{}\nb{}' })
})

test('W14: what is no rrweb recording is foreign', () => {
  const packed = ['x', 'y']
  for (const json of ['', '{', 'null', '{}', [], {}, [1], [null], 5, undefined, [{ type: 'x' }], packed, snapshot([]).slice(0, 1)])
    expect(() => eventsFromRrweb(json), JSON.stringify(json)).toThrow(expect.objectContaining({ name: 'WireError', code: 'foreign' }))
  expect(() => eventsFromRrweb(packed)).toThrow('packed')
})

test('W14: an event that cannot be read is passed over and counted, wherever it stands', () => {
  const add = (parentId: number, id: number): object =>
    incremental({ source: 0, texts: [], attributes: [], removes: [], adds: [{ parentId, nextId: null, node: text(id, `${id}`) }] })
  const bad = [null, 7, 'packed?', [], { type: 3 }, { type: 'x', timestamp: 1 }, { ...incremental({}), timestamp: '2026-01-01' }]
  const worse = [
    incremental({ source: 0, adds: 5 }),
    incremental({ source: 0, adds: [null] }),
    incremental({ source: 0, texts: [7] }),
    incremental({ source: 1, positions: {} }),
    { type: 6, timestamp: 2000 },
    { ...(snapshot([])[1] as object), data: { node: null } },
    { ...(snapshot([])[1] as object), data: { node: { type: 2 } } },
  ]
  const good = [...snapshot([text(6, 'a')]), add(5, 7), add(5, 8)]
  for (const one of [...bad, ...worse])
    for (let place = 0; place <= good.length; place++) {
      const json = good.toSpliced(place, 0, one as object)
      const found = eventsFromRrweb(json)
      expect(bodyOf(json), JSON.stringify(one)).toBe('a78')
      const count = found.skipped.reduce((sum, { what, count }) => (/read|snapshot|plugin/.test(what) ? sum + count : sum), 0)
      expect(count, `${JSON.stringify(one)} at ${place}`).toBe(1)
    }
  const { skipped, unread } = eventsFromRrweb([...bad, ...good, ...worse.slice(0, 2)])
  expect(skipped).toEqual([{ what: 'unreadable event', count: 9 }])
  expect(unread).toBe(9)
})

test('W14: a mutation that turns out to be broken is told as far as it was understood', () => {
  const json = [
    ...snapshot([text(6, 'a'), element(7, 'p')]),
    incremental({ source: 0, removes: [{ parentId: 5, id: 6 }], adds: [{ parentId: 5, nextId: null, node: text(9, 'b') }, null] }),
    incremental({ source: 0, adds: [{ parentId: 7, nextId: null, node: text(10, 'c') }] }),
  ]
  expect(bodyOf(json)).toBe('<p>c</p>b')
})

test('W14: a node that is told under an id that is taken takes nothing off the page', () => {
  const add = (node: object, parentId = 5, more: object = {}): object =>
    incremental({ source: 0, texts: [], attributes: [], removes: [], adds: [{ parentId, nextId: null, node }], ...more })
  const body = [element(6, 'p', {}, [text(7, 'one'), element(8, 'b', {}, [text(9, 'in')])]), element(10, 'i')]
  // What it is stays it, with what is in it.
  expect(bodyOf([...snapshot(body), add(element(6, 'p', { title: 'x' }))])).toBe('<i></i><p title="x">one<b>in</b></p>')
  // What it is not goes by that id from then on.
  const other = [...snapshot(body), add(element(6, 'h1')), add(text(12, 'two'), 6)]
  expect(bodyOf(other)).toBe('<p>one<b>in</b></p><i></i><h1>two</h1>')
  expect(eventsFromRrweb(other).skipped).toEqual([{ what: 'repeated id', count: 1 }])
  expect(bodyOf([...snapshot(body), add(text(6, 'plain'))])).toBe('<p>one<b>in</b></p><i></i>plain')
  // Into itself, or into what stands in it: there is no such place, and the page stays.
  expect(bodyOf([...snapshot(body), add(element(6, 'p', {}, []), 8)])).toBe('<p>one<b>in</b></p><i></i>')
  // The page itself, told again as one of its own nodes.
  for (const id of [1, 3, 5]) expect(bodyOf([...snapshot(body), add(element(id, 'div'))])).toContain('one')
  expect(bodyOf([...snapshot(body), add(element(5, 'body', { class: 'x' }), 3)])).toBe('<p>one<b>in</b></p><i></i>')
  // One that stands elsewhere comes out of there, and its own place is not told twice.
  expect(bodyOf([...snapshot(body), add(element(8, 'b', {}, [text(9, 'in')]), 10), add(text(11, 'after'), 8)])).toBe(
    '<p>one</p><i><b>inafter</b></i>',
  )
})

test('W14: of what stands in a `<style>` its text comes in, and no element, comment or shadow root', () => {
  const style = element(6, 'style', {}, [text(7, 'b{}'), element(8, 'p', {}, [text(9, 'x')]), { type: 5, id: 10, textContent: 'c' }])
  const json = [
    ...snapshot([
      style,
      element(20, 'style', {}, [element(21, 'i', {}, [], { isShadow: true })], { isShadowHost: true }),
      element(11, 'u'),
    ]),
    incremental({
      source: 0,
      texts: [],
      attributes: [],
      removes: [{ parentId: 5, id: 11 }],
      adds: [
        { parentId: 6, nextId: 7, node: element(11, 'u') },
        { parentId: 6, nextId: null, node: text(12, 'i{}') },
        { parentId: 6, nextId: null, node: element(13, 'i', {}, [], { isShadow: true }) },
        { parentId: 5, nextId: null, node: element(14, 'b') },
      ],
    }),
  ]
  expect(bodyOf(json)).toBe('<style>b{}i{}</style><style></style><b></b>')
})

test('W14: whatever the times say, nothing is shown before the first picture, and the session begins with it', () => {
  const change = (timestamp: number, value: string): object => incremental({ source: 0, texts: [{ id: 6, value }] }, timestamp)
  const json = [
    { type: 5, timestamp: 0, data: { tag: 'early' } },
    ...snapshot([text(6, 'a')], 5000),
    change(7000, 'last'),
    change(6000, 'b'),
    change(3000, 'before'),
  ]
  const { events, startedAtMs, skipped } = eventsFromRrweb(json)
  expect(bodyOf(json)).toBe('last')
  expect(skipped).toEqual([{ what: 'event before the first snapshot', count: 1 }])
  expect(startedAtMs).toBe(5000)
  expect(events.map(({ timeMs }) => timeMs)).toEqual(events.map(({ timeMs }) => Math.max(5000, timeMs)).sort((a, b) => a - b))
  expect(events.find(isDomEvent)!.type).toBe('keyframe')
  expect(one(json, 'track').timeMs).toBe(5000)
})

test('W14: a recording with anything changed is imported or refused', () => {
  const good = [
    ...snapshot([element(6, 'p', { style: 'color: red' }, [text(7, 'a')]), element(8, 'style', { _cssText: 'a{} b{}' }, [text(9, '')])]),
    incremental({
      source: 0,
      texts: [{ id: 7, value: 'b' }],
      attributes: [{ id: 6, attributes: { title: 'x' } }],
      removes: [{ parentId: 5, id: 8 }],
      adds: [
        { parentId: 6, nextId: 7, node: element(20, 'b') },
        { parentId: 20, nextId: null, node: element(8, 'style') },
      ],
    }),
    incremental({ source: 8, id: 8, adds: [{ rule: 'c{}', index: [0, 1] }], removes: [{ index: 0 }] }),
    incremental({ source: 5, id: 6, text: 'x', isChecked: false }),
    incremental({ source: 1, positions: [{ x: 5, y: 6, id: 6, timeOffset: -50 }] }),
  ]
  const source = JSON.stringify(good)
  const spots = [...source.matchAll(/(?<=:)(?:\d+|"[^"]*"|null|false)|(?<=:)\[\]/g)]
  let read = 0
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.nat(spots.length - 1),
          fc.constantFrom('1', '5', '6', '8', '20', '-1', '1e300', '"x"', 'null', '[]', '{}', 'true', '[[]]', '{"toString":1}'),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      (changes) => {
        let json = source
        for (const [at, value] of changes.toSorted((a, b) => b[0] - a[0]))
          json = json.slice(0, spots[at]!.index) + value + json.slice(spots[at]!.index + spots[at]![0].length)
        try {
          const { events } = eventsFromRrweb(json)
          rrwebFromEvents(events, { asset: () => undefined })
          const doms = events.filter(isDomEvent)
          const model = createDocumentModel()
          for (const event of doms) model.apply(event)
          // Whatever is broken is left out before it is begun: what follows finds its place.
          if (changes.length === 1) expect(model.unplaced).toBe(0)
          expect(doms[0]!.type).toBe('keyframe')
          read++
        } catch (error) {
          if (error instanceof SyntaxError) return
          expect(error).toBeInstanceOf(WireError)
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(read).toBeGreaterThan(300)
})
