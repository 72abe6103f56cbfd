import { z } from 'zod'

export const demoVisitRequest = z.strictObject({ sessions: z.number().int().min(1).max(500) }).meta({ id: 'DemoVisitRequest' })
export type DemoVisitRequest = z.infer<typeof demoVisitRequest>

export const demoVisitStarted = z.object({ id: z.string() }).meta({ id: 'DemoVisitStarted' })

export const demoVisit = z
  .object({
    state: z.enum(['idle', 'running', 'done', 'failed']),
    done: z.number().int(),
    total: z.number().int(),
    message: z.string(),
  })
  .meta({ id: 'DemoVisit' })
export type DemoVisit = z.infer<typeof demoVisit>
