import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { CatalogChunk } from '../catalog/catalog.ts'
import { chunkColumns } from '../catalog/postgres.ts'
import { StoreError } from '../error.ts'
import { aheadText, newestToken } from '../index/adopt.ts'
import type { IndexItem } from '../index/batch.ts'
import type { IndexEngine } from '../index/engine.ts'
import type { Db, Lease } from './lease.ts'

/** Log files that go into the index at once, and the token under which they do, however often it takes. */
export interface FileBatch {
  readonly token: number
  readonly files: readonly number[]
  readonly items: readonly IndexItem[]
}
export interface IndexQueue {
  /** Throws StoreError `index-taken` where the index is another installation's. */
  checkOwner(): Promise<void>
  /** Sees that the index is this cluster's, and is built anew where that was asked for. Throws StoreError `index-taken`. */
  adopt(lease: Lease): Promise<void>
  /** The batch that was begun, or the next one, written down. Null: every file is in the index. */
  next(lease: Lease): Promise<FileBatch | null>
  /** Its files are in the index. Throws StoreError `lease-lost`. */
  end(lease: Lease, batch: FileBatch): Promise<void>
  /** Lets every file go into the index again, from an empty one. */
  restart(): Promise<void>
  /** How much of the index before is yet to be forgotten since the last restart; at 0 files that are in the index are in the new one. */
  leftToForget(): Promise<number>
  /** The newest file there is; 0: there is none. */
  last(): Promise<number>
  /** How many files up to this one the index lacks. */
  left(number: number): Promise<number>
  /** Chunks that the index lacks, and for how long it has lacked the first of them. */
  lag(): Promise<{ waiting: number; indexLagMs: number }>
}

/** How much one batch holds at most, unless one file holds more. */
const most = { files: 500, chunks: 2_000, signals: 50_000 } as const
/** Names of settings, and of facts that the index keeps. */
const [ownerFact, buildFact] = ['id', 'build'] as const

/**
 * Which files of the log the index lacks. Numbers of files do not become visible in order, so each says for itself whether it
 * is in the index. @see docs/storage-format.md#L30
 */
