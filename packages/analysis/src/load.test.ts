import type { SignalEvent } from '@playhead/wire'
import { expect, test } from 'vitest'
import { leastMsOf } from '../../../tests/e2e/harness/cpu-time.ts'
import { click, depth, error, form, page, request } from '../test/fixture.ts'
import { exchangesOf } from './exchange.ts'
import { rageClicks } from './rage-click.ts'
import { createSessionSummary, mostSignals } from './session-summary.ts'
import { timelinesOf } from './timeline.ts'

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
const summaryOf = (signals: readonly SignalEvent[]) => {
  const summary = createSessionSummary('s', 'demo')
  for (let at = 0; at < signals.length; at += 2_000) summary.add({ tab: 'a', seq: at / 2_000, signals: signals.slice(at, at + 2_000) })
  return summary
}

test('60,000 clicks of one moment and place are one run', async () => {
  const clicks = times(60_000, (n) => click(1, { ordinal: n, key: '', name: '' }))
  const placed = timelinesOf([{ tab: 'a', seq: 0, signals: clicks }]).get('a')!
  expect(rageClicks(placed)).toMatchObject([{ count: 60_000, severity: 3 }])
  expect(await leastMsOf(1500, () => rageClicks(placed))).toBeLessThan(1500)
})

test.each<[string, (n: number) => SignalEvent]>([
  ['clicks of one moment and place', (n) => click(1, { ordinal: n, key: '', name: '', interactive: false })],
  ['clicks between scrolls', (n) => (n % 2 ? depth(n * 3_000) : click(n * 3_000 + 2_600, { ordinal: n }))],
  ['clicks before errors', (n) => (n < 30_000 ? click(n) : error(100_000 + n))],
  ['clicks and errors', (n) => (n % 2 ? click(n) : error(n))],
  ['pages back and forth', (n) => page(n, n % 2 ? '/a' : '/b')],
  ['pages back and forth at once', (n) => page(1, n % 2 ? '/a' : '/b')],
  ['forms and buttons', (n) => (n % 2 ? { ...form(n, 'input'), form: `f${n}` } : click(n))],
  ['forms, buttons and requests', (n) => ({ 0: form(n, 'input'), 1: click(n), 2: request(n, 500), 3: page(n, '/x') })[n % 4]!],
])('60,000 %s are summarized in no time', async (_, make) => {
  const summary = summaryOf(times(60_000, make))
  let made: ReturnType<typeof summary.summarize> = null
  const ms = await leastMsOf(1500, () => (made = summary.summarize()))
  expect(made).toMatchObject({ truncated: 60_000 - mostSignals, row: { chunks: 30 } })
  expect(ms).toBeLessThan(1500)
})

test('what is cut from an endless session does not depend on the order in which its chunks come', () => {
  const chunks = times(60, (n) => ({
    tab: n % 2 ? 'a' : 'b',
    seq: n >> 1,
    signals: times(1_500, (i) => click(n * 1_500 + i)),
    baseMs: n * 1_500,
    endMs: (n + 1) * 1_500,
  }))
  const made = [chunks, chunks.toReversed(), [...chunks.filter((_, n) => n % 3), ...chunks.filter((_, n) => n % 3 === 0)]].map((some) => {
    const summary = createSessionSummary('s', 'demo')
    for (const chunk of some) summary.add(chunk)
    expect(summary.size).toBeLessThanOrEqual(mostSignals)
    const { row, truncated, signals } = summary.summarize()!
    return { row, truncated, signals }
  })
  expect(made[0]).toMatchObject({ truncated: 90_000 - 49_500, row: { chunks: 60, tabs: 2, durationMs: 90_000 } })
  expect(made[1]).toEqual(made[0])
  expect(made[2]).toEqual(made[0])
})

test('60,000 requests with payloads, and as many sockets, are paired in no time', async () => {
  const url = 'https://shop.example/a'
  const asked = times(60_000, (n) => ({ ...request(n, 200), url, atMs: n, tab: 't' }))
  const told = times(
    60_000,
    (n) => ({ type: 'payload', timeMs: n, atMs: n, tab: 't', method: 'POST', url, status: 200, response: String(n) }) as const,
  )
  const none = { sent: 0, sentBytes: 0, received: 0, receivedBytes: 0 }
  const sockets = times(60_000, (n) => ({ type: 'socket', timeMs: n, atMs: n, tab: 't', url, state: 'open', ...none }) as const)
  const signals = [...asked, ...told, ...sockets].sort((a, b) => a.atMs - b.atMs)
  const found = exchangesOf(signals)
  expect(found).toHaveLength(120_000)
  expect(found.filter(({ response, endMs }) => response === String(endMs))).toHaveLength(60_000)
  expect(await leastMsOf(1500, () => exchangesOf(signals))).toBeLessThan(1500)
})
