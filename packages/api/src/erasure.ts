import { z } from 'zod'
import { instant, recordingId } from './schema.ts'

/** Whose data is to go: a visitor by the recorder's id, a user by the name that the site gave (`identify`). */
export const erasureRequest = z
  .strictObject({ subject: z.enum(['session', 'visitor', 'user']), subjectId: z.string().min(1).max(1_000) })
  .meta({ id: 'ErasureRequest' })
export type ErasureRequest = z.infer<typeof erasureRequest>

/** What was found and taken away. */
export const erasureReceipt = z
  .object({
    id: z.uuid(),
    project: z.string(),
    subject: z.enum(['session', 'visitor', 'user']),
    sessions: z.array(recordingId),
    at: instant,
    /** Who asked. */
    by: z.string(),
    logRecords: z.number().int(),
    logBytes: z.number().int(),
    recordingFiles: z.number().int(),
    /** Assets that no other session had. */
    assets: z.number().int(),
    notes: z.number().int(),
  })
  .meta({ id: 'ErasureReceipt' })
export type ErasureReceipt = z.infer<typeof erasureReceipt>

export const erasureList = z.object({ items: z.array(erasureReceipt) }).meta({ id: 'ErasureList' })
