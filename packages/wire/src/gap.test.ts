import { expect, test } from 'vitest'
import { findGaps } from './gap.ts'

/** Ten seconds each from 1,000,000 on; `k` begins with a keyframe, `.` goes on, `x` is listed and unreadable, `-` was never received. */
function gapsOf(shape: string): unknown[] {
  const chunks = Array.from(shape).flatMap((sign, seq) => {
    const baseMs = 1_000_000 + seq * 10_000
    return sign === '-' ? [] : [{ tab: 'a', seq, baseMs, endMs: baseMs + 9000, keyframe: sign === 'k', sign }]
  })
  const gaps = findGaps(chunks.reverse(), 1_000_000, (chunk) => (chunk as unknown as { sign: string }).sign === 'x')
  return gaps.map(({ fromMs, toMs, chunks: lost }) => [fromMs, toMs, lost])
}

test.each([
  ['k...', []],
  ['k.-.k.', [[19_000, 40_000, 1]]],
  ['k.x.k.', [[20_000, 40_000, 1]]],
  ['k-x-..', [[9000, 59_000, 3]]],
  [
    'k-kx',
    [
      [9000, 20_000, 1],
      [30_000, 39_000, 1],
    ],
  ],
  ['--.k', [[20_000, 30_000, 2]]],
  ['xx', [[0, 19_000, 2]]],
])('%s', (shape, gaps) => expect(gapsOf(shape)).toEqual(gaps))

test('each tab by itself, in order of time', () => {
  const chunk = (tab: string, seq: number, baseMs: number) => ({ tab, seq, baseMs, endMs: baseMs + 5, keyframe: seq === 0 })
  const gaps = findGaps([chunk('b', 0, 0), chunk('b', 2, 20), chunk('a', 0, -2), chunk('a', 2, 10)], 0, () => false)
  expect(gaps).toEqual([
    { tab: 'a', fromMs: 3, toMs: 15, chunks: 1 },
    { tab: 'b', fromMs: 5, toMs: 25, chunks: 1 },
  ])
})
