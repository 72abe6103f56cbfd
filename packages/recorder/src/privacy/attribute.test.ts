import { expect, test } from 'vitest'
import { recordAttribute } from './attribute.ts'
import { createTokens } from './token.ts'

const strict = (name: string, value: string, tag = 'div', isHtml = true): string | null =>
  recordAttribute(name, value, { tag, isHtml, level: 3, base: 'https://a.example/', isSecret: false, get: () => undefined }, createTokens())

test.each(['aria-controls', 'aria-owns', 'aria-describedby', 'aria-details', 'for', 'size', 'width', 'height', 'style'])(
  '%s tells no long number, however it is parted',
  (name) => {
    for (const number of ['555-867-5309', '4111 1111 1111 1111', '123-45-6789', '1984/02/11', '12.02.1984'])
      for (const value of name === 'style' ? [`--a:${number}`, `--a: "${number}"`] : [number, `a ${number}`])
        expect(strict(name, value) ?? '', value).not.toMatch(/(?:[1-8]\D*){5}/)
  },
)

test('an attribute that SVG does not know tells no long number', () => {
  expect(strict('user-phone', '555-867-5309', 'path', false)).toBe(null)
})

test.each([
  ['width', '1440', true],
  ['height', '33.33333%', true],
  ['width', '1024.5px', true],
  ['media', '(min-width: 1024px) and (max-width: 1439.98px)', true],
  ['style', 'width:1024.5px;height:33.33333%;transform:matrix(1, 0, 0, 1, 120.5, 33.25)', true],
  ['stroke-dasharray', '251.25 251.25', false],
  ['stroke-width', '1.33333', false],
  ['transform', 'matrix(1 0 0 1 120.5 33.25)', false],
  ['points', '10,20 30,40 50,60', false],
  ['viewBox', '0 0 1024 1024', false],
] as const)('%s="%s" stays', (name, value, isHtml) => {
  expect(strict(name, value, isHtml ? 'img' : 'path', isHtml)).toBe(value)
})

const relaxed = (name: string, value: string, tag = 'p', isSecret = false, others: Readonly<Record<string, string>> = {}): string | null =>
  recordAttribute(
    name,
    value,
    { tag, isHtml: true, level: 1, base: 'https://a.example/', isSecret, get: (other) => others[other] },
    createTokens(),
  )

test.each([
  ['data-auth-token', 'banana'],
  ['data-x', 'eyJhbGciOi.eyJzdWIi.banana'],
  ['data-x', 'sk_live_banana'],
  ['data-x', 'AKIAIOSFODNN7EXAMPLE'],
  ['data-x', 'Bearer banana'],
  ['data-x', 'qkzjxwvbqmtrplkwb'],
  ['data-url', '/x?token=banana'],
  ['data-url', 'https://b.example/reset/banana'],
  ['data-url', 'x?token=banana'],
  ['hx-vals', '{"pw":"banana"}'],
])('relaxed: %s="%s" tells no secret', (name, value) => {
  expect(relaxed(name, value)).not.toMatch(/banana|IOSFO|qkzj/)
})

test('relaxed: of a secret field only what it looks like; of a meta element no token', () => {
  expect(relaxed('data-initial', 'banana', 'input', true)).toBe(null)
  expect(relaxed('pattern', 'banana', 'input', true)).toBe(null)
  expect(relaxed('class', 'wide', 'input', true)).toBe('wide')
  expect(relaxed('id', 'field', 'input', true)).toBe('field')
  expect(relaxed('size', '12', 'input', true)).toBe('12')
  expect(relaxed('content', 'banana', 'meta', false, { name: 'csrf-token' })).toBe(null)
})

test.each([
  ['data-theme', 'dark'],
  ['data-state', 'closed'],
  ['data-url', '/products/red-shoes'],
  ['data-author', 'banana'],
  ['data-session', 'open'],
  ['xmlns', 'http://www.w3.org/2000/svg'],
  ['data-testid', 'checkout-shipping-form'],
  ['autocomplete', 'street-address'],
])('relaxed: %s="%s" stays', (name, value) => {
  expect(relaxed(name, value)).toBe(value)
})

test('a value is masked wherever an element calls it so', () => {
  expect(relaxed('value', 'banana', 'ui-input')).toMatch(/^\u2022+$/)
  expect(relaxed('aria-valuetext', 'banana')).toMatch(/^\u2022+$/)
  expect(relaxed('aria-valuenow', '12')).toBe(null)
})
