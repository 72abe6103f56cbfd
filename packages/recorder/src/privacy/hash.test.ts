import { expect, test } from 'vitest'
import { createHash, secretFrom } from './hash.ts'

test('it is HalfSipHash-2-4', () => {
  // The reference implementation's first vector: the key 00 01 … 07, and nothing to hash.
  expect(createHash('0302010007060504')('')).toBe('5b9f35a9')
})

test('another secret gives another hash, the same the same', () => {
  const [one, other] = [secretFrom(), secretFrom()]
  expect(one).not.toBe(other)
  expect(createHash(one)('a')).toBe(createHash(secretFrom(one))('a'))
  expect(createHash(one)('a')).not.toBe(createHash(other)('a'))
  expect(new Set(['', 'a', 'b', 'ab', 'a\0', 'a\0\0', 'ba'].map(createHash(one))).size).toBe(7)
})

test('a secret outlives pages that change how arrays become JSON; what cannot be one becomes another', () => {
  const secret = secretFrom()
  const { prototype } = Array as unknown as { prototype: { toJSON?: () => string } }
  prototype.toJSON = () => '[1, 2]'
  try {
    expect(secretFrom((JSON.parse(JSON.stringify({ secret })) as { secret: string }).secret)).toBe(secret)
  } finally {
    delete prototype.toJSON
  }
  for (const broken of [undefined, null, '[1, 2]', [1, 2], {}, '0302010007060504 ', 7]) expect(secretFrom(broken)).toMatch(/^[\da-f]{16}$/)
  expect(secretFrom([1, 2])).not.toBe(secretFrom([1, 2]))
})
