import type { Device } from '@playhead/analysis'
import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'
import type { Ask } from '../index/engine.ts'
import { signalsOf } from '../signal-lane.ts'
import type { Backdrop } from '../store.ts'
import { startOf } from './recording.ts'

interface View {
  readonly session: string
  readonly tab: string
  readonly viewMs: number
  /** Until then the page was there for sure: the last event that it had in this view. */
  readonly lastMs: number
  readonly hasClick: number
}
/** After this long a page has usually settled; just before it is left it has for sure. */
const settledMs = 1_500
const beforeLeavingMs = 100
/** So many views are looked at closely, should none be known to have lasted. */
const mostTried = 5

/**
 * The latest view of a page at a device class that lasted until the page had settled, one with clicks before one without.
 * Null: nobody has seen it so. Reads events of this page only: it is asked with each map, and all others' are many.
 */
export async function askBackdrop(
  ask: Ask,
  catalog: Catalog,
  chunkBytes: (chunk: CatalogChunk) => Promise<Uint8Array | null>,
  project: string,
  { page, device }: { page: string; device: Device },
): Promise<Backdrop | null> {
  const here = 'project = {project:String} AND page = {page:String} AND device = {device:String}'
  const during = 't -> t >= time AND (next IS NULL OR t < next)'
  const views = await ask<View>(
    `WITH seen AS (
       SELECT session, tab, time FROM playhead.events WHERE type = 'page' AND ${here} ORDER BY time DESC LIMIT 100),
     tabs AS (
       SELECT session, tab, arraySort(groupArrayIf(time, type = 'page')) AS begins, groupArrayIf(time, type = 'click') AS clicks,
         groupArray(time) AS times
       FROM playhead.events
       WHERE ${here} AND time >= (SELECT min(time) FROM seen) AND (session, tab) IN (SELECT session, tab FROM seen)
       GROUP BY session, tab)
     SELECT session, tab, toUnixTimestamp64Milli(time) AS viewMs,
       arrayFirstOrNull(t -> t > time, begins) AS next,
       arrayExists(${during}, clicks) AS hasClick,
       toUnixTimestamp64Milli(arrayMax(arrayFilter(${during}, times))) AS lastMs
     FROM seen INNER JOIN tabs USING (session, tab)
     ORDER BY lastMs - viewMs >= ${settledMs} DESC, hasClick DESC, time DESC LIMIT ${mostTried}`,
    { project, page, device },
  )
  let first: Backdrop | null = null
  for (const { session, tab, viewMs, lastMs } of views) {
    const chunks = await catalog.chunks(project, session)
    if (!chunks.length) continue
    const isSettled = lastMs - viewMs >= settledMs
    const leftMs = isSettled ? lastMs : await findLeave(chunks, tab, viewMs, chunkBytes)
    const atMs = Math.max(viewMs, Math.min(viewMs + settledMs, leftMs - beforeLeavingMs)) - startOf(chunks)
    const found = { sessionId: session, tab, atMs: Math.max(0, Math.round(atMs)) }
    if (leftMs - viewMs >= settledMs) return found
    first ??= found
  }
  return first
}

/** When a tab's next page began, or the last event of its chunks happened. */
async function findLeave(
  chunks: readonly CatalogChunk[],
  tab: string,
  viewMs: number,
  chunkBytes: (chunk: CatalogChunk) => Promise<Uint8Array | null>,
): Promise<number> {
  const later = chunks.filter((chunk) => chunk.tab === tab && chunk.endMs > viewMs)
  for (const chunk of later)
    for (const { type, timeMs } of signalsOf(await chunkBytes(chunk))) if (type === 'page' && timeMs > viewMs) return timeMs
  return later.at(-1)?.endMs ?? viewMs
}
