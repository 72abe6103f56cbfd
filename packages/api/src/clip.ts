import { z } from 'zod'
import { longestClipMs } from './clip-limit.ts'

/** A span of a session, ms since its start; a `png` is of its first moment. */
export const clipRequest = z
  .strictObject({
    format: z.enum(['webm', 'gif', 'png']),
    fromMs: z.number().nonnegative(),
    toMs: z.number().nonnegative(),
    framesPerSecond: z.number().int().min(1).max(30).optional(),
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= longestClipMs, {
    message: `a clip is longer than nothing and at most ${longestClipMs / 60_000} minutes`,
    path: ['toMs'],
  })
  .meta({ id: 'ClipRequest' })
export type ClipRequest = z.infer<typeof clipRequest>

export const clip = z
  .object({
    id: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    /** Frames. */
    done: z.number().int(),
    total: z.number().int(),
    /** What went wrong. */
    message: z.string(),
  })
  .meta({ id: 'Clip' })
export type Clip = z.infer<typeof clip>
