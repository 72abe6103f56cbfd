import { type SessionRow, threshold } from '@playhead/analysis'
import type { Ask } from '../index/engine.ts'
import { dayOf } from '../index/row.ts'

/** A session as the index holds it; whether it is live is said by the clock of whoever asks. */
export interface StoredSession {
  readonly row: string
  readonly receivedMs: number
  readonly ended: number
}
export const sessionFields = 'row, toUnixTimestamp64Milli(received) AS receivedMs, ended'

export const sessionFrom = ({ row, receivedMs, ended }: StoredSession, nowMs: number = Date.now()): SessionRow => ({
  ...(JSON.parse(row) as SessionRow),
  live: ended === 0 && nowMs - receivedMs < threshold.liveMs,
})

/** One session, or null. */
export async function askSession(ask: Ask, project: string, id: string): Promise<SessionRow | null> {
  const [found] = await ask<StoredSession>(
    `SELECT ${sessionFields} FROM playhead.sessions FINAL WHERE project = {project:String} AND day = toDate({day:String}) AND session = {id:String}`,
    { project, id, day: dayOf(id) },
  )
  return found ? sessionFrom(found) : null
}
