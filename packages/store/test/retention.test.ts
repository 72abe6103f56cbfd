import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openAssetVault } from '../src/asset-vault.ts'
import { holdFiles } from '../src/backup/hold.ts'
import { openDirectory } from '../src/bytes/directory.ts'
import { openStore, type Store } from '../src/index.ts'
import { fileHead } from '../src/log/file.ts'
import { hashChunk } from '../src/log/record.ts'
import { chunkOf, click, epochMs, filler, keyframe, page, sessionId, start, tabId, tempDir, viewport } from './fixture.ts'

const dayMs = 86_400_000
let dir: string
let store: Store
const notices: string[] = []
const open = async (): Promise<void> => {
  store = await openStore({ dir, onNotice: (text) => notices.push(text) })
}
beforeEach(async () => {
  dir = tempDir()
  notices.length = 0
  await open()
  await store.metadata.projects.create({ id: 'shop', name: 'Shop', origins: ['https://shop.example'] })
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})
async function visit(n: number, receivedMs: number, { bytes = 20_000, error = false } = {}): Promise<void> {
  const events = [
    start(epochMs + n),
    viewport(epochMs + n, 1400),
    page(epochMs + n, 'https://shop.example/'),
    keyframe(epochMs + n),
    filler(epochMs + n, bytes),
    click(epochMs + n + 10),
    ...(error
      ? [
          {
            type: 'error' as const,
            timeMs: epochMs + n + 20,
            kind: 'error' as const,
            message: 'Oh',
            source: '',
            line: 1,
            column: 1,
            stack: '',
          },
        ]
      : []),
  ]
  await store.append(await chunkOf({ project: 'shop', session: sessionId(n), receivedMs }, events))
}
const left = async (): Promise<string[]> => (await store.searchSessions('shop', {})).items.map(({ id }) => id).sort()
const ids = (...numbers: number[]): string[] => numbers.map((n) => sessionId(n)).sort()
const logRoom = (): number => readdirSync(join(dir, 'log')).reduce((sum, name) => sum + statSync(join(dir, 'log', name)).blocks * 512, 0)

test('L25: a machine that starts with its clock ahead takes nothing before it had time to learn better', async () => {
  await visit(1, Date.now() - 40 * dayMs)
  expect(await store.sweep()).toMatchObject({ sessions: 0 })
  expect(notices).toEqual([expect.stringMatching(/^1 sessions of shop are too old by this machine’s clock/)])
  // A clock that goes on is not doubted.
  await visit(2, Date.now())
  expect(await store.sweep()).toMatchObject({ sessions: 1 })
  await store.flushIndex()
  expect(await left()).toEqual(ids(2))
})

test('L25: a chunk that is sent again after its session went is stored, and counts from the beginning', async () => {
  const session = sessionId(1)
  const chunk = await chunkOf({ project: 'shop', session, receivedMs: epochMs }, [start(epochMs), keyframe(epochMs)])
  await store.append(chunk)
  await store.flushIndex()
  expect(await store.sweep(epochMs + 40 * dayMs)).toMatchObject({ sessions: 1 })
  expect(await store.extent('shop', session)).toBeNull()
  expect([await store.append(chunk), await store.append(chunk)]).toEqual(['stored', 'duplicate'])
  expect((await store.recording('shop', session))!.chunks).toHaveLength(1)
})

test('L25: what is older than its project keeps goes, is counted, and its log file with it', async () => {
  const nowMs = epochMs + 40 * dayMs
  await visit(1, epochMs)
  await visit(2, epochMs + dayMs)
  // A start ends no file: what makes the log go on in the next one is its size, or a failed write.
  await store.close()
  writeFileSync(join(dir, 'log', '00000002.phl'), fileHead)
  await open()
  await visit(3, nowMs - dayMs)
  await store.flushIndex()
  await store.metadata.notes.put({ project: 'shop', session: sessionId(1) }, { id: tabId(1), atMs: 1, text: 'x', author: 'A' })

  await store.metadata.retention.set('shop', { days: 60, quotaBytes: null })
  expect(await store.sweep(nowMs)).toEqual({ sessions: 0, freedBytes: 0 })
  await store.metadata.retention.set('shop', { days: 30, quotaBytes: null })
  const { sessions, freedBytes } = await store.sweep(nowMs)
  expect(sessions).toBe(2)
  expect(freedBytes).toBeGreaterThan(20_000)
  expect(await left()).toEqual(ids(3))
  expect(readdirSync(join(dir, 'log'))).toEqual(['00000002.phl'])
  expect(await store.storage('shop', nowMs)).toMatchObject({
    retentionDays: 30,
    sessions: 1,
    oldestAt: new Date(nowMs - dayMs).toISOString(),
    dropped: [{ reason: 'age', sessions: 2 }],
  })
  // The log begins with its second file now, and goes on.
  await store.close()
  rmSync(join(dir, 'index'), { recursive: true })
  await open()
  await visit(4, nowMs)
  await store.flushIndex()
  expect(await left()).toEqual(ids(3, 4))
})

