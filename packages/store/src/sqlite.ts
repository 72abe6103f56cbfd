import Database from 'libsql'
import { newerData, StoreError } from './error.ts'

export type Sqlite = Database.Database

/**
 * Opens a SQLite file for several processes at once, durable at each commit, and brings its tables up to date. Whatever
 * finds it damaged, now or later, throws StoreError `damaged-file`, which says by `wayOut` what helps.
 */
export function openSqlite(path: string, migrations: readonly string[], wayOut = 'Put it back from a backup.'): Sqlite {
  const explain = explainDamage(path, wayOut)
  const db = explained(new Database(path), ['prepare', 'exec', 'pragma'], explain)
  try {
    db.pragma('busy_timeout = 5000')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    // What is deleted is zeroed, so that an erasure leaves nothing in freed pages.
    db.pragma('secure_delete = ON')
    if (versionOf(db) !== migrations.length) migrate(db, path, migrations)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

const explainDamage =
  (path: string, wayOut: string) =>
  (error: unknown): unknown =>
    isDamage(error) ? new StoreError('damaged-file', `${path} is damaged. ${wayOut}`, { cause: error }) : error

/** SQLite says so of a page that makes no sense, and of a file that does not begin as its own do. */
const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown } | null)?.code))

/** Has methods, and those of statements they prepare, throw what `explain` makes of an error. */
function explained<T extends object>(target: T, names: readonly string[], explain: (error: unknown) => unknown): T {
  const methods = target as Record<string, (...values: unknown[]) => unknown>
  for (const name of names) {
    const method = methods[name]!.bind(target)
    methods[name] = (...values) => {
      try {
        const answer = method(...values)
        return name === 'prepare' ? explained(answer as object, ['run', 'get', 'all', 'iterate'], explain) : answer
      } catch (error) {
        throw explain(error)
      }
    }
  }
  return target
}

/**
 * Throws StoreError `newer-data` for a SQLite file of a later version, `damaged-file` for one that is none; changes nothing, so
 * that an earlier one stays what it is.
 */
export function refuseNewer(path: string, migrations: readonly unknown[], wayOut: string): void {
  const db = new Database(path, { readonly: true })
  try {
    checkVersion(versionOf(db), path, migrations)
  } catch (error) {
    throw explainDamage(path, wayOut)(error)
  } finally {
    db.close()
  }
}

/** Empties SQLite's write-ahead log, which holds pages as they were. False: another program reads from it, so that they stay. */
export function wipeLog(db: Sqlite): boolean {
  const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return row!.busy === 0
}

/** What a SQLite file holds, without changing it: its version, and how many rows each table has. Null: it is none, or damaged. */
export function describeSqlite(path: string): { version: number; tables: Record<string, number>; isWhole: boolean } | null {
  let db: Sqlite | undefined
  try {
    db = new Database(path, { readonly: true })
    const names = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`).all()
    const tables = Object.fromEntries(
      (names as { name: string }[]).map(({ name }) => {
        const { n } = db!.prepare(`SELECT count(*) AS n FROM "${name.replaceAll('"', '""')}"`).get() as { n: number }
        return [name, n]
      }),
    )
    const { quick_check: said } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    return { version: versionOf(db), tables, isWhole: said === 'ok' }
  } catch {
    return null
  } finally {
    db?.close()
  }
}

function migrate(db: Sqlite, path: string, migrations: readonly string[]): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    const version = versionOf(db)
    checkVersion(version, path, migrations)
    for (const step of migrations.slice(version)) db.exec(step)
    db.exec(`PRAGMA user_version = ${migrations.length}`)
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

function checkVersion(version: number, path: string, { length }: readonly unknown[]): void {
  if (version > length) throw newerData(path, `data ${version}, this code ${length}`)
}

const versionOf = (db: Sqlite): number => (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
