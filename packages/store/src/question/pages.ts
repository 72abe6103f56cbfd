import { type Device, devices } from '@playhead/analysis'
import type { Ask } from '../index/engine.ts'
import { distinctSessions } from './distinct.ts'
import { type Range, readRange } from './range.ts'

/** One page of a project, with how often it was seen. */
export interface PageRow {
  readonly page: string
  readonly views: number
  readonly sessions: number
  readonly clicks: number
  /** Page views by device class. */
  readonly devices: Readonly<Record<Device, number>>
}
type Row = Omit<PageRow, 'devices' | 'clicks'> & { readonly [device in Device]: number }

/** Most viewed first, at most 1,000. */
export async function askPages(ask: Ask, project: string, { range }: { range?: Range | undefined }): Promise<PageRow[]> {
  const params = { project, ...readRange(range) }
  const within = `project = {project:String} AND time >= fromUnixTimestamp64Milli({fromMs:Int64}) AND time < fromUnixTimestamp64Milli({toMs:Int64})`
  const views = devices.map((device) => `countIf(device = '${device}') AS ${device}`).join(', ')
  const [rows, clicked] = await Promise.all([
    ask<Row>(
      `SELECT page, count() AS views, ${distinctSessions} AS sessions, ${views} FROM playhead.events
       WHERE type = 'page' AND ${within} GROUP BY page ORDER BY views DESC, page LIMIT 1000`,
      params,
    ),
    // Apart: telling sessions apart is most of the work, and there are many more clicks than views.
    ask<{ page: string; clicks: number }>(
      `SELECT page, count() AS clicks FROM playhead.events WHERE type = 'click' AND ${within} GROUP BY page`,
      params,
    ),
  ])
  const clicksOf = new Map(clicked.map(({ page, clicks }) => [page, clicks]))
  return rows.map(({ page, views: seen, sessions, phone, tablet, laptop, desktop }) => ({
    page,
    views: seen,
    sessions,
    clicks: clicksOf.get(page) ?? 0,
    devices: { phone, tablet, laptop, desktop },
  }))
}
