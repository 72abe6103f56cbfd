import { statSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import Database from 'libsql'

/** Another engine that holds the same rows and is asked the same. */
export interface Peer {
  readonly name: string
  ask(sql: string): Promise<unknown>
  /** Bytes of its file. */
  sizeBytes(): number
  close(): void
}
/** Rows of `events` and `sessions`, as files that chDB has written. */
export interface RowFiles {
  readonly events: string
  readonly sessions: string
}

const eventColumns = 'type page device time session tab seq key name tag interactive relX relY url status value text'.split(' ')
export const peerColumns = {
  events: ['project', ...eventColumns],
  sessions: 'project session started device browser source durationMs row'.split(' '),
} as const

export async function openDuck(path: string, rows: RowFiles): Promise<Peer> {
  const instance = await DuckDBInstance.create(path, { threads: '1' })
  const connection = await instance.connect()
  for (const [table, file] of Object.entries(rows))
    await connection.run(
      `CREATE TABLE ${table} AS SELECT * FROM read_parquet('${file}') ORDER BY ${table === 'events' ? 'type, page, device, time' : 'session'}`,
    )
  await connection.run('CHECKPOINT')
  return {
    name: 'DuckDB',
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRows(),
    sizeBytes: () => statSync(path).size,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** @param rowsOf the rows of a table, in parts */
export async function openLite(
  path: string,
  rowsOf: (table: 'events' | 'sessions') => AsyncIterable<readonly (readonly unknown[])[]>,
): Promise<Peer> {
  const db = new Database(path)
  db.exec('PRAGMA journal_mode = WAL')
  for (const table of ['events', 'sessions'] as const) {
    const columns = peerColumns[table]
    db.exec(`CREATE TABLE ${table} (${columns.join(', ')})`)
    const insert = db.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`)
    db.exec('BEGIN')
    for await (const rows of rowsOf(table)) for (const row of rows) insert.run(...row)
    db.exec('COMMIT')
  }
  db.exec('CREATE INDEX by_page ON events (project, type, page, device, time); CREATE INDEX by_start ON sessions (project, started)')
  db.exec('CREATE INDEX by_session ON sessions (session)')
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return { name: 'SQLite', ask: async (sql) => db.prepare(sql).all(), sizeBytes: () => statSync(path).size, close: () => void db.close() }
}

/** The questions that every engine is asked, in the SQL that all of them speak. */
export const peerQuestions: Readonly<Record<string, string>> = {
  'click map': `SELECT key, max(name) AS name, count(*) AS clicks, count(DISTINCT session) AS sessions FROM events
    WHERE project = 'bench' AND type = 'click' AND page = '/p/0' AND device = 'phone' GROUP BY key ORDER BY clicks DESC`,
  'newest 50': `SELECT session, row FROM sessions WHERE project = 'bench' ORDER BY started DESC, session DESC LIMIT 50`,
  'compound filter, newest 50': `SELECT session, row FROM sessions WHERE project = 'bench' AND device = 'phone' AND source = 'google'
    AND session IN (SELECT session FROM events WHERE project = 'bench' AND type = 'click' AND page = '/p/0' AND key = 'main>section:1>button:1')
    ORDER BY started DESC, session DESC LIMIT 50`,
}
