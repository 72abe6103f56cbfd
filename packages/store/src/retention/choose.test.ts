import { expect, test } from 'vitest'
import { chooseForQuota, type Worth } from './choose.ts'

const sessions = ['a', 'b', 'c', 'd', 'e'].map((session, i) => ({ session, chunks: 1, lastMs: i, sizeBytes: 10 }))
const worth: Record<string, Worth> = { a: 'noted', b: 'telling', c: 'plain', d: 'plain', e: 'plain' }
const choose = async (quotaBytes: number, usedBytes = 50, assetBytes = 0): Promise<string> => {
  const worthOf = (session: string): Worth => worth[session]!
  const { chosen, isEnough } = await chooseForQuota(sessions, { usedBytes, quotaBytes, worthOf, assetBytesOf: async () => assetBytes })
  return chosen.map(({ session }) => session).join('') + (isEnough ? '' : ', not enough')
}

test('plain sessions go first, the oldest before the others; what was noted goes last', async () => {
  expect(await Promise.all([50, 49, 40, 39, 15, 0].map((quota) => choose(quota)))).toEqual(['', 'c', 'c', 'cd', 'cdeb', 'cdeba'])
})

test('what only they name goes along, and no session more than it takes', async () => {
  expect(await choose(50, 100, 10)).toBe('cde')
})

test('where all of them would not be enough, only plain ones go', async () => {
  expect(await choose(30, 81)).toBe('cde, not enough')
})
