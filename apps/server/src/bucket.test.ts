import { expect, test } from 'vitest'
import { createBuckets } from './bucket.ts'

test('a bucket empties, says how long to wait, and fills up again', () => {
  let nowMs = 0
  const buckets = createBuckets({ perSecond: 2, burst: 3, nowMs: () => nowMs })
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 0])
  expect(buckets.take('a')).toBe(1)
  expect(buckets.take('b')).toBe(0)
  nowMs = 500
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1])
  nowMs = 60_000
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1])
})

test('a clock that goes back gives nothing and breaks nothing', () => {
  let nowMs = 10_000
  const buckets = createBuckets({ perSecond: 1, burst: 1, nowMs: () => nowMs })
  expect(buckets.take('a')).toBe(0)
  nowMs = 0
  expect(buckets.take('a')).toBe(1)
})

test('only so many keys are remembered, the latest used ones', () => {
  const buckets = createBuckets({ perSecond: 1, burst: 1, maxKeys: 2, nowMs: () => 0 })
  for (const key of ['a', 'b', 'a', 'c']) buckets.take(key)
  expect(buckets.take('a')).toBe(1)
  expect(buckets.take('b')).toBe(0)
})
