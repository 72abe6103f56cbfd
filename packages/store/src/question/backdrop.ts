import type { Device } from '@playhead/analysis'
import type { Catalog } from '../catalog/catalog.ts'
import type { Ask } from '../index/engine.ts'
import type { Backdrop } from '../store.ts'
import { startOf } from './recording.ts'

interface View {
  readonly session: string
  readonly tab: string
  readonly viewMs: number
  readonly leftMs: number
  readonly hasClick: number
}
/** After this long a page has usually settled; just before it is left it has for sure. */
const settledMs = 1_500
const beforeLeavingMs = 100

/** The latest view of a page at a device class, one with clicks before one without. Null: nobody has seen it so. */
export async function askBackdrop(
  ask: Ask,
  catalog: Catalog,
  project: string,
  { page, device }: { page: string; device: Device },
): Promise<Backdrop | null> {
  const views = await ask<View>(
    `WITH seen AS (
       SELECT session, tab, time FROM playhead.events
       WHERE project = {project:String} AND type = 'page' AND page = {page:String} AND device = {device:String} ORDER BY time DESC LIMIT 100),
     tabs AS (
       SELECT session, tab, arraySort(groupArrayIf(time, type = 'page')) AS turns,
         groupArrayIf(time, type = 'click' AND page = {page:String} AND device = {device:String}) AS clicks, max(time) AS lastTime
       FROM playhead.events WHERE project = {project:String} AND (session, tab) IN (SELECT session, tab FROM seen) GROUP BY session, tab)
     SELECT session, tab, toUnixTimestamp64Milli(time) AS viewMs,
       toUnixTimestamp64Milli(if(arrayExists(t -> t > time, turns), arrayFirst(t -> t > time, turns), lastTime)) AS leftMs,
       arrayExists(t -> t >= time AND toUnixTimestamp64Milli(t) <= leftMs, clicks) AS hasClick
     FROM seen INNER JOIN tabs USING (session, tab) ORDER BY hasClick DESC, leftMs - viewMs >= ${settledMs} DESC, time DESC LIMIT 1`,
    { project, page, device },
  )
  const [best] = views
  const chunks = best ? await catalog.chunks(project, best.session) : []
  if (!best || !chunks.length) return null
  const atMs = Math.max(best.viewMs, Math.min(best.viewMs + settledMs, best.leftMs - beforeLeavingMs)) - startOf(chunks)
  return { sessionId: best.session, tab: best.tab, atMs: Math.max(0, Math.round(atMs)) }
}
