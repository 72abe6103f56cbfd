import type { Exchange } from '@playhead/analysis'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrangeExchanges, barOf, type ExchangeView, ticksOf, windowAround } from './waterfall.ts'

describe('the window', () => {
  test('has the playhead in the middle, but never leaves the session', () => {
    expect(windowAround(30_000, 10_000, 60_000)).toEqual({ fromMs: 25_000, toMs: 35_000 })
    expect(windowAround(1000, 10_000, 60_000)).toEqual({ fromMs: 0, toMs: 10_000 })
    expect(windowAround(59_000, 10_000, 60_000)).toEqual({ fromMs: 50_000, toMs: 60_000 })
    expect(windowAround(500, 10_000, 2000)).toEqual({ fromMs: 0, toMs: 2000 })
  })

  test('holds the playhead, its bars and its ticks, whatever there is', () => {
    const ms = fc.nat(10_000_000)
    fc.assert(
      fc.property(ms, fc.integer({ min: 1, max: 1_000_000 }), ms, ms, ms, (at, span, durationMs, startMs, tookMs) => {
        const atMs = Math.min(at, durationMs)
        const window = windowAround(atMs, span, durationMs)
        expect(window.fromMs).toBeLessThanOrEqual(atMs)
        expect(window.toMs).toBeGreaterThanOrEqual(atMs)
        const { left, width, side } = barOf(startMs, startMs + tookMs, window)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(width).toBeGreaterThanOrEqual(0)
        expect(left + width).toBeLessThanOrEqual(1 + 1e-9)
        expect(side === 'within').toBe(startMs <= window.toMs && startMs + tookMs >= window.fromMs)
        const ticks = ticksOf(window, 6)
        expect(ticks.length).toBeLessThanOrEqual(6)
        for (const tick of ticks) expect(barOf(tick, tick, window).side).toBe('within')
      }),
    )
  })

  test('ticks are round', () => {
    expect(ticksOf({ fromMs: 24_300, toMs: 34_300 }, 6)).toEqual([26_000, 28_000, 30_000, 32_000, 34_000])
  })
})

describe('the list', () => {
  const exchange = (startMs: number, more: Partial<Exchange> = {}): Exchange => ({
    kind: 'fetch',
    tab: 't',
    startMs,
    endMs: startMs + 10,
    method: 'GET',
    url: `https://shop.example/${startMs}`,
    status: 200,
    isFailed: false,
    sizeBytes: null,
    request: undefined,
    response: undefined,
    traffic: [],
    ...more,
  })
  const all = [
    exchange(1, { endMs: 100 }),
    exchange(2, { status: 500, isFailed: true, response: '{"body":"No plan"}' }),
    exchange(3, { kind: 'socket', endMs: null, sizeBytes: 9 }),
    exchange(4, { sizeBytes: 5 }),
  ]
  const order = (view: Partial<ExchangeView>): number[] =>
    arrangeExchanges(all, { sort: 'start', isDescending: false, failedFirst: false, kind: 'all', search: '', ...view }, 1000).map(
      ({ startMs }) => startMs,
    )

  test('is in order of time, failed ones first where that is asked', () => {
    expect(order({})).toEqual([1, 2, 3, 4])
    expect(order({ failedFirst: true })).toEqual([2, 1, 3, 4])
    expect(order({ failedFirst: true, sort: 'size', isDescending: true })).toEqual([2, 3, 4, 1])
  })

  test('sorts by what it shows: an open socket is still going on', () => {
    expect(order({ sort: 'duration', isDescending: true })).toEqual([3, 1, 2, 4])
    expect(order({ sort: 'size' })).toEqual([1, 2, 4, 3])
  })

  test('finds by kind, address, status and bodies', () => {
    expect(order({ kind: 'failed' })).toEqual([2])
    expect(order({ kind: 'socket' })).toEqual([3])
    expect(order({ kind: 'fetch' })).toEqual([1, 2, 4])
    expect(order({ search: 'no PLAN' })).toEqual([2])
    expect(order({ search: 'get https://shop.example/4' })).toEqual([4])
  })
})
