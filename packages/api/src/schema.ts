import { type Filter, FilterError, parseFilter } from '@playhead/filter'
import { z } from 'zod'
import { errorTable, type ErrorCode } from './error.ts'

/** An instant: ISO 8601, UTC. */
export const instant = z.iso.datetime()

export const recordingId = z.string().regex(/^[0-9A-Za-z_-]{22}$/, 'must be 22 characters of 0-9 A-Z a-z _ -')
export const projectId = z.string().regex(/^[0-9a-z-]{1,64}$/, 'must be a project id')

export const device = z.enum(['phone', 'tablet', 'laptop', 'desktop'])
export type Device = z.infer<typeof device>

/** When: between two instants (either may be open), or the last minutes, hours, days or weeks. */
export const range = z
  .union([
    z.strictObject({ last: z.string().regex(/^[1-9]\d{0,3}[mhdw]$/, 'must look like 30m, 24h, 7d or 4w') }),
    z.strictObject({ from: instant.optional(), to: instant.optional() }),
  ])
  .meta({ id: 'Range' })
export type Range = z.infer<typeof range>

/** The filter language's tree, as JSON, read by @playhead/filter. */
export const filter = z
  .record(z.string(), z.unknown())
  .superRefine((value, context) => {
    try {
      parseFilter(value)
    } catch (error) {
      if (!(error instanceof FilterError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
    }
  })
  .meta({ id: 'Filter', description: 'A condition, or conditions joined by all, any, not.' }) as unknown as z.ZodType<Filter>

export const errorResponse = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
      detail: z.string().optional(),
    }),
  })
  .meta({ id: 'Error' })

export const ok = z.object({ ok: z.literal(true) }).meta({ id: 'Ok' })
