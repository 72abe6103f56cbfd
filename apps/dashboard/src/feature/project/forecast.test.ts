import type { Storage } from '@playhead/api'
import { expect, test } from 'vitest'
import { forecastOf } from './forecast.ts'

const calm: Storage = {
  retentionDays: 30,
  quotaBytes: null,
  sessions: 1,
  logBytes: 1,
  recordingBytes: 1,
  assetBytes: 1,
  oldestAt: null,
  growthBytesPerDay: 10,
  freeDiskBytes: 100,
  fullInDays: null,
  dropped: [],
}

test.each([
  [{ growthBytesPerDay: 0 }, /^Nothing comes/],
  [{}, /^It lasts/],
  [{ fullInDays: 0.4 }, /^The disk is full within a day, and recording stops/],
  [{ fullInDays: 1.9 }, /^The disk is full in 1 day,/],
  [{ fullInDays: 12.2, quotaBytes: 5 }, /^The quota is reached in 12 days;/],
  [{ fullInDays: 12.2, quotaBytes: 3 }, /^The quota is reached in 12 days;/],
  [{ fullInDays: 0, quotaBytes: 2 }, /^Over the quota now; the oldest plain sessions go at the next sweep, within the hour$/],
  [{ growthBytesPerDay: 0, quotaBytes: 2 }, /^Over the quota now;/],
])('%j', (change, says) => expect(forecastOf({ ...calm, ...change })).toMatch(says))
