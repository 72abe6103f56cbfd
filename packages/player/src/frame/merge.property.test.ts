import { changeBetween, createDocumentModel, type DomEvent, type DocumentModel } from '@playhead/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeChanges } from './merge.ts'

const boxes = '<i style="left:1px;top:2.50px">a</i>'.repeat(4)
const html = `<html><head></head><body>${boxes}<p>b</p></body></html>`
const first: DomEvent = { type: 'keyframe', timeMs: 0, url: '', base: '', doctype: '', html, nodes: 14, scrollX: 0, scrollY: 0, width: 9, height: 9, splits: [], empties: [] } // prettier-ignore

function pageOf(events: readonly DomEvent[]): DocumentModel {
  const page = createDocumentModel()
  for (const event of [first, ...events]) page.apply(event)
  return page
}
const ids = [...Array(40).keys()].filter((id) => pageOf([]).node(id)?.name === 'i')
const id = fc.constantFrom(...ids)
const deltas = (chosen: readonly number[]): number[] => chosen.map((one, i) => one - (chosen[i - 1] ?? 0))
const shift = fc.constantFrom(0, 0, 1000, -1000, 250)
const word = fc.constantFrom('x', 'y', '')

const event: fc.Arbitrary<DomEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(ids, ids, ids.slice(1)), fc.array(shift, { minLength: 8, maxLength: 8 })).map(([chosen, shifts]) => ({ type: 'restyle', timeMs: 1, ids: deltas(chosen), shifts: shifts.slice(0, chosen.length * 2) }) as const) }, // prettier-ignore
  { weight: 3, arbitrary: fc.tuple(id, word).map(([of, text]) => ({ type: 'text', timeMs: 1, id: of + 1, text }) as const) },
  { weight: 3, arbitrary: fc.tuple(id, fc.constantFrom('class', 'title'), word).map(([of, name, value]) => ({ type: 'attribute', timeMs: 1, id: of, name, value }) as const) }, // prettier-ignore
  { weight: 1, arbitrary: fc.tuple(id, fc.constantFrom('left:3px;top:4px', 'top:1.0px;left:0px')).map(([of, value]) => ({ type: 'attribute', timeMs: 1, id: of, name: 'style', value }) as const) }, // prettier-ignore
  { weight: 1, arbitrary: id.map((of) => ({ type: 'attribute', timeMs: 1, id: of, name: 'style' }) as const) },
  { weight: 1, arbitrary: fc.constant({ type: 'scroll', timeMs: 1, id: 1, x: 0, y: 5 } as const) },
  { weight: 1, arbitrary: id.map((of) => ({ type: 'remove', timeMs: 1, id: of }) as const) },
)

test('merged changes lead to the same page as all of them one by one', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const merged = mergeChanges(events.map((one, index) => ({ event: one, after: index }))).map((one) => one.event)
      expect(changeBetween(null, pageOf(merged), 5)).toEqual(changeBetween(null, pageOf(events), 5))
      expect(merged.length).toBeLessThanOrEqual(events.length)
    }),
    { numRuns: 2000 },
  )
})

test('eight frames of the same motion are one', () => {
  const frames = Array.from({ length: 8 }, (_, i): DomEvent => ({ type: 'restyle', timeMs: i, ids: deltas(ids), shifts: ids.flatMap(() => [1000, 2000]) })) // prettier-ignore
  const merged = mergeChanges(frames.map((one, after) => ({ event: one, after })))
  expect(merged).toEqual([{ event: { ...frames[7], shifts: ids.flatMap(() => [8000, 16_000]) }, after: 7 }])
})
