import type { Storage } from '@playhead/api'
import { expect, test } from 'vitest'
import { quotaText, readDays, readQuota, sayLoss } from './storage-limit.ts'

test.each(['', '0', '-5', '3651', '99999', 'abc', '1.5', '1e2'])('%j is no number of days', (text) => {
  expect(readDays(text)).toEqual({ error: 'A whole number of days, 1 to 3650' })
})

test('days from 1 to 3650', () => {
  expect(readDays('1')).toEqual({ value: 1 })
  expect(readDays(' 3650 ')).toEqual({ value: 3650 })
})

test.each([
  ['-5', /^A number of GB/],
  ['abc', /^A number of GB/],
  ['1,5', /^A number of GB/],
  ['1e3', /^A number of GB/],
  ['0', /^At least 0\.001 GB/],
  ['0.0001', /^At least 0\.001 GB/],
  ['99999999', /^More than any disk/],
])('%j is no quota', (text, says) => {
  expect(readQuota(text).error).toMatch(says)
})

test.each([
  ['', null],
  ['0.001', 1_000_000],
  ['2.5', 2_500_000_000],
  ['.5', 500_000_000],
])('%j is a quota of %j bytes', (text, value) => {
  expect(readQuota(text)).toEqual({ value })
})

test('a quota is written as it is read', () => {
  for (const bytes of [null, 1_000_000, 2_500_000_000, 1_234_567_890]) expect(readQuota(quotaText(bytes)).value).toBe(bytes)
})

const nowMs = Date.parse('2026-03-20T12:00:00Z')
const storage: Storage = {
  retentionDays: 30,
  quotaBytes: 100_000_000,
  sessions: 9,
  logBytes: 40_000_000,
  recordingBytes: 20_000_000,
  assetBytes: 2_000_000,
  oldestAt: '2026-03-10T12:00:00.000Z',
  growthBytesPerDay: 10,
  freeDiskBytes: 1e9,
  fullInDays: null,
  dropped: [],
}
const loss = (request: { retentionDays?: number; quotaBytes?: number | null }, of: Partial<Storage> = {}): string[] =>
  sayLoss({ ...storage, ...of }, { retentionDays: 30, quotaBytes: 100_000_000, ...request }, nowMs)

test('keeping as much or more loses nothing', () => {
  expect(loss({})).toEqual([])
  expect(loss({ retentionDays: 31, quotaBytes: 200_000_000 })).toEqual([])
  expect(loss({ quotaBytes: null })).toEqual([])
})

test('fewer days: what is older goes, and whether anything is', () => {
  const [says] = loss({ retentionDays: 7 })
  expect(says).toMatch(
    /^Sessions older than 7 days are deleted for good at the next sweep, within the hour\. The oldest is from 10 Mar|Mar 10/,
  )
  expect(loss({ retentionDays: 14 })[0]).toMatch(/None is that old now\.$/)
  expect(loss({ retentionDays: 1 }, { oldestAt: null })[0]).toMatch(/^Sessions older than a day .+ None is that old now\.$/)
})

test('a smaller quota, or a first one: what is more than it goes, and how much that is', () => {
  expect(loss({ quotaBytes: 50_000_000 })).toEqual([
    '62 MB are kept, 12 MB more than the quota: so much is deleted for good at the next sweep, within the hour, the oldest plain sessions first.',
  ])
  expect(loss({ quotaBytes: 90_000_000 })[0]).toMatch(/^62 MB are kept now, which the quota holds\./)
  expect(loss({ quotaBytes: 50_000_000 }, { quotaBytes: null })[0]).toContain('12 MB more')
})

test('both at once are both told', () => {
  expect(loss({ retentionDays: 7, quotaBytes: 50_000_000 })).toHaveLength(2)
})
