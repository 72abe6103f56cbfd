import { expect, test } from 'vitest'
import { waitWhileMoving } from './wait.ts'

const patience = { patienceMs: 300, pauseMs: 10 }

test('who gets on is waited for, however long that takes in all; who does not is not', async () => {
  const from = Date.now()
  const steady = async (): Promise<number> => Math.max(0, 10 - Math.floor((Date.now() - from) / 100))
  expect(await waitWhileMoving(steady, patience)).toBe(true)
  expect(Date.now() - from).toBeGreaterThanOrEqual(1000)

  // Somebody has all begun anew.
  const againMs = Date.now()
  const again = async (): Promise<number> => (Date.now() - againMs < 200 ? 1 : Math.max(0, 12 - Math.floor((Date.now() - againMs) / 100)))
  expect(await waitWhileMoving(again, patience)).toBe(true)

  expect(await waitWhileMoving(async () => 5, patience)).toBe(false)
  await expect(waitWhileMoving(() => Promise.reject(new Error('no answer')), patience)).rejects.toThrow('no answer')
})
