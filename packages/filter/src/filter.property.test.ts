import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FilterError } from './error.ts'
import { matchesFilter } from './match.ts'
import { parseFilter } from './parse.ts'
import { facts, filterKeys } from './session-facts.property.ts'
import { matchesExact } from './text.ts'

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom('phone', '/cart', 'a*', '*', 'rage-click', 7, -1, true, null, NaN, Infinity),
    fc.string(),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...filterKeys), tie('tree'), { maxKeys: 3 }),
  ),
}))

test('anything at all is read, or refused by a FilterError; what is read can be asked', () => {
  fc.assert(
    fc.property(tree, (value) => {
      try {
        expect(typeof matchesFilter(parseFilter(value), facts)).toBe('boolean')
      } catch (error) {
        if (!(error instanceof FilterError)) throw error
        expect(error.message.length).toBeLessThan(400)
      }
    }),
    { numRuns: 5_000 },
  )
})

test('reading what was read changes nothing', () => {
  fc.assert(
    fc.property(tree, (value) => {
      let read
      try {
        read = parseFilter(value)
      } catch {
        return
      }
      expect(parseFilter(JSON.parse(JSON.stringify(read)))).toEqual(read)
    }),
    { numRuns: 2_000 },
  )
})

test('wildcards mean what the obvious regular expression means', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\\'), maxLength: 8 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.', '\\'), maxLength: 6 })
  fc.assert(
    fc.property(text, pattern, (value, wanted) => {
      const regex = new RegExp(
        `^${wanted
          .split('*')
          .map((part) => part.replace(/[.\\]/g, '\\$&'))
          .join('[^]*')}$`,
      )
      expect(matchesExact(value, wanted)).toBe(regex.test(value))
    }),
  )
})

test.each([
  [{ page: '/ca*' }, true],
  [{ page: '/CART' }, false],
  [{ browser: 'safari' }, true],
  [{ visitor: 'new' }, true],
  [{ clicked: { text: 'g*' } }, true],
  [{ signal: 'rage-click', count: { gt: 1 } }, false],
  [{ signal: 'rage-click', on: { page: '/cart' } }, true],
  [{ signal: 'dead-click', count: { eq: 0 } }, true],
  [{ scrollDepth: { page: '/', gte: 0.75 } }, true],
  [{ error: { message: 'typeerror*' } }, true],
  [{ request: { url: '/api/*', status: { gte: 500 } } }, true],
  [{ event: 'signup', where: { plan: 'free' } }, false],
  [{ trait: { role: 'admin' } }, true],
  [{ user: 'u_1' }, false],
  [{ variant: { experiment: 'cta', is: 'B' } }, true],
  [{ sequence: [{ page: '/' }, { event: 'signup' }, { page: '/cart' }] }, true],
  [{ sequence: [{ page: '/' }, { page: '/cart' }], withinMs: 5 }, false],
  [{ sequence: [{ page: '/' }, { page: '/cart' }], without: { clicked: { element: 'k' } } }, false],
  [{ any: [] }, false],
  [{ all: [] }, true],
])('%j → %s', (filter, expected) => {
  expect(matchesFilter(parseFilter(filter), facts)).toBe(expected)
})
