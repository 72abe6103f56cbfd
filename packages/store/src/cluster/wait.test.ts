import { expect, test } from 'vitest'
import { waitWhileLess } from './wait.ts'

const patience = { patienceMs: 300, pauseMs: 10 }

test('who gets on is waited for, however long that takes in all; who does not is not', async () => {
  const from = Date.now()
  const steady = async (): Promise<number> => Math.max(0, 10 - Math.floor((Date.now() - from) / 100))
  expect(await waitWhileLess(steady, patience)).toBe(true)
  expect(Date.now() - from).toBeGreaterThanOrEqual(1000)

  // More of it is no getting on.
  const left = [5, 4, 6]
  expect(await waitWhileLess(async () => left.shift() ?? 5, patience)).toBe(false)
  await expect(waitWhileLess(() => Promise.reject(new Error('no answer')), patience)).rejects.toThrow('no answer')
})
