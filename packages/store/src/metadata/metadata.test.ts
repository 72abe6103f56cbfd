import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { expect, test } from 'vitest'
import { describeMetadata } from './metadata.contract.ts'
import { openMetadata } from './open.ts'

const tempDir = (): string => mkdtempSync(join(tmpdir(), 'playhead-metadata-'))

describeMetadata('SQLite', async () => {
  const dir = tempDir()
  return {
    open: () => openMetadata({ dir }),
    readAll: async () => Buffer.concat(['playhead.db', 'playhead.db-wal'].map((name) => readFileSync(join(dir, name)))),
    async setVersion(version) {
      const db = new Database(join(dir, 'playhead.db'))
      db.exec(`PRAGMA user_version = ${version}`)
      db.close()
    },
    async dispose() {
      rmSync(dir, { recursive: true })
    },
  }
})

test('L15: nobody else may read the file', async () => {
  const dir = tempDir()
  const metadata = await openMetadata({ dir })
  expect(statSync(join(dir, 'playhead.db')).mode & 0o777).toBe(0o600)
  await metadata.close()
  rmSync(dir, { recursive: true })
})
