import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryEvents, arbitraryShape } from './arbitrary.property.ts'
import { decodeEvents, encodeEvents } from './codec.ts'
import { WireError } from './error.ts'
import { domTable } from './dom-event.ts'
import { type EventSpec, eventTable, type EventType, type PlayheadEvent } from './event.ts'
import { signalTable } from './signal-event.ts'

const baseMs = 1_790_000_000_000

describe('W5, W6: every event of the table comes back as it was', () => {
  test.for(Object.keys(eventTable) as EventType[])('%s', (type) => {
    const { fields } = eventTable[type] as EventSpec
    const arbitrary = fc.array(arbitraryShape(fields), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(arbitrary, (values) => {
        const events = values.map((value, i) => ({ type, timeMs: baseMs + i, ...value })) as unknown as PlayheadEvent[]
        expect(decodeEvents(encodeEvents(events, baseMs), baseMs)).toEqual(events)
      }),
      { numRuns: 60 },
    )
  })

  test('codes are unique, and lanes keep to their ranges', () => {
    const specs = Object.values<EventSpec>(eventTable)
    expect(new Set(specs.map(({ code }) => code)).size).toBe(specs.length)
    for (const { code } of Object.values<EventSpec>(domTable)) expect(code < 32 || code > 62).toBe(true)
    for (const { code } of Object.values<EventSpec>(signalTable)) expect(code > 31).toBe(true)
  })
})

test('W5: numbers are kept to their kind, and nothing makes the encoder throw', () => {
  const scroll = { type: 'scroll', timeMs: baseMs, id: 7, x: 1.239, y: -1.239 } as const
  expect(decodeEvents(encodeEvents([scroll], baseMs), baseMs)).toEqual([{ ...scroll, x: 1.24, y: -1.24 }])
  const odd = { type: 'scroll', timeMs: Number.NaN, id: -3, x: Number.NaN, y: -0 } as const
  expect(decodeEvents(encodeEvents([odd, scroll], baseMs), baseMs)).toEqual([
    { ...odd, timeMs: baseMs, id: 0, x: 0, y: 0 },
    { ...scroll, x: 1.24, y: -1.24 },
  ])
})

test('W5: a lone surrogate becomes U+FFFD, and its neighbours stay', () => {
  const text = (id: number, value: string): PlayheadEvent => ({ type: 'text', timeMs: baseMs, id, text: value })
  const events = [text(1, 'a\ud800b'), text(2, '\u{1f600}'), text(3, '\udc00'), text(4, '\ufeffend')]
  const read = decodeEvents(encodeEvents(events, baseMs), baseMs)
  expect(read.map((event) => 'text' in event && event.text)).toEqual(['a\ufffdb', '\u{1f600}', '\ufffd', '\ufeffend'])
})

test('W10: time never runs backwards within a lane', () => {
  const at = (timeMs: number): PlayheadEvent => ({ type: 'remove', timeMs, id: 1 })
  expect(
    decodeEvents(encodeEvents([at(baseMs + 5), at(baseMs), at(baseMs + 9.6)], baseMs), baseMs).map(({ timeMs }) => timeMs - baseMs),
  ).toEqual([5, 5, 10])
})

test('W4: every cut section, and random bytes, are a WireError or events', () => {
  const isWireError = (bytes: Uint8Array): void => {
    try {
      decodeEvents(bytes, baseMs)
    } catch (error) {
      expect(error).toBeInstanceOf(WireError)
    }
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isWireError), { numRuns: 2000 })
  fc.assert(
    fc.property(arbitraryEvents(baseMs), (events) => {
      const bytes = encodeEvents(events, baseMs)
      for (let size = 0; size < bytes.length; size++) expect(() => decodeEvents(bytes.subarray(0, size), baseMs)).toThrow(WireError)
    }),
    { numRuns: 60 },
  )
})
