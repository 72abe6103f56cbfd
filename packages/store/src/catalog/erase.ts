import type { Sqlite } from '../sqlite.ts'
import { wipeLog } from '../sqlite.ts'
import type { CatalogChunk } from './catalog.ts'
import type { SessionName } from './recording.ts'

/** Where a record stands in the log. */
export type LogPlace = Pick<CatalogChunk, 'file' | 'chunkAt'>

/** Taking things out of the catalog again. */
export interface CatalogEraser {
  /**
   * Forgets what stood in these places of sessions, their recording files, and all else of those of which no chunk is left;
   * freed pages are zeroed, and SQLite's log emptied. What has come of them since stays.
   */
  erase(names: readonly SessionName[], places: readonly LogPlace[]): Promise<void>
  /** Empties SQLite's log where {@link erase} could not. False: another program reads from it, so that what was erased stays there. */
  wipe(): Promise<boolean>
  /** Whether any session refers to the asset, but for those that have no more chunks than are said here. */
  isAssetUsed(project: string, hash: string, except: ReadonlyMap<string, number>): Promise<boolean>
}

export const nameOfPlace = ({ file, chunkAt }: LogPlace): string => `${file} ${chunkAt}`

/** `removeAside`: removes a catalog that was set aside, which nobody can look through. */
export function createCatalogEraser(db: Sqlite, flush: () => void, removeAside: () => void): CatalogEraser {
  const users = db.prepare('SELECT session FROM asset WHERE project = ? AND hash = ?')
  const placesOf = db.prepare('SELECT tab, seq, file, chunk_at AS chunkAt FROM chunk WHERE project = ? AND session = ?')
  const remove = db.prepare('DELETE FROM chunk WHERE project = ? AND session = ? AND tab = ? AND seq = ?')
  const removeRecording = db.prepare('DELETE FROM recording WHERE project = ? AND session = ?')
  const removeRest = ['asset', 'person', 'finish'].map((table) => db.prepare(`DELETE FROM ${table} WHERE project = ? AND session = ?`))
  const count = db.prepare('SELECT count(*) AS n FROM chunk WHERE project = ? AND session = ?')
  const total = db.prepare(`UPDATE total SET (chunks, first_ms, last_ms) =
    (SELECT count(*), min(received_ms), max(received_ms) FROM chunk WHERE chunk.project = total.project) WHERE project = ?`)
  const eraseSession = ({ project, session }: SessionName, gone: ReadonlySet<string>): void => {
    let isLeft = false
    for (const place of placesOf.all(project, session) as (LogPlace & { tab: string; seq: number })[])
      if (gone.has(nameOfPlace(place))) remove.run(project, session, place.tab, place.seq)
      else isLeft = true
    removeRecording.run(project, session)
    if (!isLeft) for (const statement of removeRest) statement.run(project, session)
  }
  return {
    async erase(names, places) {
      flush()
      const gone = new Set(places.map(nameOfPlace))
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const name of names) eraseSession(name, gone)
        for (const project of new Set(names.map((name) => name.project))) total.run(project)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
      wipeLog(db)
      removeAside()
    },
    wipe: async () => wipeLog(db),
    async isAssetUsed(project, hash, except) {
      flush()
      for (const { session } of users.all(project, hash) as { session: string }[]) {
        const known = except.get(session)
        if (known === undefined || (count.get(project, session) as { n: number }).n > known) return true
      }
      return false
    },
  }
}
