import { expect, test } from 'vitest'
import { formatAgo, formatClock, formatCount, formatDuration, formatPart } from './time.ts'

test('formatClock is a place on a timeline', () => {
  expect([-5, 0, 59_999, 187_000, 3_765_000].map(formatClock)).toEqual(['0:00', '0:00', '0:59', '3:07', '1:02:45'])
})

test('formatDuration is how long', () => {
  expect([400, 59_400, 60_000, 187_000, 3_720_000].map(formatDuration)).toEqual(['0 s', '59 s', '1 min', '3 min 7 s', '1 h 2 min'])
})

test('formatAgo counts seconds and minutes, and never points ahead', () => {
  const now = Date.parse('2026-05-04T12:00:00Z')
  expect([now + 9_000, now - 4_000, now - 720_000].map((ms) => formatAgo(new Date(ms).toISOString(), now))).toEqual([
    '0 s ago',
    '4 s ago',
    '12 min ago',
  ])
})

test('formatCount', () => {
  expect([formatCount(1, 'click'), formatCount(1204, 'click')]).toEqual(['1 click', '1,204 clicks'])
})

test('formatPart', () => {
  expect(formatPart(30, 1240, 'session')).toBe('30 of 1,240 sessions')
})
