import { expect, test } from 'vitest'
import { createNumbers, renumber } from './renumber.ts'

test('ids that no recorder comes to are refused, and change nothing', () => {
  const numbers = createNumbers()
  expect(() => renumber(numbers, { runs: [1, 2], last: 9_000_000_000_000_000 })).toThrow(expect.objectContaining({ code: 'too-large' }))
  expect(numbers).toEqual(createNumbers())
  renumber(numbers, { runs: [4, 2], last: 900_000 })
  expect(numbers).toEqual({ given: [4, 5], last: 900_000 })
})
