import { type Kysely, sql } from 'kysely'
import type { Metadata } from './metadata.ts'
import type { MetadataTables } from './migration.ts'

/** How long replays are kept where nobody said otherwise. */
export const defaultRetentionDays = 30

export function createRetention(db: Kysely<MetadataTables>): Metadata['retention'] {
  return {
    async get(project) {
      const row = await db.selectFrom('retention').selectAll().where('project', '=', project).executeTakeFirst()
      return { days: row?.days ?? defaultRetentionDays, quotaBytes: row?.quota_bytes ?? null }
    },
    async set(project, { days, quotaBytes }) {
      const row = { days, quota_bytes: quotaBytes }
      await db
        .insertInto('retention')
        .values({ project, ...row })
        .onConflict((conflict) => conflict.column('project').doUpdateSet(row))
        .execute()
    },
    async countDropped(project, reason, { sessions, bytes }) {
      const at = new Date().toISOString()
      await db
        .insertInto('dropped')
        .values({ project, reason, sessions, bytes, last_at: at })
        .onConflict((conflict) =>
          conflict.columns(['project', 'reason']).doUpdateSet({
            sessions: sql<number>`dropped.sessions + ${sessions}`,
            bytes: sql<number>`dropped.bytes + ${bytes}`,
            last_at: at,
          }),
        )
        .execute()
    },
    async dropped(project) {
      const rows = await db.selectFrom('dropped').selectAll().where('project', '=', project).orderBy('reason').execute()
      return rows.map(({ reason, sessions, bytes, last_at }) => ({ reason: reason as 'age' | 'quota', sessions, bytes, lastAt: last_at }))
    },
    async noted(project) {
      const rows = await db.selectFrom('note').select('session').distinct().where('project', '=', project).execute()
      return new Set(rows.map(({ session }) => session))
    },
  }
}
