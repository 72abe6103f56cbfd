import { expect, test } from 'vitest'
import { errorGroupsOf } from './error-group.ts'
import type { SessionSignal } from './session-signal.ts'
import { rateVital } from './vital-rating.ts'

const error = (atMs: number, message: string, stack: string, more: object = {}): SessionSignal => ({
  type: 'error',
  timeMs: atMs,
  atMs,
  tab: 't',
  kind: 'error',
  message,
  stack,
  source: '',
  line: 0,
  column: 0,
  ...more,
})

test('errors are one where message and topmost frame are', () => {
  const groups = errorGroupsOf([
    error(10, 'No item 12', 'at pay (https://shop.example/a.js:1:2)\nat click (https://shop.example/a.js:9:9)'),
    error(20, 'No item 13', 'at pay (https://shop.example/a.js:1:2)\nat key (https://shop.example/a.js:7:7)'),
    error(30, 'No item 12', 'at show (https://shop.example/a.js:5:5)'),
    error(40, 'No item 12', 'at pay (https://shop.example/a.js:1:2)', { kind: 'rejection' }),
  ])
  expect(groups.map(({ errors }) => errors.map(({ atMs }) => atMs))).toEqual([[10, 20], [30], [40]])
})

test('without a stack the source tells them apart', () => {
  const groups = errorGroupsOf(['a.png', 'b.png', 'a.png'].map((source, i) => error(i, 'img', '', { kind: 'resource', source })))
  expect(groups.map(({ errors }) => errors.length)).toEqual([2, 1])
})

test('a vital is rated by the bounds of its kind, which belong to the better side', () => {
  expect([2500, 2501, 4000, 4001].map((ms) => rateVital('LCP', ms))).toEqual(['good', 'needs work', 'needs work', 'poor'])
  expect([0.1, 0.25, 0.26].map((value) => rateVital('CLS', value))).toEqual(['good', 'needs work', 'poor'])
})
