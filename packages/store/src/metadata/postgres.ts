import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import pg from 'pg'
import { newerData, StoreError } from '../error.ts'
import { type MetadataDatabase, type MetadataTables, migrations, postgresAdditions } from './migration.ts'
import { storable } from './storable.ts'

/** A question about metadata takes milliseconds; after this long something is wrong, and waiting does not mend it. */
const patienceMs = 10_000
const connectMs = 5_000
/** Each process takes at most so many connections, of the 100 that PostgreSQL allows by default. */
const mostConnections = 10
/** Whoever brings the tables up to date holds this lock, so that servers may start at once. Any number does: "play". */
const migrationLock = 0x706c6179

/** Connects, and brings the tables up to date. Throws StoreError `postgres-unreachable`, `newer-data`. */
export async function connectPostgres(url: string, onNotice: (text: string) => void): Promise<MetadataDatabase> {
  const db = new Kysely<MetadataTables>({ dialect: new PostgresDialect({ pool: createPool(url, onNotice) }) })
  try {
    await checkEncoding(db)
    await migrate(db)
    // What was deleted stays in a table's file until it is written anew.
    return { db, wipe: () => sql`VACUUM FULL note`.execute(db).then(() => true) }
  } catch (error) {
    await db.destroy()
    throw error instanceof StoreError ? error : explain(error as PostgresError, url)
  }
}

/** node-postgres' pool, with what this code counts on: numbers for counts, and errors that say what to check. */
function createPool(url: string, onNotice: (text: string) => void): PostgresPool {
  const { builtins } = pg.types
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'playhead',
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: patienceMs,
    query_timeout: patienceMs,
    keepAlive: true,
    // A command that ends does not wait for connections that nobody uses.
    allowExitOnIdle: true,
    types: { getTypeParser: (id, format) => (id === builtins.INT8 ? Number : pg.types.getTypeParser(id, format)) },
  })
  // A connection that breaks while nobody uses it is replaced when one is needed.
  pool.on('error', (error) => onNotice(`A connection to PostgreSQL ended: ${error.message}.`))
  const told = (error: unknown): never => {
    throw isBroken(error as PostgresError) ? explain(error as PostgresError, url) : error
  }
  return {
    async connect() {
      const client = await pool.connect().catch(told)
      let hasFailed = false
      const query = (text: string, values: readonly unknown[]): Promise<unknown> =>
        client.query(text, values.map(storable)).catch((error: unknown) => {
          hasFailed ||= isBroken(error as PostgresError)
          return told(error)
        })
      // What is known to be broken, or still to wait for an answer, is not lent to anyone else.
      return { query, release: () => client.release(hasFailed) } as Awaited<ReturnType<PostgresPool['connect']>>
    },
    end: () => pool.end(),
  }
}

async function checkEncoding(db: Kysely<MetadataTables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`SHOW server_encoding`.execute(db)
  const encoding = rows[0]?.server_encoding
  if (encoding !== 'UTF8')
    throw new StoreError(
      'postgres-unreachable',
      `The PostgreSQL database keeps text as ${encoding}, which cannot hold every language. Create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
    )
}

/** @see docs/storage-format.md#L14 */
async function migrate(db: Kysely<MetadataTables>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(tx)
    await sql`CREATE TABLE IF NOT EXISTS playhead_version (version INTEGER NOT NULL)`.execute(tx)
    const { rows } = await sql<{ version: number }>`SELECT version FROM playhead_version`.execute(tx)
    const version = rows[0]?.version ?? 0
    if (version > migrations.length) throw newerData('The PostgreSQL database', `data ${version}, this code ${migrations.length}`)
    await bringUp(tx, version)
    await sql.raw(postgresAdditions).execute(tx)
  })
}
async function bringUp(tx: Kysely<MetadataTables>, version: number): Promise<void> {
  if (version === migrations.length) return
  for (const { postgres } of migrations.slice(version)) await sql.raw(postgres).execute(tx)
  await sql`DELETE FROM playhead_version`.execute(tx)
  await sql`INSERT INTO playhead_version (version) VALUES (${migrations.length})`.execute(tx)
}

type PostgresError = Error & { readonly code?: string }
/** SQLSTATEs begin with two characters of a class: connections, logging in, no such database, no resources, shutting down. */
const brokenClasses = new Set(['08', '28', '3D', '53', '57'])

/** Whether the connection failed, and not the statement: those errors of the statement carry a SQLSTATE of five characters. */
const isBroken = ({ code = '' }: PostgresError): boolean => !/^[0-9A-Z]{5}$/.test(code) || brokenClasses.has(code.slice(0, 2))

/** Says which database, never with its password, and what to check. */
function explain(error: PostgresError, url: string): StoreError {
  const { host, port, user, database } = new pg.Client({ connectionString: url })
  const [where, code] = [`${host}:${port}`, error.code ?? '']
  const why = error.message || code
  let advice = `Check that it runs, and that PLAYHEAD_POSTGRES_URL names the right host and port.`
  if (code.startsWith('28')) advice = `Check the user and password in PLAYHEAD_POSTGRES_URL, and that pg_hba.conf lets this host in.`
  else if (code === '3D000') advice = `Create the database (CREATE DATABASE ${database}), or name another in PLAYHEAD_POSTGRES_URL.`
  else if (code === '42501') advice = `The user needs to create tables: ALTER DATABASE ${database} OWNER TO ${user}.`
  else if (code.startsWith('53')) advice = `Raise max_connections, or close what else uses it: each process takes up to ${mostConnections}.`
  return new StoreError('postgres-unreachable', `PostgreSQL at ${where} (database ${database}, user ${user}) said: ${why}. ${advice}`, {
    cause: error,
  })
}
