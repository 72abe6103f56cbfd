import type { LogObjects } from '../src/log/log-objects.ts'
import { openSqlite } from '../src/sqlite.ts'

export interface TestLogObjects extends LogObjects {
  /** Until it is set to false again, nothing can be registered. */
  isDown: boolean
  close(): void
}

/** Numbers a bucket's log files in SQLite. */
export function openLogObjects(path: string): TestLogObjects {
  const db = openSqlite(path, ['CREATE TABLE object (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, size_bytes INTEGER)'])
  const numberOf = db.prepare('SELECT number FROM object WHERE key = ?')
  const add = db.prepare('INSERT OR IGNORE INTO object (key, size_bytes) VALUES (?, ?)')
  const keyOf = db.prepare('SELECT key FROM object WHERE number = ?')
  const list = db.prepare('SELECT number, key, size_bytes AS sizeBytes FROM object WHERE number >= ? ORDER BY number')
  const forget = db.prepare('DELETE FROM object WHERE number = ?')
  const objects: TestLogObjects = {
    isDown: false,
    async register({ key, sizeBytes }) {
      if (objects.isDown) throw new Error('the database does not answer')
      add.run(key, sizeBytes)
      return (numberOf.get(key) as { number: number }).number
    },
    keyOf: async (file) => (keyOf.get(file) as { key: string } | undefined)?.key ?? null,
    list: async (fromNumber) => list.all(fromNumber) as Awaited<ReturnType<LogObjects['list']>>,
    unregistered: async (keys) => keys.filter((key) => numberOf.get(key) === undefined),
    forget: async (file) => void forget.run(file),
    close: () => db.close(),
  }
  return objects
}
