import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDocumentModel, type DocumentModel } from './document.ts'
import type { DomEvent } from './event.ts'
import { findByKey, elementKey } from './element-key.ts'
import { viewElement, viewRoot } from './view.ts'

const start: DomEvent = {
  type: 'keyframe',
  timeMs: 0,
  html: '<html><head></head><body><p>a</p><div id="d"><template shadowrootmode="open"><i>s</i></template>light</div></body></html>',
  doctype: '<!DOCTYPE html>',
  url: '',
  base: '',
  nodes: 11,
  width: 0,
  height: 0,
  scrollX: 0,
  scrollY: 0,
  splits: [],
  empties: [],
}

const id = fc.nat(60)
const text = fc.constantFrom('', 'a', '&<b>', '\u00a0')
const html = fc.constantFrom(
  '<p>x</p>',
  'text',
  '<b></b><i>1</i>',
  '<svg><g></g></svg>',
  '<div><template shadowrootmode="open">z</template></div>',
  '<br>',
  '',
)
const event: fc.Arbitrary<DomEvent> = fc.oneof(
  fc.record({
    type: fc.constant('add' as const),
    timeMs: fc.constant(0),
    parent: id,
    before: id,
    html,
    splits: fc.constant<never[]>([]),
    empties: fc.constant<never[]>([]),
  }),
  fc.record({ type: fc.constant('remove' as const), timeMs: fc.constant(0), id }),
  fc.record({ type: fc.constant('move' as const), timeMs: fc.constant(0), id, parent: id, before: id }),
  fc.record({ type: fc.constant('move' as const), timeMs: fc.constant(0), id, parent: id, before: fc.constant(0) }),
  fc.record({ type: fc.constant('text' as const), timeMs: fc.constant(0), id, text }),
  fc.record({
    type: fc.constant('attribute' as const),
    timeMs: fc.constant(0),
    id,
    name: fc.constantFrom('a', 'b c', 'title'),
    value: text,
  }),
  fc.record({ type: fc.constant('input' as const), timeMs: fc.constant(0), id, value: text }),
  fc.record({ type: fc.constant('scroll' as const), timeMs: fc.constant(0), id, x: id, y: id }),
  fc.record({ type: fc.constant('focus' as const), timeMs: fc.constant(0), id, visible: fc.boolean() }),
)

const from = (events: readonly DomEvent[]): DocumentModel => {
  const model = createDocumentModel()
  for (const one of events) model.apply(one)
  return model
}

test('W8, W9: whatever events do to a page, a keyframe of it is the same page', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80 }), (events) => {
      const model = from([start, ...events])
      const snapshot = model.snapshot(5)
      const again = from(snapshot)
      expect(again.html()).toBe(model.html())
      expect(again.unplaced).toBe(0)
      expect(again.snapshot(5)).toEqual(snapshot)
    }),
    { numRuns: 1500 },
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
  expect(model.lastId).toBe(13)
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
