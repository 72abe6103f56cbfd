import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { StoreError } from './error.ts'
import { makePrivateDir } from './private-dir.ts'

export interface DirLock {
  release(): void
}

/**
 * Takes a data directory for this process. The lock is SQLite's lock on `lock.db`: the system frees it
 * with the process, however that ended, so there is no stale one. `lock` says whose it is, for people.
 * Throws StoreError `dir-in-use`, `dir-unwritable`. @see docs/storage-format.md#L1
 */
export function lockDir(dir: string): DirLock {
  const path = join(dir, 'lock')
  let db: Database.Database | undefined
  try {
    makePrivateDir(dir)
    // SQLite would say only that it cannot open a file.
    accessSync(dir, constants.W_OK)
    db = new Database(`${path}.db`)
    db.pragma('busy_timeout = 0')
    db.exec('BEGIN EXCLUSIVE')
    writeFileSync(path, `${JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() })}\n`)
  } catch (error) {
    db?.close()
    if (isLocked(error))
      throw new StoreError('dir-in-use', `The data directory ${dir} is in use by another server${holderOf(path)}.`, { cause: error })
    throw new StoreError('dir-unwritable', `The data directory ${dir} can’t be written: ${(error as Error).message}.`, { cause: error })
  }
  const held = db
  return {
    release() {
      rmSync(path, { force: true })
      // A connection with an open transaction only goes when it is collected, and so long the next one must wait.
      held.exec('ROLLBACK')
      held.close()
    },
  }
}

const isLocked = (error: unknown): boolean => /locked|busy/i.test((error as Error).message)

/** Whose data directory it is, in words, such as ` (process 7)`; null: nobody's. Takes nothing and makes nothing. */
export function findDirHolder(dir: string): string | null {
  const path = join(dir, 'lock')
  // Gone with whoever ended well: then a server that starts right now is not disturbed by a look at the lock itself.
  if (!existsSync(path) || !existsSync(`${path}.db`)) return null
  let db: Database.Database | undefined
  try {
    db = new Database(`${path}.db`, { readonly: true })
    db.pragma('busy_timeout = 0')
    db.prepare('SELECT name FROM sqlite_master').all()
    return null
  } catch (error) {
    return isLocked(error) ? holderOf(path) : null
  } finally {
    db?.close()
  }
}

function holderOf(path: string): string {
  try {
    return ` (process ${(JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid})`
  } catch {
    return ''
  }
}
