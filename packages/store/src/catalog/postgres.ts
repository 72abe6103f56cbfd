import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../cluster/lease.ts'
import type { Catalog, CatalogAsset, CatalogChunk } from './catalog.ts'
import { createPostgresEraser } from './postgres-erase.ts'
import { createPostgresFinish, createPostgresRecordings } from './postgres-recording.ts'
import { createPostgresUsage } from './postgres-usage.ts'

/** A row of `chunk c` as this code names it. */
export const chunkColumns: RawBuilder<unknown> = sql`c.project, c.session, c.tab, c.seq, c.hash, c.file, c.chunk_at AS "chunkAt", c.size_bytes AS "sizeBytes",
  c.received_ms AS "receivedMs", c.base_seq AS "baseSeq", c.base_ms AS "baseMs", c.end_ms AS "endMs", c.keyframe`

/**
 * The catalog that servers share, in PostgreSQL. Rows of chunks come with their log file, in one transaction.
 * @param holder this process, where it claims what others leave alone meanwhile
 */
export function createPostgresCatalog(db: Db, holder: string): Catalog {
  return {
    async chunk(project, session, tab, seq) {
      const { rows } = await sql<CatalogChunk>`SELECT ${chunkColumns} FROM chunk c
        WHERE project = ${project} AND session = ${session} AND tab = ${tab} AND seq = ${seq}`.execute(db)
      return rows[0] ?? null
    },
    async chunks(project, session) {
      const { rows } = await sql<CatalogChunk>`SELECT ${chunkColumns} FROM chunk c
        WHERE project = ${project} AND session = ${session} ORDER BY tab, seq`.execute(db)
      return rows
    },
    async assets(project, session) {
      const { rows } = await sql<CatalogAsset>`SELECT url, hash, mime, size_bytes AS "sizeBytes", missing FROM asset
        WHERE project = ${project} AND session = ${session} ORDER BY url`.execute(db)
      return rows
    },
    async sessionsOf(project, { kind, hash }) {
      const { rows } = await sql<{ session: string }>`SELECT session FROM person
        WHERE project = ${project} AND kind = ${kind} AND hash = ${hash}`.execute(db)
      return rows.map(({ session }) => session)
    },
    async isAssetNamed(project, hash) {
      const { rows } = await sql`SELECT FROM asset WHERE project = ${project} AND hash = ${hash} LIMIT 1`.execute(db)
      return rows.length > 0
    },
    async totals(project) {
      const { rows } = await sql<{ chunks: number; firstMs: number | null; lastMs: number | null }>`
        SELECT coalesce(sum(chunks), 0)::bigint AS chunks, min(first_ms) AS "firstMs", max(last_ms) AS "lastMs" FROM total
        WHERE project = ${project}`.execute(db)
      return rows[0]!
    },
    async count() {
      const { rows } = await sql<{ n: number }>`SELECT coalesce(sum(chunks), 0)::bigint AS n FROM total`.execute(db)
      return rows[0]!.n
    },
    recordings: createPostgresRecordings(db, holder),
    finish: createPostgresFinish(db, holder),
    eraser: createPostgresEraser(db),
    usage: createPostgresUsage(db),
  }
}
