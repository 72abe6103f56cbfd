import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEvents, encodeEvents } from '../codec.ts'
import { createDocumentModel, type DocumentModel } from '../document.ts'
import type { DomEvent } from '../event.ts'
import { pageEvent, start } from '../page.property.ts'
import { changeBetween } from './change.ts'

const endMs = 2000
const from = (events: readonly DomEvent[]): DocumentModel => {
  const model = createDocumentModel()
  for (const one of events) model.apply(one)
  return model
}
const inOrder = (events: readonly DomEvent[]): DomEvent[] => {
  let timeMs = 0
  return events.map((event) => ({ ...event, timeMs: (timeMs = Math.max(timeMs, event.timeMs)) }))
}
/** Having pointed at, selected or adopted nothing is as good as never having told so. */
const isSaid = (event: DomEvent): boolean =>
  !(event.type === 'sheet' && !event.css) &&
  !(event.type === 'pointed' && !event.hover && !event.active) &&
  !(event.type === 'selection' && !event.anchor && !event.focus)
/** In which order these were told says nothing. */
const isUnordered = ({ type }: DomEvent): boolean => /^(?:define|font|animation|highlight)$/.test(type)
function whole(model: DocumentModel): unknown[] {
  const events = stored(changeBetween(null, model, endMs)).filter(isSaid)
  const unordered = events.filter(isUnordered).map((event) => JSON.stringify(event))
  return [...events.filter((event) => !isUnordered(event)), ...unordered.sort()]
}
/** As they come back from a recording. */
const stored = (events: readonly DomEvent[]): DomEvent[] => decodeEvents(encodeEvents(events, 0), 0) as DomEvent[]

/** Pages once met that were led astray: of nodes that stand nowhere, and of some that come from there. */
const inner: DomEvent = {
  type: 'frame', timeMs: 0, host: 0, html: '<html><head></head><body><p>x</p><iframe></iframe></body></html>', doctype: '', url: '', base: '',
  splits: [], empties: [],
} // prettier-ignore
const met: [DomEvent[], number, number][] = [
  [[inner, { type: 'topLayer', timeMs: 0, id: 14, layer: 'modal' }, { type: 'topLayer', timeMs: 0, id: 1, layer: 'modal' }], 2, 3],
  [
    [
      inner,
      { type: 'add', timeMs: 0, parent: 0, before: 0, html: '<p>x</p>', splits: [], empties: [] },
      { ...inner, host: 12 },
      { type: 'move', timeMs: 0, id: 5, parent: 22, before: 0 },
    ],
    0,
    4,
  ],
]

test('W17: what is told between two moments of a page leads from one to the other, forwards and back', () => {
  fc.assert(
    fc.property(fc.array(pageEvent, { maxLength: 60 }), fc.nat(60), fc.nat(60), (list, one, other) => {
      const events = inOrder(list)
      const [a, b] = [
        [start, ...events.slice(0, one)],
        [start, ...events.slice(0, other)],
      ]
      const way = stored(changeBetween(from(a), from(b), endMs))
      const led = from(a).copy()
      for (const event of way) led.apply(event)
      const wanted = from(b)
      expect(led.unplaced - from(a).unplaced).toBe(0)
      expect(led.html()).toBe(wanted.html())
      expect(whole(led)).toEqual(whole(wanted))
      expect(led.lastId).toBe(wanted.lastId)
      // There is nothing left to tell.
      const rest = changeBetween(led, wanted, endMs).filter(({ type }) => !/^(?:pointed|selection)$/.test(type))
      expect(rest.filter(({ type }) => type !== 'media' && type !== 'animation')).toEqual([])
    }),
    { numRuns: 2000, examples: met },
  )
})

test('what did not change is not touched', () => {
  const events: DomEvent[] = [
    start,
    { type: 'attribute', timeMs: 1, id: 5, name: 'title', value: 'x' },
    { type: 'add', timeMs: 2, parent: 4, before: 7, html: '<b>1</b><b>2</b>', splits: [], empties: [] },
    { type: 'move', timeMs: 3, id: 7, parent: 4, before: 5 },
    { type: 'remove', timeMs: 4, id: 12 },
  ]
  const [before, after] = [from([start]), from(events)]
  expect(changeBetween(before, after, 9).map(({ type }) => type)).toEqual(['remove', 'renumber', 'add', 'move', 'attribute'])
  expect(changeBetween(after, before, 9).map(({ type }) => type)).toEqual(['remove', 'remove', 'renumber', 'add', 'move', 'attribute'])
})
