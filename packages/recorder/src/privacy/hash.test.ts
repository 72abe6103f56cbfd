import { expect, test } from 'vitest'
import { createSecret, hashSecretly, keyHashes } from './hash.ts'

test('it is HalfSipHash-2-4', () => {
  // The reference implementation's first vector: the key 00 01 … 07, and nothing to hash.
  expect(hashSecretly('', [0x03020100, 0x07060504])).toBe('5b9f35a9')
})

test('another secret gives another hash, the same the same', () => {
  const [one, other] = [createSecret(), createSecret()]
  expect(one).not.toEqual(other)
  expect(hashSecretly('a', one)).toBe(hashSecretly('a', JSON.parse(JSON.stringify(one))))
  expect(hashSecretly('a', one)).not.toBe(hashSecretly('a', other))
  expect(new Set(['', 'a', 'b', 'ab', 'a\0', 'a\0\0', 'ba'].map((text) => hashSecretly(text, one))).size).toBe(7)
})

test('the first secret holds, so that two recordings of one page agree', () => {
  const first = keyHashes()
  expect(keyHashes([1, 2])).toBe(first)
  expect(hashSecretly('a')).toBe(hashSecretly('a', first))
})
