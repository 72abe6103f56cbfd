import type { TimedSignal } from '@playhead/player'
import { expect, test } from 'vitest'
import { matchesFrom } from './match.ts'

const at = (atMs: number, signal: object): TimedSignal => ({ timeMs: atMs, atMs, tab: 't', ...signal }) as TimedSignal
const page = (atMs: number, path: string): TimedSignal => at(atMs, { type: 'page', url: `https://shop.example${path}`, kind: 'load' })
const click = (atMs: number, key: string): TimedSignal => at(atMs, { type: 'click', key })
const signals = [page(0, '/'), click(900, '#buy'), page(2000, '/product/17?from=home'), click(2500, '#buy'), click(2600, '#other')]
const marks = [
  { ms: 2400, kind: 'rage-click' },
  { ms: 2450, kind: 'dead-click' },
]
const timesOf = (query: Parameters<typeof matchesFrom>[0]): number[] => matchesFrom(query, signals, marks).map(({ atMs }) => atMs)

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
  expect(matchesFrom({ clicked: '#buy', name: 'Buy' }, signals, marks)[0]!.says).toBe('click on Buy')
})
