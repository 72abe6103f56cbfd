import { z } from 'zod'
import { instant } from './schema.ts'

/** Who watched a recording, and when; watching on for ten minutes is the same view. */
const view = z
  .object({
    session: z.string(),
    at: instant,
    /** An account's address, `token <id>`, or `command` for one of the server's machine. */
    by: z.string(),
  })
  .meta({ id: 'View' })

export const viewList = z.object({ items: z.array(view), nextCursor: z.string().nullable() }).meta({ id: 'ViewList' })

export const viewQuery = z.object({ limit: z.coerce.number().int().min(1).max(1_000).optional(), cursor: z.string().max(500).optional() })
