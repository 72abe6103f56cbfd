import { sql } from 'kysely'
import type { Db } from '../cluster/lease.ts'
import type { CatalogUsage, StoredSession, Usage } from './usage.ts'

/** @see ./usage.ts */
export function createPostgresUsage(db: Db): CatalogUsage {
  return {
    async ofProject(project, sinceMs) {
      const { rows } = await sql<Usage>`SELECT count(DISTINCT session) AS sessions, coalesce(sum(size_bytes), 0)::bigint AS "logBytes",
        min(received_ms) AS "firstMs", coalesce(sum(size_bytes) FILTER (WHERE received_ms >= ${sinceMs}), 0)::bigint AS "recentBytes",
        min(received_ms) FILTER (WHERE received_ms >= ${sinceMs}) AS "recentFromMs",
        (SELECT coalesce(sum(size_bytes), 0)::bigint FROM recording WHERE project = ${project}) AS "recordingBytes"
        FROM chunk WHERE project = ${project}`.execute(db)
      return rows[0]!
    },
    async lastBefore(project, untilMs) {
      const { rows } = await sql<StoredSession>`SELECT c.session, count(*) AS chunks, max(c.received_ms) AS "lastMs",
        (sum(c.size_bytes) + coalesce(max(r.size_bytes), 0))::bigint AS "sizeBytes"
        FROM chunk c LEFT JOIN recording r ON r.project = c.project AND r.session = c.session
        WHERE c.project = ${project} GROUP BY c.session HAVING max(c.received_ms) < ${untilMs} ORDER BY max(c.received_ms)`.execute(db)
      return rows
    },
    async assetUsers(project) {
      const { rows } = await sql<{ hash: string; n: number }>`SELECT hash, count(DISTINCT session) AS n FROM asset
        WHERE project = ${project} AND hash <> '' GROUP BY hash`.execute(db)
      return new Map(rows.map(({ hash, n }) => [hash, n]))
    },
  }
}
