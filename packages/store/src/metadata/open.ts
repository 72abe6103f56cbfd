import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import { StoreError } from '../error.ts'
import { openSqlite } from '../sqlite.ts'
import { createErasures } from './erasure.ts'
import { createAccounts } from './account.ts'
import type { Metadata } from './metadata.ts'
import { type MetadataTables, migrations } from './migration.ts'
import { createNotes } from './note.ts'
import { createProjects } from './project.ts'
import { createRecords } from './record.ts'
import { createRetention } from './retention.ts'
import { createTokens } from './token.ts'

/** Opens the metadata of a data directory. It needs no lock: commands use it beside a running server. */
export function openMetadata({ dir }: { dir: string }): Metadata {
  const path = join(dir, 'playhead.db')
  const sqlite = openFile(dir, path)
  const db = new Kysely<MetadataTables>({ dialect: new SqliteDialect({ database: sqlite }) })
  return {
    projects: createProjects(db),
    tokens: createTokens(db),
    notes: createNotes(db),
    ...createErasures(db, sqlite),
    retention: createRetention(db),
    ...createAccounts(db),
    ...createRecords(db),
    close: () => db.destroy(),
  }
}

function openFile(dir: string, path: string): ReturnType<typeof openSqlite> {
  try {
    mkdirSync(dir, { recursive: true })
    const sqlite = openSqlite(path, migrations)
    // Hashes and the secret are nobody else's business.
    chmodSync(path, 0o600)
    return sqlite
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError('dir-unwritable', `The data directory ${dir} can’t be used: ${(error as Error).message}.`, { cause: error })
  }
}
