import type { StoreErrorCode } from '@playhead/store'
import { expect, test } from 'vitest'
import { createStoring } from './storing.ts'

test.each(['disk-full', 'log-poisoned', 's3-unreachable', 'postgres-unreachable'] as const)(
  '%s is trouble until a chunk is stored',
  (code) => {
    const storing = createStoring()
    expect(storing.trouble()).toBe(null)
    storing.failed(code)
    expect(storing.trouble()).toBe(code)
    storing.stored()
    expect(storing.trouble()).toBe(null)
  },
)

test('ten seconds after the last failure it is tried again', () => {
  let nowMs = 0
  const storing = createStoring(() => nowMs)
  storing.failed('disk-full')
  nowMs = 9_000
  storing.failed('disk-full')
  nowMs = 18_999
  expect(storing.trouble()).toBe('disk-full')
  nowMs = 19_000
  expect(storing.trouble()).toBe(null)
})

test.each<StoreErrorCode>(['erased', 'closed', 'log-overloaded'])('%s says nothing of the next chunk', (code) => {
  const storing = createStoring()
  storing.failed(code)
  expect(storing.trouble()).toBe(null)
})
