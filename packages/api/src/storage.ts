import { z } from 'zod'
import { instant } from './schema.ts'

const bytes = z.number().int().nonnegative()

/** How long replays are kept, and how much room they may take; null: as much as the disk has. */
export const storageRequest = z
  .strictObject({ retentionDays: z.number().int().min(1).max(3_650), quotaBytes: z.number().int().min(1_000_000).nullable() })
  .meta({ id: 'StorageRequest' })
export type StorageRequest = z.infer<typeof storageRequest>

export const storage = z
  .object({
    retentionDays: z.number().int(),
    quotaBytes: bytes.nullable(),
    sessions: z.number().int(),
    logBytes: bytes,
    recordingBytes: bytes,
    assetBytes: bytes,
    oldestAt: instant.nullable(),
    /** What comes in a day, by the last week. */
    growthBytesPerDay: bytes,
    /** Null where the log is in a bucket, which has no end. */
    freeDiskBytes: bytes.nullable(),
    /** Days until the quota is reached or the disk is full; null: by then as much expires as comes. */
    fullInDays: z.number().nullable(),
    /** Sessions that retention took away: too old, or too much for the quota. */
    dropped: z.array(z.object({ reason: z.enum(['age', 'quota']), sessions: z.number().int(), bytes, lastAt: instant })),
  })
  .meta({ id: 'Storage' })
export type Storage = z.infer<typeof storage>

/** What a project takes, of all kinds. */
export const usedBytesOf = ({ logBytes, recordingBytes, assetBytes }: Storage): number => logBytes + recordingBytes + assetBytes

/** Over the quota nothing has to be forecast; undefined: it is not. */
export const sayOverQuota = (of: Storage): string | undefined =>
  of.quotaBytes !== null && usedBytesOf(of) > of.quotaBytes
    ? 'over the quota now; the oldest plain sessions go at the next sweep, within the hour'
    : undefined