const later = (seq: number) =>
  chunkOf({ project: 'shop', session: sessionId(1), seq }, [click(epochMs + seq * 1_000, { name: `Late ${seq}` })])

test('L25: what comes of a session while it is taken away stays, and is found, also without a catalog', async () => {
  await visit(1, Date.now() - 40 * dayMs)
  await visit(2, Date.now())
  await store.flushIndex()
  const { deleteNotes } = store.metadata.erasures
  // The visitor comes back in the middle of it.
  vi.spyOn(store.metadata.erasures, 'deleteNotes').mockImplementationOnce(async (...name) => {
    for (const seq of [1, 2]) expect(await store.append(await later(seq))).toBe('stored')
    return deleteNotes(...name)
  })
  expect((await store.sweep()).sessions).toBe(1)
  for (const again of [false, true]) {
    if (again) {
      await store.close()
      rmSync(join(dir, 'index'), { recursive: true })
      await open()
    }
    await store.flushIndex()
    expect((await store.recording('shop', sessionId(1)))!.chunks.map(({ seq }) => seq)).toEqual([1, 2])
    for (const seq of [1, 2])
      expect(await store.chunkBytes('shop', sessionId(1), tabId(1), seq)).toEqual(Buffer.from((await later(seq)).bytes))
    expect((await store.session('shop', sessionId(1)))?.clicks).toBe(2)
    expect(await store.health()).toMatchObject({ damages: 0 })
    expect(await store.status('shop')).toMatchObject({ sessions: 2, chunks: 3 })
  }
})

test('L25: a session that goes on between the decision and the deed is left whole', async () => {
  await visit(1, Date.now() - 40 * dayMs)
  await store.flushIndex()
  const { get } = store.metadata.retention
  let isDecided = (): void => undefined
  const decided = new Promise<void>((resolve) => (isDecided = resolve))
  vi.spyOn(store.metadata.retention, 'get').mockImplementationOnce(async (project) => {
    const rules = await get(project)
    isDecided()
    return rules
  })
  // As a backup that is being made.
  const sweeping = await holdFiles(dir, async () => {
    const result = store.sweep()
    await decided
    expect(await store.append(await later(1))).toBe('stored')
    return { result }
  })
  expect((await sweeping.result).sessions).toBe(0)
  await store.flushIndex()
  expect((await store.recording('shop', sessionId(1)))!.chunks.map(({ seq }) => seq)).toEqual([0, 1])
  expect(await store.chunkBytes('shop', sessionId(1), tabId(1), 0)).not.toBeNull()
  expect((await store.session('shop', sessionId(1)))?.clicks).toBe(2)
  expect((await store.storage('shop')).dropped).toEqual([])
})

test('L25: an erasure that cannot be finished is told, and keeps nothing else from going', async () => {
  const nowMs = epochMs + 40 * dayMs
  await visit(1, epochMs)
  await visit(2, nowMs)
  await store.append(await chunkOf({ project: 'blog', session: sessionId(3), receivedMs: nowMs }, [start(epochMs), keyframe(epochMs)]))
  const { deleteNotes } = store.metadata.erasures
  let isEveryTired = true
  const failing = vi.spyOn(store.metadata.erasures, 'deleteNotes').mockImplementation(async (project, sessions) => {
    if (isEveryTired || sessions.includes(sessionId(2))) throw new Error('The disk is tired.')
    return deleteNotes(project, sessions)
  })
  await expect(store.erase('shop', { kind: 'session', id: sessionId(2) }, 'ada')).rejects.toThrow('The disk is tired.')
  await expect(store.erase('blog', { kind: 'session', id: sessionId(3) }, 'ada')).rejects.toThrow('The disk is tired.')
  isEveryTired = false
  expect((await store.sweep(nowMs)).sessions).toBe(1)
  expect(notices.join()).toMatch(/An erasure is yet to be finished: The disk is tired\./)
  expect(await store.chunkBytes('shop', sessionId(1), tabId(1), 0)).toBeNull()
  expect((await store.metadata.tombstones.list()).map(({ project, isSettled }) => [project, isSettled])).toEqual([
    ['shop', false],
    ['blog', true],
  ])
  failing.mockRestore()
  await store.sweep(nowMs)
  expect((await store.metadata.tombstones.list()).map(({ isSettled }) => isSettled)).toEqual([true, true])
})

