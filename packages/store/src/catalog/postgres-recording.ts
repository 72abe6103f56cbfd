import { sql } from 'kysely'
import { type Db, isAlive } from '../cluster/lease.ts'
import { StoreError } from '../error.ts'
import {
  type CatalogRecording,
  delayMs,
  type FinishQueue,
  mostFailures,
  type RecordingTable,
  retryMs,
  type SessionName,
  takenAway,
} from './recording.ts'

const columns = sql`r.project, r.session, r.source, r.chunks, r.size_bytes AS "sizeBytes"`
const of = ({ project, session }: SessionName): ReturnType<typeof sql> => sql`project = ${project} AND session = ${session}`
const chunkCount = sql`(SELECT count(*) FROM chunk c WHERE c.project = r.project AND c.session = r.session)`

/** @see ./recording.ts */
export function createPostgresRecordings(db: Db, holder: string): RecordingTable {
  return {
    async current({ project, session }) {
      const { rows } = await sql<CatalogRecording>`SELECT ${columns} FROM recording r
        WHERE r.project = ${project} AND r.session = ${session} AND r.chunks = ${chunkCount}`.execute(db)
      return rows[0] ?? null
    },
    async all() {
      const { rows } = await sql<
        CatalogRecording & { present: number }
      >`SELECT ${columns}, ${chunkCount} AS present FROM recording r`.execute(db)
      return rows
    },
    set: (recording) =>
      db.transaction().execute(async (tx) => {
        const { project, session, source, chunks, sizeBytes } = recording
        const claim = await sql`SELECT FROM finish WHERE ${of(recording)} AND holder = ${holder} FOR UPDATE`.execute(tx)
        if (!claim.rows.length) throw new StoreError('lease-lost', `Another server may be making the recording file of ${session}.`)
        const there = await sql<{ n: number }>`SELECT count(*) AS n FROM chunk WHERE ${of(recording)}`.execute(tx)
        const present = there.rows[0]!.n
        if (present < chunks) throw takenAway(session)
        const { rows } = await sql<{ source: string; before: string }>`SELECT source, before FROM recording WHERE ${of(recording)}`.execute(
          tx,
        )
        const old = rows[0]
        const isAnother = old !== undefined && old.source !== source
        const before = isAnother ? old.source : (old?.before ?? '')
        await sql`INSERT INTO recording (project, session, source, before, chunks, size_bytes)
          VALUES (${project}, ${session}, ${source}, ${before}, ${chunks}, ${sizeBytes})
          ON CONFLICT (project, session) DO UPDATE SET source = excluded.source, before = excluded.before, chunks = excluded.chunks,
            size_bytes = excluded.size_bytes`.execute(tx)
        await sql`DELETE FROM finish WHERE ${of(recording)} AND ${chunks} = (SELECT count(*) FROM chunk WHERE ${of(recording)})`.execute(tx)
        return isAnother && old.before && old.before !== source ? old.before : null
      }),
    async remove(name) {
      await sql`DELETE FROM recording WHERE ${of(name)}`.execute(db)
    },
  }
}

/** Sessions are claimed by a process, and free again when that is gone. @see ./recording.ts */
export function createPostgresFinish(db: Db, holder: string): FinishQueue {
  const isFree = sql<boolean>`(finish.holder IS NULL OR finish.holder = ${holder} OR NOT ${isAlive('finish.holder')})`
  const first = async (nowMs: number, isLate: boolean): Promise<SessionName | null> => {
    const { rows } = await sql<SessionName>`SELECT project, session FROM finish
      WHERE due_ms <= ${nowMs} AND (failures > 0) = ${isLate} AND ${isFree} ORDER BY due_ms LIMIT 1`.execute(db)
    return rows[0] ?? null
  }
  return {
    next: async (nowMs) => (await first(nowMs, false)) ?? (await first(nowMs, true)),
    async waits(nowMs, name) {
      const { rows } = await sql`SELECT FROM finish
        WHERE due_ms <= ${nowMs} AND failures = 0 AND ${isFree} AND NOT (${of(name)}) LIMIT 1`.execute(db)
      return rows.length > 0
    },
    async isLate(name) {
      const { rows } = await sql`SELECT FROM finish WHERE ${of(name)} AND failures > 0`.execute(db)
      return rows.length > 0
    },
    async claim({ project, session }) {
      const { rows } = await sql`INSERT INTO finish (project, session, due_ms, holder) VALUES (${project}, ${session}, 0, ${holder})
        ON CONFLICT (project, session) DO UPDATE SET holder = excluded.holder WHERE ${isFree} RETURNING 1`.execute(db)
      return rows.length > 0
    },
    async release(name) {
      await sql`UPDATE finish SET holder = NULL WHERE ${of(name)} AND holder = ${holder}`.execute(db)
    },
    async hurry({ project, session }) {
      await sql`INSERT INTO finish (project, session, due_ms) VALUES (${project}, ${session}, 0)
        ON CONFLICT (project, session) DO UPDATE SET due_ms = 0, failures = 0`.execute(db)
    },
    async drop(name) {
      await sql`DELETE FROM finish WHERE ${of(name)}`.execute(db)
    },
    async fail(name, nowMs) {
      await sql`UPDATE finish SET failures = failures + 1,
        due_ms = CASE WHEN failures + 1 < ${sql.lit(mostFailures)} THEN ${nowMs + retryMs}::bigint END WHERE ${of(name)}`.execute(db)
    },
    async delay(name, nowMs) {
      await sql`UPDATE finish SET due_ms = ${nowMs + delayMs} WHERE ${of(name)}`.execute(db)
    },
    async counts(nowMs) {
      const { rows } = await sql<{ waiting: number; failed: number }>`SELECT count(*) FILTER (WHERE due_ms <= ${nowMs}) AS waiting,
        count(*) FILTER (WHERE due_ms IS NULL) AS failed FROM finish`.execute(db)
      return rows[0]!
    },
  }
}
