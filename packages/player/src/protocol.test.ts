import { expect, test } from 'vitest'
import { readReply, readRequest } from './protocol.ts'

const show = { type: 'show', ticket: 1, tab: 'a', toMs: 5, speed: 0, pointer: [1, 2] }

test('takes what fits', () => {
  expect(readRequest(show)).toBe(show)
  expect(readRequest({ type: 'asset', hash: 'h', mime: 'm', bytes: null })).not.toBeNull()
  expect(readReply({ type: 'missing', entries: [['asset', 'x', 1]] })).not.toBeNull()
})

test.each([
  null,
  'show',
  [],
  { ...show, type: 'eval' },
  { ...show, type: 'toString' },
  { ...show, type: '__proto__' },
  { ...show, more: 1 },
  { ...show, tab: 'x'.repeat(65) },
  { ...show, toMs: Number.NaN },
  { ...show, pointer: [1, 2, 3] },
  { ...show, pointer: { length: 0 } },
  { type: 'chunk', ticket: 1, tab: 'a', seq: 0, bytes: [1, 2] },
  { type: 'name', entries: [['url']] },
])('drops what does not: %j', (message) => {
  expect(readRequest(message)).toBeNull()
  expect(readReply(message)).toBeNull()
})
