import { sql } from 'kysely'
import type { LogMark, Stray } from '../erasure/erase.ts'
import type { ChunkLog } from '../log/chunk-log.ts'
import type { S3LogOptions } from '../log/s3.ts'
import type { Db } from './lease.ts'

/** Who has this lease overwrites files of the log, or removes some. */
export const eraseLease = 'erase'

/** Up to which time all objects of the log have been looked at, so that no start reads through the whole bucket. */
export const rememberTidied = (db: Db): NonNullable<S3LogOptions['tidied']> => ({
  async read() {
    const { rows } = await sql<{ value: string }>`SELECT value FROM setting WHERE name = 'log tidied'`.execute(db)
    return Number(rows[0]?.value ?? 0)
  },
  async write(ms) {
    await sql`INSERT INTO setting (name, value) VALUES ('log tidied', ${String(ms)})
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`.execute(db)
  },
})

/**
 * What the log holds of sessions beside their chunks: what was sent again or refused. A file is registered as a whole, so one
 * that comes later is not looked at, unless a chunk in it is listed; and what else stands there is known, one by one.
 */
export async function markLog(db: Db, project: string, sessions: readonly string[]): Promise<LogMark> {
  const { rows: strays } = await sql<Stray>`SELECT session, file, chunk_at AS "chunkAt", size_bytes AS "sizeBytes" FROM stray
    WHERE project = ${project} AND session = ANY(${[...sessions]}::text[])`.execute(db)
  return {
    strays,
    end: null,
    filesOf: async (chunks) => [...new Set([...chunks, ...strays].map(({ file }) => file))].sort((a, b) => a - b),
  }
}

/** Overwrites what came of sessions whose visitors were erased or withdrew: its file was stored before it was refused. */
export async function blankStrays(db: Db, log: ChunkLog, signal?: AbortSignal): Promise<void> {
  const { rows } = await sql<{ project: string; file: number; places: { chunkAt: number; sizeBytes: number }[] }>`
    SELECT s.project, s.file, json_agg(json_build_object('chunkAt', s.chunk_at, 'sizeBytes', s.size_bytes)) AS places FROM stray s
    JOIN tombstone t ON t.project = s.project AND t.kind = 'session' AND t.name = s.session GROUP BY s.project, s.file`.execute(db)
  for (const { project, file, places } of rows) {
    await log.blank(file, { project, sessions: [], known: places, signal })
    await sql`DELETE FROM stray WHERE file = ${file} AND chunk_at = ANY(${places.map(({ chunkAt }) => chunkAt)}::bigint[])`.execute(db)
  }
}

/** Removes files of the log that hold no chunk any more. Resolves to the bytes given back. */
export async function freeSharedLog(db: Db, log: ChunkLog): Promise<number> {
  // Those of the last hour are left alone: what is told of them may be on its way.
  const { rows } = await sql<{ number: number }>`SELECT number FROM log_file f WHERE indexed_at IS NOT NULL
    AND stored_at < clock_timestamp() - interval '1 hour' AND NOT EXISTS (SELECT FROM chunk c WHERE c.file = f.number) ORDER BY number`.execute(
    db,
  )
  let freedBytes = 0
  for (const { number } of rows) {
    freedBytes += await log.remove(number)
    await sql`DELETE FROM stray WHERE file = ${number}`.execute(db)
  }
  return freedBytes
}
