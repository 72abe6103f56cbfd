import { sql } from 'kysely'
import { hashVisitor, type TombstoneBook } from '../erasure/tombstone.ts'
import type { Tombstone } from '../metadata/metadata.ts'
import type { Db } from './lease.ts'
import { gateLock } from './register.ts'

/** Tombstones that all servers obey from the moment they are written: no file is registered meanwhile. */
export function createSharedTombstones(db: Db): TombstoneBook {
  return {
    add: ({ project, kind, id, why }) =>
      db.transaction().execute(async (tx) => {
        const name = kind === 'visitor' ? hashVisitor(project, id) : id
        const isSettled = kind === 'visitor' || why === 'withdrawn' ? 1 : 0
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(gateLock)})`.execute(tx)
        await sql`INSERT INTO tombstone (project, kind, name, why, is_settled, at)
          VALUES (${project}, ${kind}, ${name}, ${why}, ${isSettled}, ${new Date().toISOString()})
          ON CONFLICT (project, kind, name) DO UPDATE SET why = excluded.why, is_settled = excluded.is_settled
          WHERE tombstone.why = 'withdrawn' AND excluded.why = 'erased'`.execute(tx)
      }),
    async settle(project, session) {
      await sql`UPDATE tombstone SET is_settled = 1 WHERE project = ${project} AND kind = 'session' AND name = ${session}`.execute(db)
    },
    async unsettled() {
      const { rows } = await sql<Omit<Tombstone, 'isSettled'>>`SELECT project, kind, name, why FROM tombstone WHERE is_settled = 0`.execute(
        db,
      )
      return rows.map((row) => ({ ...row, isSettled: false }))
    },
  }
}
