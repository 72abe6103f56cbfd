import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogMigrations } from '../src/catalog/migration.ts'
import { openTombstones } from '../src/erasure/tombstone.ts'
import { type IncomingChunk, openStore, type Store } from '../src/index.ts'
import { openSqlite } from '../src/sqlite.ts'
import { canary, hashOf, own, plain, searchDir, shared, visit } from './erasure-bed.ts'
import { click, epochMs, sessionId, start, tabId, tempDir } from './fixture.ts'

let dir: string
let store: Store
let notices: string[]
const open = async (): Promise<void> => {
  notices = []
  store = await openStore({ dir, onNotice: (text) => notices.push(text) })
}
beforeEach(async () => {
  dir = tempDir()
  await open()
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

const search = (text: string): string[] => searchDir(dir, text)
const [a, b, c] = [sessionId(1), sessionId(2, epochMs + 1_000), sessionId(3, epochMs + 2_000)]
async function fill({ recordings = false } = {}): Promise<void> {
  for (const [n, [session, name, visitor]] of (
    [
      [a, canary, tabId(7)],
      [b, 'Other', tabId(8)],
      [c, canary, tabId(7)],
    ] as const
  ).entries()) {
    await store.append(await plain({ session, seq: 1 }, [click(epochMs + n + 5_000, { name: `Late ${name}`, ordinal: 2 })]))
    await store.flushIndex()
    // Comes behind its successor: the index writes the session's rows anew, and masks the old ones.
    await store.append(await plain({ session }, visit(name, visitor, n)))
    await store.assets.put('shop', hashOf(own(name)), 'text/css', own(name))
    await store.append(await plain({ session, seq: 2 }, [{ type: 'identify', timeMs: epochMs + n + 7_000, user: `user of ${name}` }]))
    await store.flushIndex()
    await store.metadata.notes.put({ project: 'shop', session }, { id: tabId(n), atMs: 1, text: `Note ${name}`, author: 'A' })
    if (recordings) expect((await store.recordings.finish('shop', session)).result).toBe('made')
  }
  await store.assets.put('shop', hashOf(shared), 'text/css', shared)
}
const left = async (): Promise<string[]> => (await store.searchSessions('shop', {})).items.map(({ id }) => id).sort()

test(
  'L23: while another program reads what would be erased, there is no receipt, and it is finished once it has ended',
  { timeout: 60_000 },
  async () => {
    await fill()
    for (const path of ['playhead.db', 'index/catalog.db']) {
      const session = path === 'playhead.db' ? a : c
      const reader = new Database(join(dir, path))
      reader.exec('BEGIN')
      reader.prepare('SELECT count(*) FROM sqlite_master').get()
      await expect(store.erase('shop', { kind: 'session', id: session }, 'ada')).rejects.toMatchObject({
        code: 'file-in-use',
        message: expect.stringMatching(/finished later/),
      })
      expect(search(canary).some((file) => file.startsWith(path))).toBe(true)
      reader.exec('COMMIT')
      reader.close()
      await store.sweep()
    }
    expect(search(canary)).toEqual([])
    expect(await left()).toEqual([b])
  },
)
test('L23: an asset that was asked for and comes after its session was erased, or meanwhile, is not kept', async () => {
  const send = (name: string): Promise<boolean> => store.assets.put('shop', hashOf(own(name)), 'text/css', own(name))
  await store.append(await plain({ session: a }, visit(canary, tabId(7), 0)))
  const { deleteNotes } = store.metadata.erasures
  const sent: boolean[] = []
  // Its assets have been removed by then, and what tells of it is still there.
  vi.spyOn(store.metadata.erasures, 'deleteNotes').mockImplementationOnce(async (...names) => {
    sent.push(await send(canary))
    return deleteNotes(...names)
  })
  expect(await store.erase('shop', { kind: 'session', id: a }, 'ada')).toMatchObject({ assets: 1 })
  sent.push(await send(canary))
  expect(sent).toEqual([true, false])
  expect(search(canary)).toEqual([])
})

test('L23: an erased session is nowhere in the data directory; the others answer as before', async () => {
  await fill({ recordings: true })
  expect(search(canary)).toEqual(
    expect.arrayContaining(['assets/shop', 'index/catalog.db-wal', 'index/chdb', 'log/00000001.phl', 'playhead.db-wal']),
  )
  const before = JSON.stringify([
    await store.session('shop', b),
    await store.recording('shop', b),
    await store.recordings.manifest('shop', b),
  ])
  const sizeBytes = statSync(join(dir, 'log', '00000001.phl')).size

  expect(await store.erase('shop', { kind: 'session', id: a }, 'ada')).toMatchObject({
    subject: 'session',
    sessions: [a],
    by: 'ada',
    logRecords: 3,
    recordingFiles: 1,
    // The other session of this visitor has the same style sheet.
    assets: 0,
    notes: 1,
  })
  expect(search(canary)).not.toEqual([])
  expect(await store.erase('shop', { kind: 'session', id: c }, 'ada')).toMatchObject({ sessions: [c], assets: 1 })
  expect(search(canary)).toEqual([])
  expect(readdirSync(join(dir, 'recordings', 'shop'))).toHaveLength(1)
  expect(statSync(join(dir, 'log', '00000001.phl')).size).toBe(sizeBytes)

  for (const again of [false, true]) {
    if (again) await store.reindex()
    expect(await left()).toEqual([b])
    expect(await store.session('shop', a)).toBeNull()
    expect(await store.recording('shop', a)).toBeNull()
    expect(
      JSON.stringify([await store.session('shop', b), await store.recording('shop', b), await store.recordings.manifest('shop', b)]),
    ).toBe(before)
    expect(await store.status('shop')).toMatchObject({ sessions: 1, chunks: 3 })
  }
  expect(await store.assets.get('shop', hashOf(shared))).not.toBeNull()
  expect(await store.erase('shop', { kind: 'session', id: a }, 'ada')).toBeNull()
  expect(await store.metadata.erasures.list('shop')).toHaveLength(2)
})

test('L24: what comes later of an erased session is refused, also without an index and after a start', async () => {
  await fill()
  await store.erase('shop', { kind: 'session', id: a }, 'ada')
  const late = (): Promise<IncomingChunk> => plain({ session: a, seq: 9 }, [click(epochMs + 9_000, { name: canary })])
  await expect(store.append(await late())).rejects.toMatchObject({ code: 'erased' })
  await store.close()
  rmSync(join(dir, 'index'), { recursive: true })
  await open()
  await store.flushIndex()
  await expect(store.append(await late())).rejects.toMatchObject({ code: 'erased' })
  expect(await left()).toEqual([b, c].sort())
  expect(notices).toEqual([])
  // Another project may have a session of this name.
  expect(await store.append(await plain({ session: a, project: 'other' }, visit('X', tabId(6), 1)))).toBe('stored')
})

describe('a person', () => {
  test('L23, L24: a visitor’s sessions go, and none of theirs begins any more', async () => {
    await fill()
    expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toMatchObject({
      sessions: [a, c],
      assets: 1,
      logRecords: 6,
    })
    expect(search(canary)).toEqual([])
    expect(search(tabId(7))).toEqual([])
    const next = sessionId(4)
    await expect(store.append(await plain({ session: next }, visit(canary, tabId(7), 1)))).rejects.toMatchObject({ code: 'erased' })
    await expect(store.append(await plain({ session: next, seq: 1 }, [click(epochMs)]))).rejects.toMatchObject({ code: 'erased' })
    expect(await left()).toEqual([b])
  })
  test('L23: a user’s sessions go, also one where another was named afterwards', async () => {
    await fill()
    await store.append(await plain({ session: a, seq: 3 }, [{ type: 'identify', timeMs: epochMs + 9_000, user: 'someone else' }]))
    expect(await store.erase('shop', { kind: 'user', id: `user of ${canary}` }, 'ada')).toMatchObject({ sessions: [a, c] })
    expect(search(canary)).toEqual([])
    expect(await store.erase('shop', { kind: 'user', id: 'nobody' }, 'ada')).toBeNull()
  })
  test('L33: a visitor’s sessions go, also one that began as another’s in an earlier tab', async () => {
    await store.append(await plain({ session: a }, visit('Alice', tabId(8), 0)))
    await store.append(await plain({ session: a, tab: tabId(2) }, visit(canary, tabId(7), 1_000)))
    // Also where the catalog is made anew from the log.
    await store.close()
    rmSync(join(dir, 'index'), { recursive: true })
    await open()
    expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toMatchObject({ sessions: [a], logRecords: 2 })
    expect(search(canary)).toEqual([])
    expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toBeNull()
  })
  test('L33: a user’s sessions go, also one that names them behind all that is summarized of it', async () => {
    await store.append(await plain({ session: a }, visit('Alice', tabId(7), 0)))
    const step = { type: 'track', timeMs: epochMs + 5_000, name: 'step' } as const
    for (let seq = 1; seq <= 25; seq++)
      await store.append(
        await plain(
          { session: a, seq },
          Array.from({ length: 2_000 }, () => step),
        ),
      )
    await store.append(await plain({ session: a, seq: 26 }, [{ type: 'identify', timeMs: epochMs + 6_000, user: canary }]))
    expect(await store.erase('shop', { kind: 'user', id: canary }, 'ada')).toMatchObject({ sessions: [a], logRecords: 27 })
    expect(search(canary)).toEqual([])
  })
  test('L33: sessions from before the catalog knew who is in them are found by the index, and what comes since by both', async () => {
    await fill()
    await store.close()
    const catalog = openSqlite(join(dir, 'index', 'catalog.db'), catalogMigrations)
    catalog.exec('DROP TABLE person')
    catalog.close()
    await open()
    await store.append(await plain({ session: c, tab: tabId(2) }, [start(epochMs + 9_000, { visitor: tabId(7) })]))
    expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toMatchObject({ sessions: [a, c] })
    expect(await store.erase('shop', { kind: 'user', id: 'user of Other' }, 'ada')).toMatchObject({ sessions: [b] })
    expect([search(canary), notices]).toEqual([[], []])
  })
  test('L24: after a withdrawal nothing of the visitor is taken; what was recorded stays', async () => {
    await fill()
    const end = await plain({ session: a, seq: 3 }, [{ type: 'end', timeMs: epochMs + 9_000, reason: 'withdraw' }])
    expect(await store.append(end)).toBe('stored')
    expect(await store.append(end)).toBe('duplicate')
    for (const _ of [1, 2]) {
      await expect(store.append(await plain({ session: a, seq: 4 }, [click(epochMs)]))).rejects.toMatchObject({ code: 'erased' })
      await expect(store.append(await plain({ session: sessionId(9) }, visit('X', tabId(7), 1)))).rejects.toMatchObject({ code: 'erased' })
      expect(await left()).toEqual([a, b, c].sort())
      await store.close()
      await open()
    }
  })
})

describe('L24: a tombstone whose write fails', () => {
  const end = { type: 'end', timeMs: epochMs + 9_000, reason: 'withdraw' } as const
  test('is no tombstone: whoever withdraws is told so until it is written, and it outlives a start', async () => {
    await store.append(await plain({ session: a }, visit('X', tabId(7), 0)))
    const bye = await plain({ session: a, seq: 1 }, [end])
    const { put } = store.metadata.tombstones
    const putting = vi.spyOn(store.metadata.tombstones, 'put')
    // First the session's, then, once that is written, the visitor's.
    putting.mockRejectedValueOnce(new Error('The disk is full.'))
    await expect(store.append(bye)).rejects.toThrow('The disk is full.')
    putting.mockImplementationOnce(put).mockRejectedValueOnce(new Error('The disk is full.'))
    await expect(store.append(bye)).rejects.toThrow('The disk is full.')
    expect(await store.append(bye)).toBe('duplicate')
    putting.mockRestore()
    await store.close()
    await open()
    for (const session of [a, b])
      await expect(store.append(await plain({ session, seq: 2 }, [start(epochMs)]))).rejects.toMatchObject({ code: 'erased' })
  })
  test('fails for all who wait for it', async () => {
    const [sick, well] = [new Error('The disk is full.'), Promise.resolve()]
    const writes: string[] = []
    const put = vi.fn(async ({ why }: { why: string }) => {
      writes.push(why)
      await (writes.length === 1 ? Promise.reject(sick) : well)
    })
    const book = await openTombstones({ tombstones: { list: async () => [], put, delete: async () => undefined } })
    const stone = { project: 'shop', kind: 'session', name: a } as const
    const fates = await Promise.allSettled((['withdrawn', 'withdrawn', 'erased'] as const).map((why) => book.add(stone, why)))
    expect(fates.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect([writes, book.ofSession('shop', a)?.why]).toEqual([['withdrawn', 'erased'], 'erased'])
    await book.add(stone, 'withdrawn')
    expect(writes).toHaveLength(2)
  })
})

test('L23, L24: a session that is being sent while it is erased leaves nothing', async () => {
  await store.append(await plain({ session: a }, visit(canary, tabId(7), 0)))
  const chunks = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      plain({ session: a, seq: n + 1 }, [click(epochMs + n, { name: `${canary} ${n}`, ordinal: n + 2 })]),
    ),
  )
  let erasing: Promise<unknown> | undefined
  const fates: string[] = []
  const sent = chunks.map(async (chunk, n) => {
    await new Promise((resolve) => setTimeout(resolve, n))
    if (n === 30) erasing = store.erase('shop', { kind: 'session', id: a }, 'ada')
    fates.push(await store.append(chunk).catch((error: { code: string }) => error.code))
  })
  await Promise.all(sent)
  await erasing
  expect(new Set(fates)).toEqual(new Set(['stored', 'erased']))
  await store.flushIndex()
  expect([search(canary), await left()]).toEqual([[], []])
})

describe('L23, L24: a visitor or user who is erased while they are recorded', () => {
  const begin = async (n: number): Promise<string> => {
    const session = sessionId(n)
    await store.append(await plain({ session }, visit(canary, tabId(7), n)))
    return session
  }
  test('no visit of a visitor that was acknowledged stays, and none goes on', async () => {
    const acknowledged = [await begin(1)]
    await store.flushIndex()
    let isOver = false
    const visits = (async () => {
      for (let n = 2; !isOver; n++)
        await begin(n).then(
          (session) => acknowledged.push(session),
          ({ code }: { code: string }) => {
            expect(code).toBe('erased')
            isOver = true
          },
        )
    })()
    await new Promise((resolve) => setTimeout(resolve, 200))
    const receipt = (await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada'))!
    isOver = true
    await visits
    expect(receipt.sessions).toEqual(acknowledged.sort())
    for (const session of acknowledged)
      await expect(store.append(await plain({ session, seq: 1 }, [click(epochMs)]))).rejects.toMatchObject({ code: 'erased' })
    expect([search(canary), await left()]).toEqual([[], []])
    expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toBeNull()
    await expect(begin(9_999)).rejects.toMatchObject({ code: 'erased' })
  })
  test('one of whom nothing is stored is recorded as before', async () => {
    for (const kind of ['visitor', 'user'] as const) expect(await store.erase('shop', { kind, id: tabId(7) }, 'ada')).toBeNull()
    expect(await store.metadata.tombstones.list()).toEqual([])
    await begin(1)
    // Who withdrew is not.
    await store.append(await plain({ session: a, seq: 1 }, [{ type: 'end', timeMs: epochMs + 9_000, reason: 'withdraw' }]))
    await store.erase('shop', { kind: 'session', id: a }, 'ada')
    expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toBeNull()
    await expect(begin(2)).rejects.toMatchObject({ code: 'erased' })
  })
  test('a user is recorded in new sessions, and all before are erased', async () => {
    await fill()
    const user = `user of ${canary}`
    expect(await store.erase('shop', { kind: 'user', id: user }, 'ada')).toMatchObject({ sessions: [a, c] })
    const next = sessionId(4)
    await store.append(await plain({ session: next }, [...visit('X', tabId(6), 1), { type: 'identify', timeMs: epochMs + 9, user }]))
    await store.flushIndex()
    expect(await left()).toEqual([b, next].sort())
    expect((await store.metadata.tombstones.list()).every(({ kind, isSettled }) => kind === 'session' && isSettled)).toBe(true)
  })
})

test('L23: a recording file that is asked for while its session is erased is not made', async () => {
  await fill()
  const { deleteNotes } = store.metadata.erasures
  let made: Promise<unknown> = Promise.resolve()
  vi.spyOn(store.metadata.erasures, 'deleteNotes').mockImplementationOnce(async (...name) => {
    // As the worker's loop, between two steps of the erasure: its recording files went before its notes do.
    made = store.recordings.finish('shop', a)
    await made
    // Others are made meanwhile.
    expect((await store.recordings.finish('shop', b)).result).toBe('made')
    return deleteNotes(...name)
  })
  expect(await store.erase('shop', { kind: 'session', id: a }, 'ada')).toMatchObject({ recordingFiles: 0, logRecords: 3 })
  expect(await made).toEqual({ result: 'current' })
  const filesOf = (id: string): string[] => readdirSync(join(dir, 'recordings', 'shop')).filter((name) => name.startsWith(id))
  expect([filesOf(a), filesOf(b).length]).toEqual([[], 1])
  expect(await store.recordings.finish('shop', a)).toEqual({ result: 'current' })
})

test('L20, L23: a recording file whose session is gone does not survive a start, whatever the catalog says', async () => {
  await fill({ recordings: true })
  const folder = join(dir, 'recordings', 'shop')
  const [name] = readdirSync(folder).filter((file) => file.startsWith(a))
  const bytes = readFileSync(join(folder, name!))
  await store.erase('shop', { kind: 'session', id: a }, 'ada')
  await store.close()
  writeFileSync(join(folder, name!), bytes)
  const catalog = openSqlite(join(dir, 'index', 'catalog.db'), catalogMigrations)
  catalog
    .prepare(`INSERT INTO recording (project, session, source, before, chunks, size_bytes) VALUES ('shop', ?, ?, '', 3, ?)`)
    .run(a, name!.split('.')[1]!, bytes.length)
  catalog.close()
  await open()
  expect(readdirSync(folder).filter((file) => file.startsWith(a))).toEqual([])
  expect(readdirSync(folder)).toHaveLength(2)
  expect([await store.recordings.manifest('shop', a), (await store.storage('shop')).sessions]).toEqual([null, 2])
  expect(await store.recordings.next()).toBeNull()
  expect(notices).toEqual([])
})

test('L23: an erasure that was cut short is finished at the next start', async () => {
  await fill()
  // As a crash leaves it: the tombstone stands, and the rest of a record is blank while its beginning is not. What names the next one's session is damaged.
  const { chunks } = (await store.recording('shop', a))!
  await store.metadata.tombstones.put({ project: 'shop', kind: 'session', name: a, why: 'erased', isSettled: false })
  await store.metadata.tombstones.put({ project: 'shop', kind: 'session', name: c, why: 'erased', isSettled: false })
  await store.close()
  const log = join(dir, 'log', '00000001.phl')
  const at = readFileSync(log).indexOf(a)
  const fd = openSync(log, 'r+')
  writeSync(fd, Buffer.alloc(50), 0, 50, at + 200)
  closeSync(fd)
  expect(chunks).toHaveLength(3)
  await open()
  for (let n = 0; search(canary).length && n < 100; n++) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(search(canary)).toEqual([])
  await store.flushIndex()
  expect(await left()).toEqual([b])
  await store.close()
  await open()
  expect(notices).toEqual([])
})
