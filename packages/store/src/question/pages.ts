import { type Device, devices } from '@playhead/analysis'
import type { Ask } from '../index/engine.ts'
import { distinctSessions } from './distinct.ts'
import { type Range, readRange, within } from './range.ts'

/** One page of a project, with how often it was seen. */
export interface PageRow {
  readonly page: string
  readonly views: number
  readonly sessions: number
  readonly clicks: number
  /** Page views by device class. */
  readonly devices: Readonly<Record<Device, number>>
}
type Row = Omit<PageRow, 'devices'> & { readonly [device in Device]: number }

/** Most viewed first, at most 1,000. */
export async function askPages(ask: Ask, project: string, { range }: { range?: Range | undefined }): Promise<PageRow[]> {
  const here = `project = {project:String}${range ? ` AND ${within('time')}` : ''}`
  const views = devices.map((device) => `countIf(type = 'page' AND device = '${device}') AS ${device}`).join(', ')
  // Telling sessions apart is most of the work. Of all of time their own rows say which pages they saw, each once.
  const sessionsSql = range
    ? `SELECT page, ${distinctSessions} AS sessions FROM playhead.events WHERE type = 'page' AND ${here} GROUP BY page`
    : `SELECT arrayJoin(pages) AS page, count() AS sessions FROM playhead.sessions FINAL WHERE ${here} GROUP BY page`
  const rows = await ask<Row>(
    `SELECT * FROM (
       SELECT page, countIf(type = 'page') AS views, countIf(type = 'click') AS clicks, ${views} FROM playhead.events
       WHERE type IN ('page', 'click') AND ${here} GROUP BY page HAVING views > 0 ORDER BY views DESC, page LIMIT 1000) AS viewed
     LEFT JOIN (${sessionsSql}) AS visited USING (page) ORDER BY views DESC, page`,
    { project, ...readRange(range) },
  )
  return rows.map(({ page, views: seen, sessions, clicks, phone, tablet, laptop, desktop }) => ({
    page,
    views: seen,
    sessions,
    clicks,
    devices: { phone, tablet, laptop, desktop },
  }))
}
