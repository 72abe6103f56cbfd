import { describe, expect, test } from 'vitest'
import { boundsOf, clockOf, lengthOf, moveEdge, shortened, spanAround } from './clip-span.ts'

const hour = 3_600_000

describe('a span around a moment', () => {
  test('is 20 s, and stays within the session', () => {
    expect(spanAround(60_000, hour)).toEqual({ fromMs: 50_000, toMs: 70_000 })
    expect(spanAround(3_000, hour)).toEqual({ fromMs: 0, toMs: 20_000 })
    expect(spanAround(hour, hour)).toEqual({ fromMs: hour - 20_000, toMs: hour })
    expect(spanAround(4_000, 8_000)).toEqual({ fromMs: 0, toMs: 8_000 })
  })
  test('says its ends and its length', () => {
    const span = { fromMs: 12_000, toMs: 32_000 }
    expect([clockOf(span), lengthOf(span)]).toEqual(['0:12 – 0:32', '20 s'])
    // Both are of whole seconds, and agree.
    const parts = { fromMs: 300, toMs: 11_900 }
    expect([clockOf(parts), lengthOf(parts)]).toEqual(['0:00 – 0:11', '11 s'])
  })
})

describe('an end that is moved', () => {
  const span = { fromMs: 400_000, toMs: 420_000 }
  test('stays a second from the other, and five minutes at most', () => {
    expect(moveEdge(span, 'fromMs', 500_000, hour)).toEqual({ fromMs: 419_000, toMs: 420_000 })
    expect(moveEdge(span, 'fromMs', 0, hour)).toEqual({ fromMs: 120_000, toMs: 420_000 })
    expect(moveEdge(span, 'toMs', hour, hour)).toEqual({ fromMs: 400_000, toMs: 700_000 })
    expect(moveEdge(span, 'toMs', 0, hour)).toEqual({ fromMs: 400_000, toMs: 401_000 })
  })
  test('stays within the session', () => {
    expect(moveEdge(span, 'toMs', hour, 450_000).toMs).toBe(450_000)
    expect(boundsOf({ fromMs: 5_000, toMs: 9_000 }, 'fromMs', 10_000)).toEqual({ leastMs: 0, mostMs: 8_000 })
  })
  test('of a span that a link made longer, is within what can be drawn', () =>
    expect(shortened({ fromMs: 1_000, toMs: hour })).toEqual({ fromMs: 1_000, toMs: 301_000 }))
})
