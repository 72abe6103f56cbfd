import { expect, test } from 'vitest'
import { sessionFrom } from './session.ts'

const nowMs = 1_760_000_000_000

test.each([
  ['a chunk came just now', 1_000, 0, true],
  ['the last chunk came more than a minute ago', 61_000, 0, false],
  ['every tab said that it ended', 1_000, 1, false],
])('%s: %d ms, ended %d, live %s', (_, agoMs, ended, live) => {
  expect(sessionFrom({ row: '{}', receivedMs: nowMs - agoMs, ended }, nowMs).live).toBe(live)
})
