import type { Sqlite } from '../sqlite.ts'
import { wipeLog } from '../sqlite.ts'
import type { SessionName } from './recording.ts'

/** Taking things out of the catalog again. */
export interface CatalogEraser {
  /** Forgets sessions, their assets and recording files; freed pages are zeroed, and SQLite's log emptied. */
  erase(names: readonly SessionName[]): Promise<void>
  /** Whether any session but these refers to the asset. */
  isAssetUsed(project: string, hash: string, except: ReadonlySet<string>): Promise<boolean>
}

export function createCatalogEraser(db: Sqlite, flush: () => void): CatalogEraser {
  const users = db.prepare('SELECT session FROM asset WHERE project = ? AND hash = ?')
  const statements = ['chunk', 'asset', 'recording', 'finish'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE project = ? AND session = ?`),
  )
  const total = db.prepare(`UPDATE total SET (chunks, first_ms, last_ms) =
    (SELECT count(*), min(received_ms), max(received_ms) FROM chunk WHERE chunk.project = total.project) WHERE project = ?`)
  return {
    async erase(names) {
      flush()
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const { project, session } of names) for (const statement of statements) statement.run(project, session)
        for (const project of new Set(names.map((name) => name.project))) total.run(project)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
      wipeLog(db)
    },
    async isAssetUsed(project, hash, except) {
      flush()
      for (const { session } of users.all(project, hash) as { session: string }[]) if (!except.has(session)) return true
      return false
    },
  }
}