test('L25: over its quota a project loses plain sessions first, and the disk gets their room back', async () => {
  const nowMs = epochMs + dayMs
  const mib = 1 << 20
  for (let n = 1; n <= 8; n++) await visit(n, epochMs + n, { bytes: 2 * mib, error: n === 2 })
  await store.metadata.notes.put({ project: 'shop', session: sessionId(1) }, { id: tabId(1), atMs: 1, text: 'x', author: 'A' })
  await store.close()
  writeFileSync(join(dir, 'log', '00000002.phl'), fileHead)
  await open()
  await visit(9, nowMs)
  await store.flushIndex()
  const { logBytes, fullInDays, growthBytesPerDay, freeDiskBytes } = await store.storage('shop', nowMs)
  expect(growthBytesPerDay).toBeCloseTo(logBytes, -1)
  expect(fullInDays === null || fullInDays <= freeDiskBytes! / growthBytesPerDay + 1).toBe(true)
  expect((await store.sweep(nowMs)).sessions).toBe(0)

  await store.metadata.retention.set('shop', { days: 30, quotaBytes: Math.round(logBytes * 0.4) })
  const room = logRoom()
  const { sessions, freedBytes } = await store.sweep(nowMs)
  expect(sessions).toBe(5)
  expect(await left()).toEqual(ids(1, 2, 8, 9))
  expect(freedBytes).toBeGreaterThan(room * 0.5)
  expect(logRoom()).toBe(room - freedBytes)
  const report = await store.storage('shop', nowMs)
  expect(report.logBytes).toBeLessThanOrEqual(report.quotaBytes!)
  expect(report.dropped).toMatchObject([{ reason: 'quota', sessions: 5 }])
  for (const n of [1, 2, 8, 9]) expect(await store.chunkBytes('shop', sessionId(n), tabId(1), 0)).not.toBeNull()
  expect(await store.reindex()).toEqual({ chunks: 4, sessions: 4 })
})

const picture = (n: number): Buffer => Buffer.alloc(1_000_000, n)
const hashOf = (n: number): string => hashChunk(picture(n)).toString('base64url')
/** A visit whose page shows these pictures. */
async function visitPictures(session: number, pictures: readonly number[], receivedMs: number): Promise<void> {
  const assets = pictures.map((n) => ({
    type: 'asset' as const,
    timeMs: epochMs,
    url: `https://shop.example/${n}.png`,
    hash: hashOf(n),
    mime: 'image/png',
    sizeBytes: picture(n).length,
  }))
  await store.append(
    await chunkOf({ project: 'shop', session: sessionId(session), receivedMs }, [start(epochMs), keyframe(epochMs), ...assets]),
  )
  for (const n of pictures) expect(await store.assets.put('shop', hashOf(n), 'image/png', picture(n))).toBe(true)
}
const pictures = (): string[] => readdirSync(join(dir, 'assets', 'shop')).sort()
const hourMs = 3_600_000

test('L25: for an asset that no session names none has to go, and it is removed when it is there for a day', async () => {
  const nowMs = Date.now()
  for (const n of [1, 2, 3]) await visitPictures(n, [1], nowMs - 2 * hourMs)
  await openAssetVault(openDirectory(dir)).put('shop', hashOf(9), 'image/png', picture(9))
  await store.flushIndex()
  await store.metadata.retention.set('shop', { days: 30, quotaBytes: 1_100_000 })
  expect(await store.sweep(nowMs)).toEqual({ sessions: 0, freedBytes: 0 })
  expect(pictures()).toEqual([hashOf(1), hashOf(9)].sort())
  for (const name of pictures()) utimesSync(join(dir, 'assets', 'shop', name), new Date(), new Date(nowMs - 25 * hourMs))
  const { size } = statSync(join(dir, 'assets', 'shop', hashOf(9)))
  expect(await store.sweep(nowMs)).toEqual({ sessions: 0, freedBytes: size })
  expect(pictures()).toEqual([hashOf(1)])
  expect(notices).toEqual([`1 assets of shop that no session names were removed, ${size} bytes.`])
})

test('L25: over its quota a project loses no more sessions than it takes, with the assets that only they name', async () => {
  const nowMs = Date.now()
  for (const n of [1, 2, 3, 4]) await visitPictures(n, [n, 100], nowMs - (10 - n) * hourMs)
  await store.flushIndex()
  await store.metadata.retention.set('shop', { days: 30, quotaBytes: 3_500_000 })
  expect((await store.sweep(nowMs)).sessions).toBe(2)
  await store.flushIndex()
  expect(await left()).toEqual(ids(3, 4))
  expect(pictures()).toEqual([hashOf(3), hashOf(4), hashOf(100)].sort())
})

test('L25: where the last hour alone takes more than the quota, what is telling or noted does not go in vain', async () => {
  const nowMs = Date.now()
  await visit(1, nowMs - 4 * hourMs, { error: true })
  for (const n of [2, 3]) await visit(n, nowMs - 2 * hourMs)
  await visitPictures(4, [4], nowMs)
  await store.metadata.notes.put({ project: 'shop', session: sessionId(2) }, { id: tabId(1), atMs: 1, text: 'x', author: 'A' })
  await store.flushIndex()
  await store.metadata.retention.set('shop', { days: 30, quotaBytes: 900_000 })
  expect((await store.sweep(nowMs)).sessions).toBe(1)
  await store.flushIndex()
  expect(await left()).toEqual(ids(1, 2, 4))
  expect(notices.join()).toMatch(/What came to shop within the last hour takes more than its quota, 900000 bytes/)
})
