import { join } from 'node:path'
import Database from 'libsql'
import { makePrivateDir } from '../private-dir.ts'

/**
 * While one holds a data directory's files, nobody else takes any of them away or blanks what is in them: a backup that
 * copies them and an erasure wait for each other, though they are different processes. The system frees it with the
 * process, as it does the lock (L1). `waitMs`: how long between two tries.
 * @see docs/storage-format.md#L21
 */
export async function holdFiles<T>(dir: string, work: () => Promise<T>, waitMs = 50): Promise<T> {
  makePrivateDir(dir)
  const db = new Database(join(dir, 'hold.db'))
  try {
    db.pragma('busy_timeout = 0')
    while (!tryBegin(db)) await new Promise((resolve) => setTimeout(resolve, waitMs))
    return await work().finally(() => db.exec('ROLLBACK'))
  } finally {
    db.close()
  }
}

function tryBegin(db: Database.Database): boolean {
  try {
    db.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (/locked|busy/i.test((error as Error).message)) return false
    throw error
  }
}
