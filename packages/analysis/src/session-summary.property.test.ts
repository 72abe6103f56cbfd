import type { SignalEvent } from '@playhead/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { click, depth, end, error, form, identify, page, request, response, viewport } from '../test/fixture.ts'
import { createSessionSummary, type Summary } from './session-summary.ts'

const eventArb = fc.tuple(fc.nat(20_000), fc.nat(11)).map(([timeMs, kind]): SignalEvent => {
  const makers = [
    () => click(timeMs),
    () => click(timeMs, { key: 'l', x: 400, interactive: false, affordance: 'pointer' }),
    () => page(timeMs, '/a'),
    () => page(timeMs, '/b/7'),
    () => viewport(timeMs, timeMs % 1500),
    () => response(timeMs, 100),
    () => depth(timeMs),
    () => request(timeMs, 500),
    () => form(timeMs, 'input'),
    () => error(timeMs),
    () => identify(timeMs, `u${timeMs % 3}`),
    () => end(timeMs),
  ]
  return makers[kind]!()
})
const chunksArb = fc
  .array(fc.tuple(fc.constantFrom('a', 'b'), fc.array(eventArb, { maxLength: 8 })), { minLength: 1, maxLength: 8 })
  .map((list) => list.map(([tab, signals], seq) => ({ tab, seq, signals })))

const summarize = (chunks: readonly { tab: string; seq: number; signals: SignalEvent[] }[]): Summary | null => {
  const summary = createSessionSummary('s', 'demo')
  for (const chunk of chunks) summary.add(chunk)
  return summary.summarize()
}
const plain = (summary: Summary | null, chunks: readonly { tab: string; seq: number }[]): unknown =>
  summary && { row: summary.row, signals: summary.signals, ended: summary.ended, rows: summary.eventRows(chunks) }

test('the order in which chunks come, and that some come twice, makes no difference', () => {
  fc.assert(
    fc.property(chunksArb, fc.array(fc.nat()), (chunks, order) => {
      const shuffled = [...chunks, ...chunks.slice(0, 2)]
        .map((chunk, i) => ({ chunk, key: order[i] ?? i }))
        .sort((x, y) => x.key - y.key)
        .map(({ chunk }) => chunk)
      expect(plain(summarize(shuffled), chunks)).toEqual(plain(summarize(chunks), chunks))
    }),
  )
})

test('a row says of itself what its parts say', () => {
  fc.assert(
    fc.property(chunksArb, (chunks) => {
      const summary = summarize(chunks)
      const all = chunks.flatMap(({ signals }) => signals)
      expect(summary === null).toBe(all.length === 0)
      if (!summary) return
      const { row, signals } = summary
      expect(row.clicks).toBe(all.filter(({ type }) => type === 'click').length)
      expect(row.pageViews).toBe(all.filter(({ type }) => type === 'page').length)
      expect(row.activeMs).toBeLessThanOrEqual(row.durationMs)
      expect(Object.values(row.counts).reduce((sum, n) => sum + n, 0)).toBe(signals.length)
      expect(row.marks.length).toBeLessThanOrEqual(60)
      expect(row.friction).toBeGreaterThanOrEqual(0)
      expect(row.friction).toBeLessThanOrEqual(100)
    }),
  )
})
