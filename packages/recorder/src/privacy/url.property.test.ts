import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastMsOf } from '../../../../tests/e2e/harness/cpu-time.ts'
import { fits } from './url.ts'

const asExpression = (pattern: string, address: string): boolean =>
  new RegExp(`^${pattern.replace(/[^\w*]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(address)

test('an address fits a pattern where all between its stars stands in it in order', () => {
  const pattern = fc.string({ unit: fc.constantFrom('*', '*', 'a', 'b', '/', '.', '?', '$'), maxLength: 9 })
  const address = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '?', '$'), maxLength: 12 })
  let fitted = 0
  fc.assert(
    fc.property(pattern, address, (rule, at) => {
      const expected = asExpression(rule, at)
      expect(fits(rule, at)).toBe(expected)
      if (expected) fitted++
    }),
    {
      numRuns: 20_000,
      examples: [
        ['aba*ba', 'aba'],
        ['', ''],
        ['**', ''],
        ['*a*a', 'a'],
        ['a*', 'a'],
      ],
    },
  )
  expect(fitted).toBeGreaterThan(100)
})

test('no pattern makes that slower than its length', async () => {
  for (const rule of ['*a*a*a*a*b', '/*/*/*/edit', '*'.repeat(1000) + 'b'])
    expect(await leastMsOf(100, () => fits(rule, '/' + 'a/a'.repeat(2000)))).toBeLessThan(100)
})
