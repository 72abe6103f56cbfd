import { expect, test } from 'vitest'
import { levelOf } from './log.ts'

test('where the log is kept it tells of starts, stops and erasures; a person before a terminal is only warned', () => {
  expect(levelOf(undefined, false)).toBe('info')
  expect(levelOf(undefined, true)).toBe('warn')
  for (const isTerminal of [false, true]) expect(levelOf('debug', isTerminal)).toBe('debug')
})
