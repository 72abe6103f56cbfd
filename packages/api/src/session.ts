import { z } from 'zod'
import { device, filter, instant, range } from './schema.ts'

/** A moment that a session's lane shows: ms since the session's start, and what happened. */
const mark = z.object({ ms: z.number(), kind: z.string() })

export const session = z
  .object({
    id: z.string(),
    project: z.string(),
    startedAt: instant,
    endedAt: instant,
    durationMs: z.number(),
    activeMs: z.number(),
    live: z.boolean(),
    device,
    browser: z.string(),
    os: z.string(),
    viewport: z.object({ width: z.number(), height: z.number() }),
    language: z.string(),
    timezone: z.string(),
    source: z.string(),
    medium: z.string(),
    campaign: z.string(),
    referrer: z.string(),
    visitorId: z.string(),
    returning: z.boolean(),
    user: z.string().nullable(),
    traits: z.record(z.string(), z.unknown()),
    /** Experiment → variant. */
    variants: z.record(z.string(), z.string()),
    entryPage: z.string(),
    exitPage: z.string(),
    pages: z.array(z.string()),
    pageViews: z.number(),
    clicks: z.number(),
    /** How often each signal fired: `rage-click`, `dead-click`, `error-click`, `error`, … Absent: 0. */
    counts: z.record(z.string(), z.number()),
    /** 0 (smooth) … 100, from the weighted counts. */
    friction: z.number(),
    tabs: z.number(),
    chunks: z.number(),
    /** At most 60, for the lane of one row. */
    marks: z.array(mark),
    title: z.string(),
    /** What of the filter this session met, in words. */
    whyMatched: z.array(z.string()).optional(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof session>

export const sessionSort = z.enum(['newest', 'oldest', 'longest', 'most-active', 'friction'])
export type SessionSort = z.infer<typeof sessionSort>

export const sessionSearchRequest = z
  .strictObject({
    filter: filter.optional(),
    range: range.optional(),
    sort: sessionSort.optional(),
    limit: z.number().int().min(1).max(500).optional(),
    cursor: z.string().max(500).nullable().optional(),
  })
  .meta({ id: 'SessionSearch' })
export type SessionSearchRequest = z.infer<typeof sessionSearchRequest>

export const sessionList = z.object({ items: z.array(session), nextCursor: z.string().nullable() }).meta({ id: 'SessionList' })
export type SessionList = z.infer<typeof sessionList>
