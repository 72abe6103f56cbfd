import type { Device } from '@playhead/analysis'
import type { Filter } from '@playhead/filter'
import type { Ask } from '../index/engine.ts'
import { countSessionsIf } from './distinct.ts'
import { whereOf } from './filter-sql.ts'
import { type Range, readRange, within } from './range.ts'

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
  readonly views: number
  readonly clicks: number
  readonly sessions: number
  /** row × 64 + column of each cell that was clicked, and how often. */
  readonly cells: readonly number[]
  readonly cellClicks: readonly number[]
  readonly sampleSessions: readonly string[]
}

/** Cells of the grid over an element's box, each way. */
const gridSize = 64
const mostElements = 5_000
const cellOf = (relX: string, relY: string): string => {
  const at = (rel: string): string => `least(${gridSize - 1}, floor(${rel} * ${gridSize}))`
  return `toUInt16(${at(relY)} * ${gridSize} + ${at(relX)})`
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
    AND ${within('time')}
    ${matching ? `AND session IN (SELECT session FROM playhead.sessions FINAL WHERE project = {project:String} AND (${matching.sql}))` : ''}`
  const [rows, signals] = await Promise.all([
    // Views have no key, and of clicks without one only their number is told: they share a row.
    ask<ElementRow>(
      `SELECT * EXCEPT (sorted, ends), arrayCompact(sorted) AS cells,
         arrayPopFront(arrayDifference(arrayPushFront(ends, 0))) AS cellClicks
       FROM (SELECT *, arrayFilter((at, cell, next) -> cell != next, arrayEnumerate(sorted), sorted,
           arrayShiftLeft(sorted, 1, toUInt16(${gridSize ** 2}))) AS ends
         FROM (SELECT key, argMax(name, time) AS name, argMax(tag, time) AS tag, max(interactive) AS interactive,
             countIf(type = 'page') AS views, countIf(type = 'click') AS clicks,
             ${countSessionsIf("type = 'page' OR key != ''")} AS sessions, groupUniqArray(20)(session) AS sampleSessions,
             arraySort(groupArrayIf(${cellOf('relX', 'relY')}, key != '')) AS sorted
           FROM playhead.events WHERE type IN ('page', 'click') AND ${here}
           GROUP BY key ORDER BY key != '', clicks DESC, key LIMIT ${mostElements + 1}))`,
      params,
    ),
    ask<{ key: string; rage: number; dead: number }>(
      `SELECT key, sumIf(count, kind = 'rage-click') AS rage, countIf(kind != 'rage-click') AS dead FROM playhead.signals FINAL
       WHERE kind IN ('rage-click', 'dead-click', 'dead-affordance') AND present AND ${here} GROUP BY key`,
      params,
    ),
  ])
  const seen = rows.find(({ key }) => key === '')
  const signalsOf = new Map(signals.map((row) => [row.key, row]))
  return {
    kind: 'click',
    page,
    device,
    views: seen?.views ?? 0,
    sessions: seen?.sessions ?? 0,
    clicks: rows.reduce((sum, { clicks }) => sum + clicks, 0),
    unplaced: seen?.clicks ?? 0,
    elements: rows
      .filter(({ key }) => key !== '')
      .slice(0, mostElements)
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
        bins: cells.map((cell, i) => [cell % gridSize, Math.floor(cell / gridSize), cellClicks[i]!]),
        sampleSessions: [...sampleSessions].sort(),
      })),
  }
}

const isCondition = (filter: Filter): boolean => !('all' in filter && !filter.all.length)
