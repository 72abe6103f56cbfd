import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore, type Store } from '../src/index.ts'
import { canary, plain, searchDir, visit } from './erasure-bed.ts'
import { epochMs, sessionId, tabId, tempDir } from './fixture.ts'

/** L23, L24: what becomes of an erasure while the index is down, or has left something out. */

let dir: string
let store: Store
const open = async (): Promise<void> => void (store = await openStore({ dir }))
const search = (text: string): string[] => searchDir(dir, text)
const left = async (): Promise<string[]> => (await store.searchSessions('shop', {})).items.map(({ id }) => id).sort()
const [a, b] = [sessionId(1), sessionId(2, epochMs + 1_000)]

const chdb = (): string => join(dir, 'index', 'chdb')
const patienceMs = 60_000
beforeEach(async () => {
  dir = tempDir()
  mkdirSync(join(dir, 'index'))
  writeFileSync(chdb(), '')
  await open()
  await store.append(await plain({ session: a }, visit(canary, tabId(7), 0)))
  await store.append(await plain({ session: a, seq: 1 }, [{ type: 'identify', timeMs: epochMs + 9, user: 'Eve' }]))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await store.close()
  rmSync(dir, { recursive: true })
})
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const fateOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)
/** Has `ms` gone by once `work` waits. */
async function skip<T>(ms: number, work: Promise<T>): Promise<T> {
  await pause(500)
  const { now } = Date
  const skipped = vi.spyOn(Date, 'now').mockImplementation(() => now() + ms)
  return work.finally(() => skipped.mockRestore())
}
async function giveIndexBack(): Promise<void> {
  await store.close()
  rmSync(join(dir, 'index'), { recursive: true })
  await open()
}

for (const [kind, id] of [
  ['visitor', tabId(7)],
  ['user', 'Eve'],
] as const)
  test(`an erasure of a ${kind} is told to be finished later, and is`, async () => {
    const erasing = fateOf(store.erase('shop', { kind, id }, 'ada'))
    await pause(200)
    if (kind === 'visitor')
      await expect(store.append(await plain({ session: b }, visit('X', id, 1)))).rejects.toMatchObject({ code: 'erased' })
    expect(await skip(patienceMs, erasing)).toMatchObject({ code: 'index-down', message: expect.stringMatching(/finished later/) })
    await expect(store.erase('shop', { kind: 'session', id: sessionId(99) }, 'ada')).resolves.toBeNull()
    await giveIndexBack()
    await expect.poll(() => search(canary), { timeout: 60_000 }).toEqual([])
    await expect.poll(async () => (await store.metadata.erasures.list('shop')).length, { timeout: 30_000 }).toBe(1)
    expect(await store.metadata.erasures.list('shop')).toMatchObject([{ subject: kind, sessions: [a], logRecords: 2 }])
    const stones = await store.metadata.tombstones.list()
    expect(stones.filter(({ isSettled }) => !isSettled)).toEqual([])
    expect(stones.some((row) => row.kind !== 'session')).toBe(kind === 'visitor')
    const again = store.append(await plain({ session: b }, visit('X', tabId(7), 1)))
    if (kind === 'visitor') await expect(again).rejects.toMatchObject({ code: 'erased' })
    else expect(await again).toBe('stored')
  })
test('L12, L33: a session is found whose beginning the index had to leave out', async () => {
  await store.close()
  const log = join(dir, 'log', '00000001.phl')
  const bytes = readFileSync(log)
  // Damages the chunk that names its visitor, before an index has read it.
  bytes.write('Sell', bytes.indexOf(`Buy ${canary}`))
  writeFileSync(log, bytes)
  rmSync(chdb())
  await open()
  await store.flushIndex()
  expect((await store.session('shop', a))?.visitorId).toBe('')
  expect(await store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada')).toMatchObject({ sessions: [a], logRecords: 2 })
  expect(search(canary)).toEqual([])
})
test('neither an erasure nor a question for all that was acknowledged keeps a stop waiting', async () => {
  const erasing = fateOf(store.erase('shop', { kind: 'visitor', id: tabId(7) }, 'ada'))
  const flushing = fateOf(store.flushIndex())
  await pause(200)
  const fromMs = Date.now()
  await store.close()
  // It waits for the process of the index that is being started, and for nothing else.
  expect(Date.now() - fromMs).toBeLessThan(15_000)
  expect([await erasing, await flushing]).toMatchObject([{ code: 'closed' }, { code: 'closed' }])
  await open()
  expect(await store.metadata.tombstones.list()).toMatchObject([{ kind: 'visitor', isSettled: false }])
})
test('who asks for all that was acknowledged is told after a minute, and not while it gets on', async () => {
  await expect(skip(patienceMs, store.flushIndex())).rejects.toMatchObject({ code: 'index-down' })
  await expect(store.reindex()).rejects.toMatchObject({ code: 'index-down' })
  await giveIndexBack()
  await store.flushIndex()
  expect(await left()).toEqual([a])
})
