import { expect, test } from 'vitest'
import { createListeners } from './listeners.ts'

test('who listens is told the newest last, also when a listener makes it happen', () => {
  const { emit, on } = createListeners<{ time: number }>()
  const seen: number[] = []
  on('time', (ms) => ms === 2 && emit('time', 1))
  on('time', (ms) => void seen.push(ms))
  emit('time', 0)
  emit('time', 2)
  expect(seen).toEqual([0, 1])
})
