import type { Device } from '@playhead/analysis'
import type { Filter } from '@playhead/filter'
import type { Ask } from '../index/engine.ts'
import { distinctSessions } from './distinct.ts'
import { whereOf } from './filter-sql.ts'
import { type Range, readRange } from './range.ts'

/** Where people clicked on a page, element by element. */
export interface ClickMap {
  readonly kind: 'click'
  readonly page: string
  readonly device: Device
  /** Page views of this page at this device class. */
  readonly views: number
  /** Sessions with such a view. */
  readonly sessions: number
  readonly clicks: number
  /** Clicks that have no element key. */
  readonly unplaced: number
  readonly elements: readonly ClickMapElement[]
}
export interface ClickMapElement {
  readonly key: string
  readonly name: string
  readonly tag: string
  /** Views that had it on screen; null: not measured. */
  readonly seen: number | null
  readonly clicks: number
  /** Sessions that clicked it. */
  readonly sessions: number
  readonly dead: number
  /** Clicks that are part of a rage click. */
  readonly rage: number
  readonly interactive: boolean
  /** [column, row, clicks] of a 64 × 64 grid over the element's box. */
  readonly bins: readonly (readonly [number, number, number])[]
  /** At most 20 sessions that clicked it. */
  readonly sampleSessions: readonly string[]
}

interface ElementRow {
  readonly key: string
  readonly name: string
  readonly tag: string
  readonly interactive: number
  readonly clicks: number
  readonly sessions: number
  readonly cells: readonly number[]
  readonly cellClicks: readonly number[]
  readonly sampleSessions: readonly string[]
}
export interface ClickMapQuestion {
  readonly page: string
  readonly device: Device
  readonly filter?: Filter | undefined
  readonly range?: Range | undefined
}

/** Most clicked first, at most 5,000 elements. Throws StoreError `bad-question`, `filter-unsupported`. */
export async function askClickMap(ask: Ask, project: string, { page, device, filter, range }: ClickMapQuestion): Promise<ClickMap> {
  const matching = filter && isCondition(filter) ? whereOf(filter) : null
  const params = { project, page, device, ...readRange(range), ...matching?.params }
  const here = `project = {project:String} AND page = {page:String} AND device = {device:String}
    AND time >= fromUnixTimestamp64Milli({fromMs:Int64}) AND time < fromUnixTimestamp64Milli({toMs:Int64})
    ${matching ? `AND session IN (SELECT session FROM playhead.sessions FINAL WHERE project = {project:String} AND (${matching.sql}))` : ''}`
  const [[seen], rows, signals] = await Promise.all([
    ask<{ views: number; sessions: number }>(
      `SELECT count() AS views, ${distinctSessions} AS sessions FROM playhead.events WHERE type = 'page' AND ${here}`,
      params,
    ),
    ask<ElementRow>(
      `SELECT key, argMax(name, time) AS name, argMax(tag, time) AS tag, max(interactive) AS interactive, count() AS clicks,
         ${distinctSessions} AS sessions, groupUniqArray(20)(session) AS sampleSessions,
         sumMap([toUInt16(least(63, floor(relY * 64)) * 64 + least(63, floor(relX * 64)))], [toUInt64(1)]) AS grid,
         grid.1 AS cells, grid.2 AS cellClicks
       FROM playhead.events WHERE type = 'click' AND ${here} GROUP BY key ORDER BY clicks DESC, key LIMIT 5000`,
      params,
    ),
    ask<{ key: string; rage: number; dead: number }>(
      `SELECT key, sumIf(count, kind = 'rage-click') AS rage, countIf(kind != 'rage-click') AS dead FROM playhead.signals FINAL
       WHERE kind IN ('rage-click', 'dead-click', 'dead-affordance') AND present AND ${here} GROUP BY key`,
      params,
    ),
  ])
  const signalsOf = new Map(signals.map((row) => [row.key, row]))
  return {
    kind: 'click',
    page,
    device,
    views: seen?.views ?? 0,
    sessions: seen?.sessions ?? 0,
    clicks: rows.reduce((sum, { clicks }) => sum + clicks, 0),
    unplaced: rows.find(({ key }) => key === '')?.clicks ?? 0,
    elements: rows
      .filter(({ key }) => key !== '')
      .map(({ key, name, tag, interactive, clicks, sessions, cells, cellClicks, sampleSessions }) => ({
        key,
        name,
        tag,
        seen: null,
        clicks,
        sessions,
        dead: signalsOf.get(key)?.dead ?? 0,
        rage: signalsOf.get(key)?.rage ?? 0,
        interactive: interactive === 1,
        bins: cells.map((cell, i) => [cell % 64, Math.floor(cell / 64), cellClicks[i]!]),
        sampleSessions: [...sampleSessions].sort(),
      })),
  }
}

const isCondition = (filter: Filter): boolean => !('all' in filter && !filter.all.length)
