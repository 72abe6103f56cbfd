import { sql } from 'kysely'
import type { TombstoneBook } from '../erasure/tombstone.ts'
import type { Tombstone } from '../metadata/metadata.ts'
import type { Db } from './lease.ts'
import { gateLock } from './register.ts'

/** So long whoever was asked to erase a person may still be finding their sessions, after which any server does. */
const seekingMs = 300_000

/** Tombstones that all servers obey from the moment they are written: no file is registered meanwhile. */
export function createSharedTombstones(db: Db): TombstoneBook {
  return {
    add: ({ project, kind, name }, why) =>
      db.transaction().execute(async (tx) => {
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(gateLock)})`.execute(tx)
        // As mergeTombstone says.
        await sql`INSERT INTO tombstone (project, kind, name, why, is_settled, at)
          VALUES (${project}, ${kind}, ${name}, ${why}, ${why === 'withdrawn' ? 1 : 0}, ${new Date().toISOString()})
          ON CONFLICT (project, kind, name) DO UPDATE SET why = 'erased', is_settled = 0, at = excluded.at
          WHERE NOT (excluded.why = 'withdrawn' AND tombstone.why <> 'sought' OR excluded.why = 'sought' AND tombstone.why = 'sought')`.execute(
          tx,
        )
      }),
    async settle({ project, kind, name }) {
      await db.transaction().execute(async (tx) => {
        await sql`DELETE FROM tombstone WHERE project = ${project} AND kind = ${kind} AND name = ${name} AND why = 'sought'`.execute(tx)
        await sql`UPDATE tombstone SET is_settled = 1 WHERE project = ${project} AND kind = ${kind} AND name = ${name}`.execute(tx)
      })
    },
    async unsettled() {
      const { rows } = await sql<Omit<Tombstone, 'isSettled'>>`SELECT project, kind, name, why FROM tombstone
        WHERE is_settled = 0 AND (kind = 'session' OR at < ${new Date(Date.now() - seekingMs).toISOString()})`.execute(db)
      return rows.map((row) => ({ ...row, isSettled: false }))
    },
  }
}
