import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastMsOf } from '../../../../tests/e2e/harness/cpu-time.ts'
import { maskInput, maskPersonal, maskText } from './text.ts'

test('masked text keeps its length and its spaces, and none of its letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const masked = maskText(text)
      expect(masked).toHaveLength(text.length)
      expect(masked.replace(/[^\s]/g, '.').length).toBe(text.length)
      expect(masked).not.toMatch(/[A-WYZa-wyz1-9]/)
      expect(maskPersonal(text)).toHaveLength(text.length)
    }),
  )
})

test('what looks personal goes, the rest stays', () => {
  expect(maskPersonal('Order 12 for jane.doe@example.org')).toBe('Order 12 for xxxx.xxx@xxxxxxx.xxx')
  expect(maskPersonal('card 4111 1111 1111 1111, ok')).toBe('card 0000 0000 0000 0000, ok')
  expect(maskPersonal('DE89 3704 0044 0532 0130 00')).not.toMatch(/[1-9]/)
  expect(maskPersonal('call +49 (30) 901820')).not.toMatch(/[1-9]/)
})

test.each([
  'Call 555–867–5309',
  '+44‑20‑7946‑0958',
  '555 − 867 − 5309',
  '555\u200b867\u200b5309',
  'card ４１１１１１１１１１１１１１１１',
  '٤١١١١١١١١١١١',
  '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏',
])('%s: none of its digits stays', (text) => {
  expect(maskPersonal(text)).not.toMatch(/(?!0)\p{Nd}/u)
})

test.each(['sk_live_abcdefgh', 'eyJhbGciOi.eyJzdWIi.xyz', 'ghp_abcdefghijkl', 'XkfQmZpLwRaTbVcD'])('%s is a token', (token) => {
  expect(maskPersonal(`use ${token}, please`)).toMatch(/^use [xX._]{8,}, please$/)
})

test.each(['in sk-SK and pk-DE', 'see getUserProfileById', 'a well-established-tradition', 'Chapter 12 of 2024', 'HTMLElementPrototype'])(
  '%s stays',
  (text) => {
    expect(maskPersonal(text)).toBe(text)
  },
)

test('a value’s length is a bucket', () => {
  expect(new Set(['abcd', 'abcdefghij'].map(maskInput)).size).toBe(1)
  expect(maskInput('')).toBe('')
})

test('long text without a space is looked through in time', async () => {
  for (const text of [
    'a'.repeat(80_000),
    '漢'.repeat(80_000),
    'a-'.repeat(40_000),
    `${'a'.repeat(80_000)}@`,
    'eyJ.'.repeat(20_000),
    'sk-'.repeat(30_000),
    'Ab'.repeat(40_000),
    '1 - '.repeat(20_000),
    '@'.repeat(20_000),
  ]) {
    expect(maskPersonal(text)).toHaveLength(text.length)
    expect(await leastMsOf(50, () => maskPersonal(text))).toBeLessThan(50)
  }
})