export function createIndexQueue(db: Db, engine: IndexEngine, onNotice: (text: string) => void): IndexQueue {
  let builtFor: string | null = null
  /** This process may have emptied what another had begun to build, and has not had it built anew yet. */
  let owesRestart = false

  async function setting(tx: Db, name: string): Promise<string> {
    await sql`INSERT INTO setting (name, value) VALUES (${name}, ${randomBytes(12).toString('base64url')}) ON CONFLICT DO NOTHING`.execute(
      tx,
    )
    const { rows } = await sql<{ value: string }>`SELECT value FROM setting WHERE name = ${name}`.execute(tx)
    return rows[0]!.value
  }
  async function readOwner(): Promise<{ owner: string; found: string | null }> {
    const owner = await setting(db, `index ${ownerFact}`)
    const found = await engine.readFact(ownerFact)
    if (found === null || found === owner) return { owner, found }
    const { database } = engine.layout
    throw new StoreError(
      'index-taken',
      `The ClickHouse database ${database} holds the index of another installation. Name another in PLAYHEAD_CLICKHOUSE_URL, or DROP DATABASE ${database} to have it built from this one’s log.`,
    )
  }
  /** In parts, so that no statement takes long. */
  async function forgetIndexed(lease: Lease): Promise<void> {
    for (let count = 1; count > 0;)
      count = await db.transaction().execute(async (tx) => {
        await lease.check(tx)
        const { rows } = await sql`UPDATE log_file SET indexed_at = NULL WHERE number IN
          (SELECT number FROM log_file WHERE indexed_at IS NOT NULL LIMIT 20000) RETURNING 1`.execute(tx)
        return rows.length
      })
  }
  async function restart(): Promise<void> {
    const name = `index ${buildFact}`
    await setting(db, name)
    await db.transaction().execute(async (tx) => {
      await sql`UPDATE setting SET value = ${randomBytes(12).toString('base64url')} WHERE name = ${name}`.execute(tx)
      // What is under way now is of the index before.
      await sql`DELETE FROM batch`.execute(tx)
    })
    owesRestart = false
  }
  /** ClickHouse knows no fence: where the lease is not held any more afterwards, others may have built meanwhile. */
  async function empty(lease: Lease, owner: string, build: string): Promise<void> {
    await db.transaction().execute(async (tx) => {
      await lease.check(tx)
      await sql`DELETE FROM batch`.execute(tx)
    })
    owesRestart = true
    try {
      await engine.clear()
      // Last: whoever is interrupted begins again.
      await engine.writeFact(ownerFact, owner)
      await engine.writeFact(buildFact, build)
    } finally {
      await db
        .transaction()
        .execute(lease.check)
        .catch(async (error) => {
          await restart()
          throw error
        })
      owesRestart = false
    }
  }
  async function lastToken(): Promise<number> {
    const { rows } = await sql<{
      token: number
    }>`SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS token FROM batch_token_seq`.execute(db)
    return Number(rows[0]!.token)
  }
  async function begin(tx: Db): Promise<{ token: number; files: number[] } | null> {
    const { rows } = await sql<{ number: number; chunks: number; signals: number }>`SELECT number, chunks, signals FROM log_file
      WHERE indexed_at IS NULL ORDER BY number LIMIT ${sql.lit(most.files)}`.execute(tx)
    const files: number[] = []
    let [chunks, signals] = [0, 0]
    for (const file of rows) {
      if (files.length && (chunks + file.chunks > most.chunks || signals + file.signals > most.signals)) break
      files.push(file.number)
      chunks += file.chunks
      signals += file.signals
    }
    if (!files.length) return null
    const begun = await sql<{ token: number }>`INSERT INTO batch (files) VALUES (${files}::bigint[]) RETURNING token`.execute(tx)
    return { token: begun.rows[0]!.token, files }
  }

  return {
    checkOwner: async () => void (await readOwner()),
    async adopt(lease) {
      if (owesRestart) await restart()
      let build = await setting(db, `index ${buildFact}`)
      if (build === builtFor) return
      const { owner, found } = await readOwner()
      if (found !== null && (await newestToken(engine)) > (await lastToken())) {
        onNotice(aheadText)
        await restart()
        build = await setting(db, `index ${buildFact}`)
      }
      if (found === null || (await engine.readFact(buildFact)) !== build) {
        await forgetIndexed(lease)
        await empty(lease, owner, build)
      }
      builtFor = build
    },
    next: (lease) =>
      db.transaction().execute(async (tx) => {
        await lease.check(tx)
        const { rows } = await sql<{ token: number; files: (number | string)[] }>`SELECT token, files FROM batch`.execute(tx)
        const begun = rows[0] ?? (await begin(tx))
        if (!begun) return null
        const files = begun.files.map(Number)
        const found =
          await sql<IndexItem>`SELECT project, session, tab, seq, base_ms AS "baseMs", end_ms AS "endMs", received_ms AS "receivedMs",
          signals, file, chunk_at AS "chunkAt", size_bytes AS "sizeBytes" FROM chunk WHERE file = ANY(${files}::bigint[])
          ORDER BY file, chunk_at`.execute(tx)
        return { token: begun.token, files, items: found.rows }
      }),
    end: (lease, { token, files }) =>
      db.transaction().execute(async (tx) => {
        await lease.check(tx)
        const { rows } = await sql`DELETE FROM batch WHERE token = ${token} RETURNING 1`.execute(tx)
        // Since it was begun somebody asked for the index to be built anew.
        if (!rows.length) throw new StoreError('lease-lost', 'The index is being built anew.')
        await sql`UPDATE log_file SET indexed_at = clock_timestamp() WHERE number = ANY(${files}::bigint[])`.execute(tx)
      }),
    restart,
    async leftToForget() {
      if ((await engine.readFact(buildFact)) === (await setting(db, `index ${buildFact}`))) return 0
      const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM log_file WHERE indexed_at IS NOT NULL`.execute(db)
      return 1 + rows[0]!.count
    },
    async last() {
      const { rows } = await sql<{ last: number }>`SELECT coalesce(max(number), 0) AS last FROM log_file`.execute(db)
      return rows[0]!.last
    },
    async left(number) {
      const { rows } = await sql<{ left: number }>`SELECT count(*)::int AS left FROM log_file
        WHERE indexed_at IS NULL AND number <= ${number}`.execute(db)
      return rows[0]!.left
    },
    async lag() {
      const { rows } = await sql<{ waiting: number; lag: number }>`SELECT coalesce(sum(chunks), 0)::bigint AS waiting,
        coalesce(extract(epoch FROM clock_timestamp() - min(stored_at)) * 1000, 0)::double precision AS lag
        FROM log_file WHERE indexed_at IS NULL`.execute(db)
      return { waiting: rows[0]!.waiting, indexLagMs: Math.max(0, Math.round(rows[0]!.lag)) }
    },
  }
}

/** Chunks of a session whose files are in the index. */
export async function findIndexedChunks(db: Db, project: string, session: string): Promise<CatalogChunk[]> {
  const { rows } = await sql<CatalogChunk>`SELECT ${chunkColumns} FROM chunk c JOIN log_file f ON f.number = c.file
    WHERE c.project = ${project} AND c.session = ${session} AND f.indexed_at IS NOT NULL ORDER BY c.tab, c.seq`.execute(db)
  return rows
}
