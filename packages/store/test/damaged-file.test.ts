import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCatalog } from '../src/catalog/sqlite.ts'
import { openStore, type Store } from '../src/index.ts'
import { wipeLog } from '../src/sqlite.ts'
import { chunkOf, click, epochMs, page, sessionId, start, tabId, tempDir, viewport } from './fixture.ts'

/** Files of a data directory whose bytes are wrong: what is derived is made anew, and what is not says how to get it back. */

const session = sessionId(1)
let dir: string
let store: Store
let isOpen = false
const notices: string[] = []
const open = async (): Promise<void> => {
  store = await openStore({ dir, onNotice: (text) => notices.push(text) })
  isOpen = true
}
const close = async (): Promise<void> => {
  if (isOpen) await store.close()
  isOpen = false
}
const inIndex = (): string[] => readdirSync(join(dir, 'index')).filter((name) => name.startsWith('catalog'))
beforeEach(async () => {
  dir = tempDir()
  notices.length = 0
  await open()
  await store.append(
    await chunkOf({ session }, [start(epochMs), viewport(epochMs, 1400), page(epochMs, 'https://shop.example/'), click(epochMs + 10)]),
  )
  await store.flushIndex()
  await close()
  // What is in SQLite's logs would hide what is wrong in its files.
  for (const name of ['index/catalog.db', 'playhead.db']) {
    const db = new Database(join(dir, name))
    wipeLog(db)
    db.close()
  }
})
afterEach(async () => {
  await close()
  rmSync(dir, { recursive: true })
})

const spoilt = {
  'is none': () => randomBytes(8192),
  'has a head that is right and nothing behind it': (whole: Buffer) =>
    Buffer.concat([whole.subarray(0, 100), randomBytes(whole.length - 100)]),
  'is damaged only where its rows are': (whole: Buffer) => Buffer.concat([whole.subarray(0, 4096), randomBytes(whole.length - 4096)]),
}
test.each(Object.entries(spoilt))(
  'L11: a catalog that %s is set aside and made again from the log, and the index follows',
  async (_, spoil) => {
    const path = join(dir, 'index', 'catalog.db')
    const bytes = spoil(readFileSync(path))
    writeFileSync(path, bytes)
    // One of before, of which only the newest is kept.
    writeFileSync(`${path}.damaged-wal`, 'old')
    await open()
    await store.flushIndex()
    expect((await store.searchSessions('demo', {})).items).toMatchObject([{ id: session, clicks: 1 }])
    expect(await store.chunkBytes('demo', session, tabId(1), 0)).not.toBeNull()
    expect(readFileSync(`${path}.damaged`).equals(bytes)).toBe(true)
    expect(existsSync(`${path}.damaged-wal`) && readFileSync(`${path}.damaged-wal`, 'utf8')).not.toBe('old')
    expect(notices).toEqual([expect.stringMatching(/index\/catalog\.db .*damaged.*catalog\.db\.damaged.*from the log/)])

    // What is erased is nowhere, nor in what was set aside.
    await store.erase('demo', { kind: 'session', id: session }, 'a')
    expect(inIndex().filter((name) => name.includes('damaged'))).toEqual([])
  },
)

test('L11: a catalog that is found damaged while it is used says what to do', async () => {
  const path = join(dir, 'index', 'catalog.db')
  const whole = readFileSync(path)
  const catalog = openCatalog(dir)
  writeFileSync(path, spoilt['is damaged only where its rows are'](whole))
  await expect(catalog.chunks('demo', session)).rejects.toMatchObject({
    code: 'damaged-file',
    message: expect.stringMatching(/index\/catalog\.db.*start/),
  })
  catalog.close()
  await open()
})

test('L14: damaged metadata refuses the start, names the file, and says how to get it back', async () => {
  const path = join(dir, 'playhead.db')
  const whole = readFileSync(path)
  for (const spoil of Object.values(spoilt)) {
    writeFileSync(path, spoil(whole))
    await expect(open()).rejects.toMatchObject({
      code: 'damaged-file',
      message: expect.stringMatching(/playhead\.db is damaged.*playhead restore/),
    })
  }
  writeFileSync(path, whole)
  await open()
})
