import { expect, test } from 'vitest'
import { identify } from '../test/fixture.ts'
import { isModestJson, objectOf } from './json-text.ts'
import { createSessionSummary } from './session-summary.ts'

const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`

test.each([
  ['{"plan":"pro","seats":3}', { plan: 'pro', seats: 3 }],
  [`{"text":"${'['.repeat(1_000)} \\" {{"}`, { text: `${'['.repeat(1_000)} " {{` }],
  [nested(63), JSON.parse(nested(63)) as object],
  [nested(64), null],
  [nested(100_000), null],
  ['['.repeat(100_000), null],
  [`{"a":"${'x'.repeat(70_000)}"}`, null],
  ['{"__proto__":{"admin":true},"b":1}', null],
  ['[1]', null],
  ['null', null],
  ['{', null],
])('the object in %.60s', (text, expected) => expect(objectOf(text)).toEqual(expected))

test('an escaped __proto__ is dropped, at any depth', () => {
  expect(Object.keys(objectOf('{"\\u005f_proto__":{"x":1},"b":{"\\u005f_proto__":1}}')!)).toEqual(['b'])
  expect(isModestJson('{"a":1}')).toBe(true)
})

test('traits that are too deep to be written again are none, and counted', () => {
  const summary = createSessionSummary('s', 'demo')
  const hostile = { ...identify(2, 'u'), traits: nested(100_000) }
  const properties = nested(5_000)
  summary.add({ tab: 'a', seq: 0, signals: [identify(1, 'u'), hostile, { type: 'track', timeMs: 3, name: 'x', properties }] })
  const made = summary.summarize()!
  expect(made.row).toMatchObject({ user: 'u', traits: { plan: 'pro' } })
  expect(made.refused).toBe(2)
  expect(() => JSON.stringify(made.row)).not.toThrow()
  expect(made.eventRows([{ tab: 'a', seq: 0 }]).filter(({ type }) => type === 'track')).toMatchObject([{ name: 'x', text: '' }])
})
