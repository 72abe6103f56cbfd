import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeBetween } from './change/change.ts'
import { createDocumentModel, type DocumentModel } from './document.ts'
import type { DomEvent } from './event.ts'
import { findByKey, elementKey } from './element-key.ts'
import { pageEvent, start } from './page.property.ts'
import { viewElement, viewRoot } from './view.ts'

const from = (events: readonly DomEvent[]): DocumentModel => {
  const model = createDocumentModel()
  for (const one of events) model.apply(one)
  return model
}

/** Pages once met whose HTML did not say them: of elements, comments and roots in what holds text only. */
const style: DomEvent = { type: 'add', timeMs: 0, parent: 4, before: 0, html: '<style>b{}</style>', splits: [], empties: [] }
const within = (html: string): DomEvent => ({ type: 'add', timeMs: 0, parent: 13, before: 0, html, splits: [], empties: [] })
const met: [DomEvent[]][] = [
  [[style, { type: 'move', timeMs: 0, id: 5, parent: 13, before: 0 }]],
  [[style, within('i{}<p>x</p><b></b>')]],
  [[style, within('<!--c-->')]],
  [[style, within('<template shadowrootmode="open">z</template>')]],
]

test('W8, W9: whatever events do to a page, a keyframe of it is the same page', () => {
  fc.assert(
    fc.property(fc.array(pageEvent, { maxLength: 80 }), (events) => {
      const model = from([start, ...events])
      const snapshot = changeBetween(null, model, 5)
      const again = from(snapshot)
      expect(again.html()).toBe(model.html())
      expect(again.unplaced).toBe(0)
      expect(changeBetween(null, again, 5)).toEqual(snapshot)
    }),
    { numRuns: 1500, examples: met },
  )
})

test('W8: references that lead nowhere are counted, use up their ids, and change nothing', () => {
  const model = from([start])
  const before = model.html()
  const lost: DomEvent[] = [
    { type: 'add', timeMs: 0, parent: 99, before: 0, html: '<p>x</p>', splits: [], empties: [] },
    { type: 'remove', timeMs: 0, id: 99 },
    { type: 'remove', timeMs: 0, id: 1 },
    { type: 'move', timeMs: 0, id: 2, parent: 5, before: 0 },
    { type: 'text', timeMs: 0, id: 2, text: 'x' },
    { type: 'attribute', timeMs: 0, id: 6, name: 'a', value: 'b' },
  ]
  for (const [i, one] of lost.entries()) {
    model.apply(one)
    expect(model.unplaced, one.type).toBe(i + 1)
  }
  expect(model.html()).toBe(before)
  expect(model.lastId).toBe(14)
})

const frame = (host: number, html: string): DomEvent => ({
  type: 'frame',
  timeMs: 0,
  host,
  html,
  doctype: '<!DOCTYPE html>',
  url: 'https://a.example/',
  base: 'https://a.example/b/',
  splits: [],
  empties: [],
})

test('W8: a frame is numbered on from the last id; another one, or the end of its host, ends its ids; a frame nowhere uses its ids up', () => {
  const model = from([start, frame(12, '<html><body><iframe></iframe></body></html>'), frame(16, '<html>a</html>')])
  expect([model.node(13)?.kind, model.node(13)?.parent?.id, model.node(17)?.kind, model.node(19)?.data]).toEqual([
    'document',
    12,
    'document',
    'a',
  ])
  expect(model.html()).toBe((start as { html: string }).html)
  model.apply({ type: 'text', timeMs: 0, id: 19, text: 'b' })
  model.apply({ type: 'add', timeMs: 0, parent: 17, before: 0, html: '<p></p>', splits: [], empties: [] })
  const told = changeBetween(null, model, 1).filter(({ type }) => type === 'frame')
  expect(told).toMatchObject([
    { host: 12, html: '<html><body><iframe></iframe></body></html>', url: 'https://a.example/', base: 'https://a.example/b/' },
    { host: 16, html: '<html>b</html><p></p>' },
  ])
  model.apply(frame(12, '<html></html>'))
  expect([13, 16, 17, 20].map((id) => model.node(id))).toEqual([undefined, undefined, undefined, undefined])
  expect(model.node(22)?.name).toBe('html')
  expect(model.unplaced).toBe(0)
  model.apply({ type: 'remove', timeMs: 0, id: 12 })
  expect([21, 22].map((id) => model.node(id))).toEqual([undefined, undefined])
  for (const host of [12, 99, 5]) model.apply(frame(host, '<html></html>'))
  expect([model.lastId, model.unplaced, model.node(24)?.parent?.parent]).toEqual([28, 3, null])
})

test('W13: an element in a frame is found through its iframe', () => {
  const model = from([start, frame(12, '<html><head></head><body><b id="x"></b><a></a></body></html>')])
  const view = viewElement(model.node(18)!)
  const key = elementKey(view, () => false)
  expect(key).toBe('body>iframe:1>>body>a:1')
  expect(findByKey(viewRoot(model.document), key)?.node).toBe(model.node(18))
})

test('W13: an element of the model is found again by its key', () => {
  const model = from([start])
  const root = viewRoot(model.document)
  for (const [nodeId, key] of [
    [5, 'body>p:1'],
    [9, 'body>div:1>>i:1'],
  ] as const) {
    const view = viewElement(model.node(nodeId)!)
    expect(elementKey(view, () => false)).toBe(key)
    expect(findByKey(root, key)?.node).toBe(model.node(nodeId))
  }
})
