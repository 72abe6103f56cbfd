import fc from 'fast-check'
import { domTable } from './dom-event.ts'
import { type EventSpec, eventTable, type EventType, type PlayheadEvent } from './event.ts'
import type { Kind, Shape } from './field.ts'

/** Random values of every kind, already quantised, so that they come back as they were. For tests. */
export function arbitraryOf(kind: Kind): fc.Arbitrary<unknown> {
  if (typeof kind !== 'string') {
    if ('optional' in kind) return fc.option(arbitraryOf(kind.optional), { nil: undefined })
    if ('list' in kind) return fc.array(arbitraryOf(kind.list), { maxLength: 5 })
    if ('oneOf' in kind) return fc.constantFrom(...kind.oneOf)
    return arbitraryShape(kind.record)
  }
  switch (kind) {
    case 'text':
      return fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 300 }))
    case 'bool':
      return fc.boolean()
    case 'uint':
    case 'id':
      return fc.oneof(fc.nat(300), fc.nat(), fc.maxSafeNat())
    case 'int':
      return fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -(2 ** 51), max: 2 ** 51 }))
    case 'fixed':
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((whole) => whole / 100)
    case 'unit':
      return fc.integer({ min: 0, max: 1000 }).map((whole) => whole / 1000)
  }
}

/** A record; fields that are absent have no key. */
export function arbitraryShape(shape: Shape): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries(Object.entries(shape).map(([name, kind]) => [name, arbitraryOf(kind)]))
  return fc.record(fields).map((value) => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)))
}

const types = Object.keys(eventTable) as EventType[]

/** Events of a lane (or of both), in order of time from `baseMs`. */
export function arbitraryEvents(baseMs: number, lane?: 'dom' | 'signal', maxLength: number = 12): fc.Arbitrary<PlayheadEvent[]> {
  const one = types
    .filter((type) => !lane || type in domTable === (lane === 'dom'))
    .map((type) =>
      fc
        .tuple(fc.nat(5000), arbitraryShape((eventTable[type] as EventSpec).fields))
        .map(([afterMs, fields]) => ({ type, afterMs, fields })),
    )
  return fc.array(fc.oneof(...one), { maxLength }).map((list) => {
    let timeMs = baseMs
    return list.map(({ type, afterMs, fields }) => ({ type, timeMs: (timeMs += afterMs), ...fields }) as unknown as PlayheadEvent)
  })
}
