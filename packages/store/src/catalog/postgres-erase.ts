import { sql } from 'kysely'
import type { Db } from '../cluster/lease.ts'
import { gateLock } from '../cluster/register.ts'
import type { CatalogEraser } from './erase.ts'

/** @see ./erase.ts */
export function createPostgresEraser(db: Db): CatalogEraser {
  return {
    erase: (names) =>
      db.transaction().execute(async (tx) => {
        // Who registers a file of these sessions now, or adds to the same totals, comes before or after.
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(gateLock)})`.execute(tx)
        for (const project of new Set(names.map((name) => name.project))) {
          const sessions = names.flatMap((name) => (name.project === project ? [name.session] : []))
          const gone = sql`project = ${project} AND session = ANY(${sessions})`
          const { rows } = await sql<{ n: number }>`WITH gone AS (DELETE FROM chunk WHERE ${gone} RETURNING 1)
            SELECT count(*) AS n FROM gone`.execute(tx)
          for (const table of ['stray', 'asset', 'recording', 'finish'])
            await sql`DELETE FROM ${sql.table(table)} WHERE ${gone}`.execute(tx)
          await sql`UPDATE total SET chunks = chunks - ${rows[0]!.n} WHERE project = ${project}
            AND part = (SELECT min(part) FROM total WHERE project = ${project})`.execute(tx)
          await sql`UPDATE total SET first_ms = left_over.first_ms, last_ms = left_over.last_ms
            FROM (SELECT min(received_ms) AS first_ms, max(received_ms) AS last_ms FROM chunk WHERE project = ${project}) AS left_over
            WHERE project = ${project}`.execute(tx)
        }
      }),
    async isAssetUsed(project, hash, except) {
      const { rows } =
        await sql`SELECT FROM asset WHERE project = ${project} AND hash = ${hash} AND session <> ALL(${[...except]}) LIMIT 1`.execute(db)
      return rows.length > 0
    },
  }
}
