import { expect, test } from 'vitest'
import { createSessionBook } from './session-book.ts'

const secret = Buffer.alloc(32, 7)

test('a token is for one session of one project and one secret', () => {
  const book = createSessionBook(secret)
  const token = book.tokenFor('shop', 's1')
  expect(book.isToken('shop', 's1', token)).toBe(true)
  expect(createSessionBook(secret).isToken('shop', 's1', token)).toBe(true)
  expect(book.isToken('shop', 's2', token)).toBe(false)
  expect(book.isToken('other', 's1', token)).toBe(false)
  expect(createSessionBook(Buffer.alloc(32, 8)).isToken('shop', 's1', token)).toBe(false)
  for (const wrong of ['', 'x', `${token}A`, token.slice(0, -1), 'ü'.repeat(24)]) expect(book.isToken('shop', 's1', wrong)).toBe(false)
})

test('sizes add up, times widen either way; the session unused for longest is forgotten first', () => {
  const book = createSessionBook(secret, 2)
  const chunk = { network: '203.0.113', sizeBytes: 10, baseMs: 5, endMs: 7 }
  book.add('p', 'a', chunk)
  book.add('p', 'b', chunk)
  book.add('p', 'a', { ...chunk, network: 'elsewhere', baseMs: 9, endMs: 12 })
  book.add('p', 'a', { ...chunk, baseMs: 3, endMs: 4 })
  book.add('p', 'c', chunk)
  const token = book.tokenFor('p', 'a')
  expect(book.find('p', 'a')).toMatchObject({ network: '203.0.113', sizeBytes: 30, firstMs: 3, lastMs: 12, token })
  expect(book.find('p', 'b')).toBeUndefined()
})

test('what is stored elsewhere of a session counts, and its network is that of who sends next', () => {
  const book = createSessionBook(secret)
  book.resume('p', 'a', { sizeBytes: 30, firstMs: 2, lastMs: 4 })
  expect(book.find('p', 'a')).toMatchObject({ network: null, sizeBytes: 30, firstMs: 2, lastMs: 4 })
  book.add('p', 'a', { network: '203.0.113', sizeBytes: 10, baseMs: 5, endMs: 6 })
  book.resume('p', 'a', { sizeBytes: 70, firstMs: 2, lastMs: 8 })
  const token = book.tokenFor('p', 'a')
  expect(book.find('p', 'a')).toMatchObject({ network: '203.0.113', sizeBytes: 70, firstMs: 2, lastMs: 8, token })
})
