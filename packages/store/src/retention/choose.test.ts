import { expect, test } from 'vitest'
import { chooseForQuota, type Worth } from './choose.ts'

const sessions = ['a', 'b', 'c', 'd', 'e'].map((session, i) => ({ session, chunks: 1, lastMs: i, sizeBytes: 10 }))
const worth: Record<string, Worth> = { a: 'noted', b: 'telling', c: 'plain', d: 'plain', e: 'plain' }
const choose = (quotaBytes: number): string =>
  chooseForQuota(sessions, { usedBytes: 50, quotaBytes, worthOf: (session) => worth[session]! })
    .map(({ session }) => session)
    .join('')

test('plain sessions go first, the oldest before the others; what was noted goes last', () => {
  expect([50, 49, 40, 39, 15, 0].map(choose)).toEqual(['', 'c', 'c', 'cd', 'cdeb', 'cdeba'])
})
