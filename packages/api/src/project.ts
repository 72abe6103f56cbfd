import { z } from 'zod'
import { instant } from './schema.ts'

/** An origin that a site sends from: scheme, host and port, nothing after it. */
export const origin = z
  .string()
  .max(300)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text, {
    message: 'must be an origin such as https://shop.example.com',
  })

export const project = z
  .object({
    id: z.string(),
    name: z.string(),
    origins: z.array(z.string()),
    writeKey: z.string(),
    createdAt: instant,
    /** The project that records this server's own demo shop. */
    demo: z.boolean(),
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof project>

export const projectList = z.object({ items: z.array(project) }).meta({ id: 'ProjectList' })

export const projectDetail = project
  .extend({
    /** The script tag to put on the site, as HTML. */
    snippet: z.string(),
  })
  .meta({ id: 'ProjectDetail' })
export type ProjectDetail = z.infer<typeof projectDetail>

export const originsRequest = z.strictObject({ origins: z.array(origin).min(1).max(50) })
export type OriginsRequest = z.infer<typeof originsRequest>

export const projectRequest = z.strictObject({ name: z.string().trim().min(1).max(100), origins: z.array(origin).min(1).max(50) })
export type ProjectRequest = z.infer<typeof projectRequest>

export const refusal = z
  .object({
    /** A code of the error table, or who was left out: `crawler`, `internal-visitor`. */
    code: z.string(),
    count: z.number().int(),
    lastAt: instant,
    /** The last thing refused: the origin, the id, what did not decode. */
    detail: z.string(),
  })
  .meta({ id: 'Refusal' })
export type Refusal = z.infer<typeof refusal>

export const projectStatus = z
  .object({
    sessions: z.number().int(),
    chunks: z.number().int(),
    firstEventAt: instant.nullable(),
    lastEventAt: instant.nullable(),
    /** Why something that knocked was not let in, latest first. */
    refusals: z.array(refusal),
  })
  .meta({ id: 'ProjectStatus' })
export type ProjectStatus = z.infer<typeof projectStatus>
