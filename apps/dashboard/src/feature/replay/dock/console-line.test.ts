import type { SessionSignal } from '@playhead/analysis'
import { expect, test } from 'vitest'
import { consoleLinesOf, filterLines } from './console-line.ts'

const at = (atMs: number, signal: object): SessionSignal => ({ timeMs: atMs, atMs, tab: 't', ...signal }) as SessionSignal
const say = (atMs: number, level: string, message: string, more: object = {}): SessionSignal =>
  at(atMs, { type: 'console', level, message, ...more })
const error = (atMs: number, kind: string, message: string): SessionSignal =>
  at(atMs, { type: 'error', kind, message, stack: 'at pay (a.js:1:2)', source: 'https://shop.example/a.png', line: 0, column: 0 })

test('lines that repeat in a row are one, with the first and the last time', () => {
  const lines = consoleLinesOf([
    say(1, 'log', 'tick'),
    say(2, 'log', 'tick'),
    say(3, 'warn', 'tick'),
    say(4, 'log', 'tick', { tab: 'u' }),
    say(5, 'log', 'tick', { tab: 'u' }),
    say(6, 'log', 'tick'),
  ])
  expect(lines.map(({ atMs, lastMs, count }) => [atMs, lastMs, count])).toEqual([
    [1, 2, 2],
    [3, 3, 1],
    [4, 5, 2],
    [6, 6, 1],
  ])
})

test('errors that nobody caught are lines with a stack', () => {
  const lines = consoleLinesOf([
    error(1, 'error', 'No plan'),
    error(2, 'rejection', 'No plan'),
    error(3, 'resource', 'img'),
    at(4, { type: 'end' }),
  ])
  expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'error No plan',
    'error Unhandled rejection: No plan',
    'error Could not load <img> https://shop.example/a.png',
  ])
  expect(lines[0]!.stack).toBe('at pay (a.js:1:2)')
})

test('filters by level and by text of message or stack', () => {
  const lines = consoleLinesOf([say(1, 'debug', 'Basket'), say(2, 'warn', 'basket'), error(3, 'error', 'No plan')])
  const found = (...[level, search]: [Parameters<typeof filterLines>[1], string]): number[] =>
    filterLines(lines, level, search).map(({ atMs }) => atMs)
  expect(found('all', '')).toEqual([1, 2, 3])
  expect(found('all', ' BASKET ')).toEqual([1, 2])
  expect(found('log', '')).toEqual([1])
  expect(found('warn', 'plan')).toEqual([])
  expect(found('error', 'a.js')).toEqual([3])
})
