import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../cluster/lease.ts'
import { gateLock } from '../cluster/register.ts'
import type { CatalogEraser } from './erase.ts'

/** @see ./erase.ts */
export function createPostgresEraser(db: Db): CatalogEraser {
  return {
    erase: (names, places) =>
      db.transaction().execute(async (tx) => {
        // Who registers a file of these sessions now, or adds to the same totals, comes before or after.
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(gateLock)})`.execute(tx)
        for (const project of new Set(names.map((name) => name.project))) {
          const sessions = names.flatMap((name) => (name.project === project ? [name.session] : []))
          const own = (table: string): RawBuilder<unknown> =>
            sql`${sql.table(table)}.project = ${project} AND ${sql.table(table)}.session = ANY(${sessions}::text[])`
          const at = (table: string): RawBuilder<unknown> =>
            sql`USING unnest(${places.map(({ file }) => file)}::bigint[], ${places.map(({ chunkAt }) => chunkAt)}::bigint[]) AS place(file, chunk_at)
              WHERE ${own(table)} AND ${sql.table(table)}.file = place.file AND ${sql.table(table)}.chunk_at = place.chunk_at`
          const { rows } = await sql<{ n: number }>`WITH gone AS (DELETE FROM chunk ${at('chunk')} RETURNING 1)
            SELECT count(*) AS n FROM gone`.execute(tx)
          await sql`DELETE FROM stray ${at('stray')}`.execute(tx)
          await sql`DELETE FROM recording WHERE ${own('recording')}`.execute(tx)
          for (const table of ['asset', 'person', 'finish'])
            await sql`DELETE FROM ${sql.table(table)} WHERE ${own(table)} AND NOT EXISTS
              (SELECT FROM chunk c WHERE c.project = ${project} AND c.session = ${sql.table(table)}.session)`.execute(tx)
          await sql`UPDATE total SET chunks = chunks - ${rows[0]!.n} WHERE project = ${project}
            AND part = (SELECT min(part) FROM total WHERE project = ${project})`.execute(tx)
          await sql`UPDATE total SET first_ms = left_over.first_ms, last_ms = left_over.last_ms
            FROM (SELECT min(received_ms) AS first_ms, max(received_ms) AS last_ms FROM chunk WHERE project = ${project}) AS left_over
            WHERE project = ${project}`.execute(tx)
        }
      }),
    // PostgreSQL's own log is its operator's.
    wipe: async () => true,
    async isAssetUsed(project, hash, except) {
      const { rows } =
        await sql`SELECT FROM asset a LEFT JOIN unnest(${[...except.keys()]}::text[], ${[...except.values()]}::bigint[]) AS known(session, chunks)
          ON known.session = a.session WHERE a.project = ${project} AND a.hash = ${hash} AND (known.session IS NULL OR known.chunks <
            (SELECT count(*) FROM chunk c WHERE c.project = a.project AND c.session = a.session)) LIMIT 1`.execute(db)
      return rows.length > 0
    },
  }
}
