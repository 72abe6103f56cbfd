import type { Filter } from '@playhead/filter'
import { StoreError } from '../error.ts'
import type { Ask } from '../index/engine.ts'
import type { SessionPage, SessionSearch, SessionSort } from '../store.ts'
import { whereOf } from './filter-sql.ts'
import { readRange, within } from './range.ts'
import { sessionFields, sessionFrom, type StoredSession } from './session.ts'

/** What a list is sorted by; the session's id decides between equals, so that a cursor is exact. */
const sorts: Readonly<Record<SessionSort, { readonly value: string; readonly up: boolean }>> = {
  newest: { value: 'toUnixTimestamp64Milli(started)', up: false },
  oldest: { value: 'toUnixTimestamp64Milli(started)', up: true },
  longest: { value: 'durationMs', up: false },
  'most-active': { value: 'activeMs', up: false },
  friction: { value: 'friction', up: false },
}
const everything: Filter = { all: [] }

const dayMs = 86_400_000
/** The newest are looked for in the last day first, then further back: mostly a list is full long before all sessions were read. */
const spansMs = [dayMs, 8 * dayMs, Infinity] as const

type Row = StoredSession & { readonly id: string; readonly sortValue: number }

/** The sessions that match a filter. Throws StoreError `bad-question`, `filter-unsupported`. */
export async function askSessions(ask: Ask, project: string, search: SessionSearch): Promise<SessionPage> {
  const { filter = everything, range, sort = 'newest', limit = 50, cursor } = search
  const order = Object.hasOwn(sorts, sort) ? sorts[sort] : undefined
  if (!order) throw new StoreError('bad-question', `Sessions can’t be sorted by "${String(sort).slice(0, 40)}".`)
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) throw new StoreError('bad-question', 'A list has 1 to 500 items.')
  const nowMs = Date.now()
  const { fromMs, toMs } = readRange(range, nowMs)
  const after = cursor ? readCursor(cursor, sort) : null
  const direction = order.up ? 'ASC' : 'DESC'
  const askFrom = (startMs: number): Promise<Row[]> => {
    const { sql, params } = whereOf(filter, startMs)
    return ask<Row>(
      `SELECT session AS id, ${sessionFields}, ${order.value} AS sortValue FROM playhead.sessions FINAL
       WHERE project = {project:String}
         AND ${within('started')}
         AND (${sql})
         ${after ? `AND (${order.value}, session) ${order.up ? '>' : '<'} ({afterValue:Int64}, {afterId:String})` : ''}
       ORDER BY sortValue ${direction}, session ${direction} LIMIT {limit:UInt32}`,
      { ...params, project, fromMs: startMs, toMs, limit: limit + 1, ...(after ? { afterValue: after.value, afterId: after.id } : {}) },
    )
  }
  let rows: Row[] = []
  const lastMs = Math.min(after?.value ?? nowMs, toMs)
  for (const spanMs of sort === 'newest' ? spansMs : [Infinity]) {
    const startMs = Math.max(fromMs, lastMs - spanMs)
    rows = await askFrom(startMs)
    if (rows.length > limit || startMs === fromMs) break
  }
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map((row) => sessionFrom(row)),
    nextCursor: last ? Buffer.from(JSON.stringify([sort, Number(last.sortValue), last.id])).toString('base64url') : null,
  }
}

function readCursor(cursor: string, sort: string): { value: number; id: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(read) && read[0] === sort && Number.isSafeInteger(read[1]) && typeof read[2] === 'string')
      return { value: read[1] as number, id: read[2] }
  } catch {
    // Said below.
  }
  throw new StoreError('bad-question', 'The cursor belongs to another list.')
}
