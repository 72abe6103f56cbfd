import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import { StoreError } from '../error.ts'
import { makePrivateDir } from '../private-dir.ts'
import { openSqlite, refuseNewer, type Sqlite, wipeLog } from '../sqlite.ts'
import { type MetadataDatabase, type MetadataTables, migrations } from './migration.ts'
import { storable } from './storable.ts'

/** `playhead.db` in a data directory. Throws StoreError `dir-unwritable`, `newer-data`, `damaged-file`. */
export function openMetadataFile(dir: string): MetadataDatabase {
  const path = join(dir, 'playhead.db')
  try {
    makePrivateDir(dir)
    const database = openSqlite(
      path,
      migrations.map(({ sqlite }) => sqlite),
      wayOut(dir),
    )
    // Hashes and the secret are nobody else's business.
    chmodSync(path, 0o600)
    return {
      db: new Kysely<MetadataTables>({ dialect: new SqliteDialect({ database: withStorable(database) }) }),
      wipe: async () => wipeLog(database),
    }
  } catch (error) {
    throw asStoreError(error, dir)
  }
}

/** Throws StoreError `newer-data`, `damaged-file`, `dir-unwritable` for a `playhead.db` that this code cannot read, and leaves it as it is. */
export function refuseStrangeMetadata(dir: string): void {
  try {
    refuseNewer(join(dir, 'playhead.db'), migrations, wayOut(dir))
  } catch (error) {
    throw asStoreError(error, dir)
  }
}

const wayOut = (dir: string): string =>
  `Projects, keys, accounts and notes are in it, and are nowhere else: stop all servers, move ${dir} away, and run playhead restore with the last backup.`

const asStoreError = (error: unknown, dir: string): StoreError =>
  error instanceof StoreError
    ? error
    : new StoreError('dir-unwritable', `The data directory ${dir} can’t be used: ${(error as Error).message}.`, { cause: error })

function withStorable(database: Sqlite): SqliteDatabase {
  return {
    prepare(text) {
      const statement = database.prepare(text)
      return {
        reader: statement.reader,
        all: (values) => statement.all(values.map(storable)),
        run: (values) => statement.run(values.map(storable)),
        iterate: (values) => statement.iterate(values.map(storable)),
      }
    },
    close: () => void database.close(),
  }
}
