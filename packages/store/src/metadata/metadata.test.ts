import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { expect, test } from 'vitest'
import { createErasures } from './erasure.ts'
import { describeMetadata } from './metadata.contract.ts'
import { createNotes } from './note.ts'
import { openMetadata } from './open.ts'
import { openMetadataFile } from './sqlite.ts'

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
    // The write-ahead log has it until it is emptied.
    wasWiped: async (text) => !readFileSync(join(dir, 'playhead.db-wal')).includes(text),
    async dispose() {
      rmSync(dir, { recursive: true })
    },
  }
})

test('L23: a purge of sessions without notes wipes nothing, one of many with notes once, and one that failed to wipe again', async () => {
  const dir = tempDir()
  const database = openMetadataFile(dir)
  let wipes = 0
  let isTired = false
  const wipe = async (): Promise<boolean> => {
    if (isTired) throw new Error('The disk is tired.')
    wipes++
    return database.wipe()
  }
  const { erasures } = createErasures({ ...database, wipe })
  const notes = createNotes(database.db)
  const sessions = Array.from({ length: 500 }, (_, n) => `s${n}`)
  const writeNotes = async (): Promise<void> => {
    for (const session of sessions.slice(0, 9)) await notes.put({ project: 'demo', session }, { id: 'a', atMs: 1, text: 'x', author: '' })
  }
  expect([await erasures.deleteNotes('demo', sessions), wipes]).toEqual([0, 0])
  await writeNotes()
  expect([await erasures.deleteNotes('demo', sessions), wipes]).toEqual([9, 1])
  await writeNotes()
  isTired = true
  await expect(erasures.deleteNotes('demo', sessions)).rejects.toThrow('The disk is tired.')
  isTired = false
  // Another process, in which nothing was deleted.
  const beside = createErasures({ ...database, wipe }).erasures
  expect([await beside.deleteNotes('demo', sessions), wipes]).toEqual([0, 2])
  expect([await beside.deleteNotes('demo', sessions), wipes]).toEqual([0, 2])
  await database.db.destroy()
  rmSync(dir, { recursive: true })
})

test('L15: nobody else may read the file', async () => {
  const dir = tempDir()
  const metadata = await openMetadata({ dir })
  expect(statSync(join(dir, 'playhead.db')).mode & 0o777).toBe(0o600)
  await metadata.close()
  rmSync(dir, { recursive: true })
})
