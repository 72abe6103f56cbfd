import { expect, test } from 'vitest'
import { FilterError } from './error.ts'
import { parseFilter } from './parse.ts'

/** Every condition of the language, as it is documented. */
const whole = {
  all: [
    { device: 'phone' },
    { source: 'google' },
    { campaign: 'spring' },
    { visitor: 'returning' },
    { country: 'DE' },
    { browser: 'Safari' },
    { page: '/checkout' },
    { not: { page: '/thanks' } },
    { entry: '/' },
    { exit: '/cart' },
    { clicked: { element: 'body>a:1' } },
    { clicked: { text: 'Continue' } },
    { saw: { element: 'body>a:1' } },
    { exitAfter: { element: 'body>a:1' } },
    { signal: 'rage-click', count: { gt: 3 }, on: { page: '/cart' } },
    { scrollDepth: { page: '/pricing', gte: 0.75 } },
    { durationMs: { gte: 30000 } },
    { activeMs: { gte: 5000 } },
    { error: { message: 'TypeError*' } },
    { request: { url: '/api/*', status: { gte: 500 } } },
    { event: 'signup', where: { plan: 'pro' } },
    { trait: { role: 'admin' } },
    { user: 'u_1' },
    { variant: { experiment: 'cta', is: 'B' } },
    { form: { name: 'checkout', abandoned: true, lastField: 'card' } },
    { sequence: [{ page: '/cart' }, { page: '/checkout' }], withinMs: 1800000, without: { page: '/thanks' } },
    { watched: false },
    { tag: 'coupon-confusion' },
  ],
}

test('the whole language is read and stays what it was', () => {
  expect(parseFilter(whole)).toEqual(whole)
  expect(parseFilter(undefined)).toEqual({ all: [] })
  expect(parseFilter({})).toEqual({ all: [] })
  expect(parseFilter({ page: '\ud800/\0' })).toEqual({ page: '\ufffd/\ufffd' })
})

test.each([
  [{ devise: 'phone' }, 'unknown-key', 'devise', 'device'],
  [{ all: [{ page: '/' }, { scrolDepth: { page: '/', gte: 1 } }] }, 'unknown-key', 'all[1].scrolDepth', 'scrollDepth'],
  [{ signal: 'rage-click', cuont: { gt: 3 } }, 'unknown-key', 'cuont', 'count'],
  [{ durationMs: { gtee: 1 } }, 'unknown-key', 'durationMs.gtee', 'gte'],
  [{ clicked: { elemnt: 'a' } }, 'unknown-key', 'clicked.elemnt', 'element'],
  [{ device: 'fridge' }, 'bad-value', 'device', null],
  [{ durationMs: {} }, 'bad-value', 'durationMs', null],
  [{ scrollDepth: { page: '/' } }, 'bad-value', 'scrollDepth', null],
  [{ durationMs: { gt: '1' } }, 'bad-value', 'durationMs.gt', null],
  [{ durationMs: { gte: 1e308 } }, 'bad-value', 'durationMs.gte', null],
  [{ durationMs: { eq: -(2 ** 53) } }, 'bad-value', 'durationMs.eq', null],
  [{ scrollDepth: { page: '/', gte: 1e300 } }, 'bad-value', 'scrollDepth.gte', null],
  [{ request: { status: { lt: 2 ** 53 } } }, 'bad-value', 'request.status.lt', null],
  [{ event: 'signup', where: { seats: 1e308 } }, 'bad-value', 'where.seats', null],
  [{ sequence: [{ page: '/' }], withinMs: 1e308 }, 'bad-value', 'withinMs', null],
  [{ page: 7 }, 'bad-value', 'page', null],
  [{ all: { page: '/' } }, 'bad-value', 'all', null],
  [{ all: [], page: '/' }, 'bad-value', 'page', null],
  [[], 'bad-value', '', null],
  ['page', 'bad-value', '', null],
  [{ page: 'x'.repeat(1001) }, 'too-large', 'page', null],
])('%j is refused', (tree, code, path, nearest) => {
  try {
    parseFilter(tree)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(FilterError)
    expect(error).toMatchObject({ code, path, nearest })
  }
})

test('an unknown key is named together with the nearest known one', () => {
  expect(() => parseFilter({ pgae: '/' })).toThrow('"pgae" is not a key of a filter; the nearest is "page".')
})

test('depth and size are limited', () => {
  let deep: unknown = { page: '/' }
  for (let i = 0; i < 1000; i++) deep = { not: deep }
  expect(() => parseFilter(deep)).toThrow(FilterError)
  expect(() => parseFilter({ any: Array.from({ length: 500 }, () => ({ page: '/' })) })).toThrow(FilterError)
})

test('a number that cannot be asked for is refused with what can', () => {
  expect(() => parseFilter({ durationMs: { gte: 1e308 } })).toThrow(
    '"durationMs.gte" must be a number from -9007199254740991 to 9007199254740991.',
  )
  expect(parseFilter({ durationMs: { lte: Number.MAX_SAFE_INTEGER } })).toEqual({ durationMs: { lte: Number.MAX_SAFE_INTEGER } })
})
