import { type Storage, type StorageRequest, usedBytesOf } from '@playhead/api'
import { formatBytes } from '../../ui/measure.ts'
import { formatAgo } from '../../ui/time.ts'

const dayMs = 86_400_000
const gigabyte = 1e9
const mostDays = 3_650
const leastQuotaBytes = 1_000_000

/** What a field says, read: its value, or why it is none. */
export type Read<T> = { readonly value: T; readonly error?: undefined } | { readonly value?: undefined; readonly error: string }

export const quotaText = (bytes: number | null): string => (bytes === null ? '' : String(bytes / gigabyte))

export function readDays(text: string): Read<number> {
  const days = Number(text)
  if (!/^\d+$/.test(text.trim()) || days < 1 || days > mostDays) return { error: `A whole number of days, 1 to ${mostDays}` }
  return { value: days }
}

/** Nothing written: no quota. */
export function readQuota(text: string): Read<number | null> {
  if (!text.trim()) return { value: null }
  const bytes = Math.round(Number(text) * gigabyte)
  if (!/^\d*\.?\d+$/.test(text.trim())) return { error: 'A number of GB such as 2.5, or nothing' }
  if (bytes < leastQuotaBytes) return { error: 'At least 0.001 GB, or nothing' }
  return Number.isSafeInteger(bytes) ? { value: bytes } : { error: 'More than any disk holds' }
}

/** What goes for good once less is kept, as far as it is known; empty: neither limit is lower than before. */
export function sayLoss(storage: Storage, { retentionDays, quotaBytes }: StorageRequest, nowMs: number = Date.now()): string[] {
  const { oldestAt } = storage
  const used = usedBytesOf(storage)
  const says: string[] = []
  if (retentionDays < storage.retentionDays) {
    const isAnyOld = oldestAt !== null && Date.parse(oldestAt) < nowMs - retentionDays * dayMs
    says.push(
      `Sessions older than ${retentionDays === 1 ? 'a day' : `${retentionDays} days`} are deleted for good at the next sweep, within the hour. ` +
        (isAnyOld ? `The oldest is from ${formatAgo(oldestAt, nowMs)}.` : 'None is that old now.'),
    )
  }
  if (quotaBytes !== null && quotaBytes < (storage.quotaBytes ?? Infinity))
    says.push(
      used > quotaBytes
        ? `${formatBytes(used)} are kept, ${formatBytes(used - quotaBytes)} more than the quota: so much is deleted for good at the next sweep, within the hour, the oldest plain sessions first.`
        : `${formatBytes(used)} are kept now, which the quota holds. What comes to be beyond it is deleted for good, within the hour.`,
    )
  return says
}
