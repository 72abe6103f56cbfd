import { z } from 'zod'
import { device, filter, range } from './schema.ts'

export const heatmapRequest = z
  .strictObject({
    kind: z.literal('click'),
    page: z.string().min(1).max(2000),
    device,
    filter: filter.optional(),
    range: range.optional(),
  })
  .meta({ id: 'HeatmapRequest' })
export type HeatmapRequest = z.infer<typeof heatmapRequest>

export const clickMapElement = z
  .object({
    key: z.string(),
    name: z.string(),
    tag: z.string(),
    /** Views in which the element was on screen; null: not measured. */
    seen: z.number().nullable(),
    clicks: z.number(),
    sessions: z.number(),
    dead: z.number(),
    rage: z.number(),
    interactive: z.boolean(),
    /** Where in the element's box, on a grid of 64 × 64: column, row, clicks. */
    bins: z.array(z.tuple([z.number(), z.number(), z.number()])),
    sampleSessions: z.array(z.string()),
  })
  .meta({ id: 'ClickMapElement' })
export type ClickMapElement = z.infer<typeof clickMapElement>

export const clickMap = z
  .object({
    kind: z.literal('click'),
    page: z.string(),
    device,
    views: z.number(),
    sessions: z.number(),
    clicks: z.number(),
    /** Clicks that no element could be named for. */
    unplaced: z.number(),
    elements: z.array(clickMapElement),
  })
  .meta({ id: 'ClickMap' })
export type ClickMap = z.infer<typeof clickMap>

export const backdropQuery = z.object({ page: z.string().min(1).max(2000), device })
/** The moment of a recording that shows the page as most visitors of the device class saw it. */
export const backdrop = z.object({ sessionId: z.string(), tab: z.string(), atMs: z.number() }).nullable().meta({ id: 'Backdrop' })
export type Backdrop = z.infer<typeof backdrop>

export const pageRequest = z.strictObject({ range: range.optional() }).meta({ id: 'PageSearch' })
export type PageRequest = z.infer<typeof pageRequest>

export const page = z
  .object({
    /** The path, with ids as `:id`. */
    page: z.string(),
    views: z.number(),
    sessions: z.number(),
    clicks: z.number(),
    /** Views by device class. */
    devices: z.object({ phone: z.number(), tablet: z.number(), laptop: z.number(), desktop: z.number() }),
  })
  .meta({ id: 'Page' })
export type Page = z.infer<typeof page>

export const pageList = z.object({ items: z.array(page) }).meta({ id: 'PageList' })
export type PageList = z.infer<typeof pageList>
