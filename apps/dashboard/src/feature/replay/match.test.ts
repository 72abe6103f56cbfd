import type { TimedSignal } from '@playhead/player'
import { expect, test } from 'vitest'
import { areAllKnown, matchesFrom, sayNoMatch, stepMatch } from './match.ts'

const at = (atMs: number, signal: object): TimedSignal => ({ timeMs: atMs, atMs, tab: 't', ...signal }) as TimedSignal
const page = (atMs: number, path: string): TimedSignal => at(atMs, { type: 'page', url: `https://shop.example${path}`, kind: 'load' })
const click = (atMs: number, key: string): TimedSignal => at(atMs, { type: 'click', key })
const signals = [page(0, '/'), click(900, '#buy'), page(2000, '/product/17?from=home'), click(2500, '#buy'), click(2600, '#other')]
const marks = [
  { ms: 2400, kind: 'rage-click' },
  { ms: 2450, kind: 'dead-click' },
]
const timesOf = (query: Parameters<typeof matchesFrom>[0]): number[] => matchesFrom(query, signals, marks, true).map(({ atMs }) => atMs)

test('a signal, an element and a page have moments; who someone is has none', () => {
  expect(timesOf({ signal: 'rage-click' })).toEqual([2400])
  expect(timesOf({ clicked: '#buy', name: 'Buy' })).toEqual([900, 2500])
  expect(timesOf({ page: '/product/:id' })).toEqual([2000])
  expect(timesOf({ page: '/product/*' })).toEqual([2000])
  expect(timesOf({ page: '/prod' })).toEqual([])
  expect(timesOf({ device: 'phone', user: 'u1', source: 'google' })).toEqual([])
})

test('a page gives way to what happened there; moments come in order', () => {
  expect(timesOf({ page: '/', signal: 'rage-click', clicked: '#buy' })).toEqual([900, 2400, 2500])
  expect(timesOf({ page: '/', signal: 'error' })).toEqual([0])
  expect(matchesFrom({ clicked: '#buy', name: 'Buy' }, signals, marks, true)[0]!.says).toBe('click on Buy')
})

test('while signals are still coming, a page does not stand in for the click that was asked for', () => {
  const asked = { page: '/', clicked: '#buy' }
  expect(matchesFrom(asked, signals.slice(0, 1), [], false)).toEqual([])
  expect(matchesFrom(asked, signals.slice(0, 2), [], false).map(({ atMs }) => atMs)).toEqual([900])
  expect(matchesFrom({ page: '/' }, signals.slice(0, 1), [], false)).toHaveLength(1)
})

test('a step goes to a lead-in, from there to the match, and then to the next', () => {
  const matches = [12_000, 13_000, 40_000].map((atMs) => ({ atMs, says: '' }))
  const steps = (fromMs: number, by: 1 | -1): number[] => {
    const next = stepMatch(matches, fromMs, by)
    return next ? [next.toMs, ...steps(next.toMs, by)] : []
  }
  expect(steps(0, 1)).toEqual([9_000, 12_000, 13_000, 37_000, 40_000])
  expect(steps(50_000, -1)).toEqual([37_000, 10_000, 9_000])
  expect(stepMatch([{ atMs: 1_000, says: '' }], 0, 1)!.toMs).toBe(1_000)
})

test('no match to step to has its reason', () => {
  const say = (by: 1 | -1, part: object): string => sayNoMatch(by, { isFiltered: true, isAll: true, count: 2, ...part })
  expect(say(1, { isFiltered: false })).toContain('not opened from a filtered list')
  expect(say(1, { isAll: false })).toContain('still being read')
  expect(say(-1, {})).toBe('This is the first match, and no session before this in the list.')
  expect(say(1, {})).toBe('This is the last match, and no session after this in the list.')
  expect(say(1, { count: 1 })).toBe('This is the only match, and no session after this in the list.')
  expect(say(1, { count: 0 })).toContain('No moment of this session matches')
})

test('matches that come with the session’s row are all known at once, others when all is read', () => {
  const one = [{ atMs: 0, says: '' }]
  expect(areAllKnown({ signal: 'rage-click', page: '/' }, one, false)).toBe(true)
  expect(areAllKnown({ signal: 'rage-click' }, [], false)).toBe(false)
  expect(areAllKnown({ signal: 'rage-click', clicked: '#buy' }, one, false)).toBe(false)
  expect(areAllKnown({ clicked: '#buy' }, one, true)).toBe(true)
})
