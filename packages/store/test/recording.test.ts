import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { openEvents, type PlayheadEvent, readChunk, unpackChunks } from '@playhead/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDirectory } from '../src/bytes/directory.ts'
import { openCatalog } from '../src/catalog/sqlite.ts'
import { openStore, type PartName, type Store } from '../src/index.ts'
import { sweepRecordings } from '../src/recording/sweep.ts'
import { chunkOf, click, epochMs, keyframe, page, sessionId, start, tabId, tempDir, viewport } from './fixture.ts'

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
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

const session = sessionId(1)
const folder = (): string => join(dir, 'recordings', 'demo')
const files = (): string[] => readdirSync(folder()).sort()
const minuteMs = 60_000

/** Three minutes in which something changes each second, a chunk of ten seconds each. */
async function record(count = 18): Promise<void> {
  for (let seq = 0; seq < count; seq++) await store.append(await tenSeconds(seq))
}
/** Text that does not compress well, so that checkpoints are worth it. */
const noise = (n: number): string => Array.from({ length: 125 }, (_, i) => createHash('sha1').update(`${n} ${i}`).digest('hex')).join('')
function tenSeconds(seq: number, more: readonly PlayheadEvent[] = []) {
  const fromMs = epochMs + seq * 10_000
  const changes = Array.from({ length: 10 }, (_, i): PlayheadEvent => ({
    type: 'text',
    timeMs: fromMs + i * 1_000 + 1,
    id: 6,
    text: noise(seq * 10 + i),
  }))
  const first = seq === 0 ? [keyframe(fromMs), start(fromMs), viewport(fromMs, 1400), page(fromMs, 'https://shop.example/')] : []
  return chunkOf({ session, seq, receivedMs: fromMs }, [...first, ...changes, click(fromMs + 5_000, { ordinal: seq + 1 }), ...more])
}

async function partOf(file: string, name: PartName): Promise<Uint8Array | null> {
  const part = await store.recordings.part('demo', session, file, name)
  return part && new Uint8Array(brotliDecompressSync(part.bytes))
}
async function eventsOfFile(): Promise<PlayheadEvent[]> {
  const manifest = (await store.recordings.manifest('demo', session))!
  const events: PlayheadEvent[] = []
  for (const { tab, seq } of manifest.chunks)
    events.push(...(await openEvents(readChunk((await partOf(manifest.file!, { kind: 'block', tab, seq }))!))))
  return events
}

test('L16, L17: a finished session is read from its file, which says what a viewer asks first', async () => {
  await record()
  expect(await store.recordings.manifest('demo', session)).toBeNull()
  expect(await store.recordings.finish('demo', session)).toMatchObject({ result: 'made', counts: { whole: 4, astray: 0, without: 0 } })
  const manifest = (await store.recordings.manifest('demo', session))!
  const received = (await store.recording('demo', session))!
  expect(manifest).toMatchObject({
    sessionId: session,
    startedAtMs: epochMs,
    durationMs: received.durationMs,
    live: false,
    tabs: received.tabs,
    lost: [],
  })
  expect(manifest.chunks.length).toBe(6)
  expect(manifest.chunks.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
  // All that the page shows is new each time: each checkpoint is a whole page, and needs none before it.
  expect(manifest.checkpoints!.map(({ seq, fromSeq }) => [seq, fromSeq])).toEqual([2, 3, 4, 5].map((seq) => [seq, 0]))
  expect(manifest.marks!.find(({ kind }) => kind === 'click')!.atMs).toHaveLength(18)
  // Ten seconds lie between two clicks.
  expect(manifest.idle).toHaveLength(17)
  expect(manifest.stills!.length).toBe(6)
  const events = await eventsOfFile()
  expect(events.filter(({ type }) => type === 'text')).toHaveLength(180)
  const [signals] = unpackChunks((await partOf(manifest.file!, { kind: 'signals' }))!)
  expect((await openEvents(readChunk(signals!))).length).toBe(events.filter(({ type }) => !/text|keyframe/.test(type)).length)
  expect(await store.recordings.finish('demo', session)).toEqual({ result: 'current' })
  for (const [seq, tab] of [[99, tabId(1)], [0, tabId(2)]] as const) expect(await partOf(manifest.file!, { kind: 'block', tab, seq })).toBeNull() // prettier-ignore
  expect(await partOf('0'.repeat(16), { kind: 'signals' })).toBeNull()
})

test('L20: a session is over half an hour after its last chunk, or a minute after all its tabs have ended', async () => {
  const end = (timeMs: number): PlayheadEvent => ({ type: 'end', timeMs, reason: 'pagehide' })
  await store.append(await tenSeconds(0))
  expect(await store.recordings.next(epochMs + 29 * minuteMs)).toBeNull()
  expect(await store.recordings.next(epochMs + 30 * minuteMs)).toEqual({ project: 'demo', session })
  await store.append(await chunkOf({ session, tab: tabId(2), receivedMs: epochMs + 10 }, [start(epochMs), end(epochMs + 5)]))
  expect(await store.recordings.next(epochMs + 2 * minuteMs)).toBeNull()
  await store.append(await tenSeconds(1, [end(epochMs + 19_900)]))
  expect(await store.recordings.next(epochMs + 10_000 + minuteMs - 1)).toBeNull()
  expect(await store.recordings.next(epochMs + 10_000 + minuteMs)).toEqual({ project: 'demo', session })
  // The next page of the tab: it was a page that ended.
  await store.append(await tenSeconds(2))
  expect(await store.recordings.next(epochMs + 29 * minuteMs)).toBeNull()
})

test('L20: a chunk that comes later makes the file stale; the one before stays for who is watching', async () => {
  await record(6)
  await store.recordings.finish('demo', session)
  const before = (await store.recordings.manifest('demo', session))!.file!
  expect(await store.recordings.next()).toBeNull()
  await store.append(await tenSeconds(6))
  expect(await store.recordings.manifest('demo', session)).toBeNull()
  expect(await store.recordings.next()).toEqual({ project: 'demo', session })
  await store.recordings.finish('demo', session)
  expect(await eventsOfFile()).toHaveLength(4 + 7 * 11)
  expect(await partOf(before, { kind: 'block', tab: tabId(1), seq: 0 })).not.toBeNull()
  expect(files()).toHaveLength(2)
  await store.append(await tenSeconds(7))
  await store.recordings.finish('demo', session)
  expect(await partOf(before, { kind: 'block', tab: tabId(1), seq: 0 })).toBeNull()
  expect(files()).toHaveLength(2)
  await store.close()
  await open()
  expect(files()).toHaveLength(1)
  expect(await eventsOfFile()).toHaveLength(4 + 8 * 11)
})

test('L17: any damage is found, told, and mended from the log', async () => {
  await record(6)
  await store.recordings.finish('demo', session)
  const { file, chunks } = (await store.recordings.manifest('demo', session))!
  const path = join(folder(), files()[0]!)
  const whole = readFileSync(path)
  const damage = (at: number): void => {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 0x10
    writeFileSync(path, bytes)
  }
  damage(100)
  const parts = await Promise.all(chunks.map(({ tab, seq }) => partOf(file!, { kind: 'block', tab, seq })))
  expect(parts.filter((part) => !part)).toHaveLength(1)
  expect(await store.recordings.health()).toEqual({ waiting: 1, failed: 0, damaged: 1 })
  expect(notices).toEqual([expect.stringMatching(/damaged/)])
  expect(await store.recordings.manifest('demo', session)).toBeNull()
  await store.recordings.finish('demo', session)
  expect(readFileSync(path).equals(whole)).toBe(true)
  expect((await store.recordings.manifest('demo', session))!.file).toBe(file)
  for (const at of [3, whole.length - 100, whole.length - 20, whole.length - 3]) {
    damage(at)
    await store.close()
    await open()
    expect(await store.recordings.manifest('demo', session)).toBeNull()
    expect(await store.recordings.next()).toEqual({ project: 'demo', session })
    await store.recordings.finish('demo', session)
  }
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(createHash('sha256').update(whole).digest('hex'))
})

test('L17: a file is as small as it gets where nobody waits, made quickly where somebody does, and either is that of its chunks', async () => {
  await record(6)
  const other = sessionId(2)
  await store.append(await chunkOf({ session: other, receivedMs: epochMs }, [keyframe(epochMs), start(epochMs)]))
  const finish = async (): Promise<number> => {
    const made = await store.recordings.finish('demo', session, { yields: true })
    if (made.result === 'failed') throw new Error(made.why)
    return made.result === 'made' ? made.sizeBytes : 0
  }
  // Another session is over and has no file.
  const quick = await finish()
  const [name] = files()
  expect([await finish(), files()]).toEqual([0, [name]])
  await store.recordings.finish('demo', other, { yields: true })

  const manifest = (await store.recordings.manifest('demo', session))!
  const path = join(folder(), name!)
  const bytes = readFileSync(path)
  bytes[100]! ^= 0x10
  writeFileSync(path, bytes)
  for (const { tab, seq } of manifest.chunks) await partOf(manifest.file!, { kind: 'block', tab, seq })
  const best = await finish()
  expect(best).toBeGreaterThan(0)
  expect(best).toBeLessThan(quick)
  expect(await eventsOfFile()).toHaveLength(4 + 6 * 11)
  // The damaged one, which has another name, is gone.
  expect(files().filter((each) => each.startsWith(session))).toEqual([expect.not.stringContaining(manifest.file!)])
})

test('L20: without a catalog the files are taken up; what is no file goes, and what is gone is made again', async () => {
  await record(6)
  await store.recordings.finish('demo', session)
  await store.close()
  const [name] = files()
  const path = join(folder(), name!)
  const { ino } = statSync(path)
  rmSync(join(dir, 'index'), { recursive: true })
  writeFileSync(`${path}.0123456789ab`, 'torn')
  writeFileSync(join(folder(), `${sessionId(2)}.0123456789abcdef.phr`), 'of nobody')
  await open()
  expect(files()).toEqual([name])
  expect(statSync(path).ino).toBe(ino)
  expect(await eventsOfFile()).toHaveLength(4 + 6 * 11)
  expect(await store.recordings.next()).toBeNull()
  await store.close()
  renameSync(path, join(dir, 'elsewhere'))
  await open()
  expect(notices).toEqual([expect.stringMatching(/is gone; it is made again/)])
  expect(await store.recordings.next()).toEqual({ project: 'demo', session })
})

test('what is missing is told: holes, damaged chunks, what the recorder left out', async () => {
  await record(3)
  await store.append(await tenSeconds(5, [{ type: 'loss', timeMs: epochMs + 59_950, what: 'canvas', count: 2 }]))
  await store.append(await tenSeconds(6, [{ type: 'remove', timeMs: epochMs + 69_960, id: 999 }]))
  const log = join(dir, 'log', '00000001.phl')
  const bytes = readFileSync(log)
  const chunk = (await store.chunkBytes('demo', session, tabId(1), 1))!
  bytes[bytes.indexOf(chunk) + 50]! ^= 1
  writeFileSync(log, bytes)
  await store.recordings.finish('demo', session)
  const { lost, gaps } = (await store.recordings.manifest('demo', session))!
  expect(lost!.map(({ what, count }) => `${count} ${what}`)).toEqual(['1 chunk', '2 chunk', '2 canvas', '1 event'])
  // No keyframe follows: from the damaged chunk on nothing is sure.
  expect(gaps).toEqual([{ tab: tabId(1), fromMs: 10_001, toMs: expect.closeTo(70_000, -2), chunks: 3 }])
})

test('what a chunk carries inline comes into the vault: who seeks past it finds it there', async () => {
  const bytes = Buffer.from('body { color: red }')
  const hash = createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url')
  await store.append(
    await tenSeconds(0, [{ type: 'assetBody', timeMs: epochMs + 9_900, hash, mime: 'text/css', base64: bytes.toString('base64') }]),
  )
  await store.recordings.finish('demo', session)
  expect((await store.assets.get('demo', hash))!.mime).toBe('text/css')
})

test('a file that cannot be made is told, counted, tried again later, and stops nothing else', async () => {
  await record(2)
  writeFileSync(join(dir, 'recordings'), 'no directory')
  const now = Date.now()
  for (let turn = 0; turn < 3; turn++) expect(await store.recordings.finish('demo', session)).toMatchObject({ result: 'failed' })
  expect(await store.recordings.health()).toEqual({ waiting: 0, failed: 1, damaged: 0 })
  expect(await store.recordings.next(now + 365 * 24 * 60 * minuteMs)).toBeNull()
  expect(notices).toHaveLength(3)
  rmSync(join(dir, 'recordings'))
  await store.append(await tenSeconds(2))
  expect(await store.recordings.next()).toEqual({ project: 'demo', session })
  expect(await store.recordings.finish('demo', session)).toMatchObject({ result: 'made' })
})

/** What stands at a path cannot be opened while `work` runs, though it is there: too many files are open, or the disk fails. */
async function unopenable<T>(path: string, work: () => Promise<T>): Promise<T> {
  renameSync(path, `${path}.aside`)
  symlinkSync(path, path)
  try {
    return await work()
  } finally {
    rmSync(path)
    renameSync(`${path}.aside`, path)
  }
}

test('L20: a log that cannot be opened for a moment is not gone: the file is made later, of all chunks', async () => {
  await record(3)
  await unopenable(join(dir, 'log', '00000001.phl'), async () => {
    expect(await store.recordings.finish('demo', session)).toMatchObject({ result: 'failed', why: expect.stringMatching(/ELOOP/) })
    await expect(store.chunkBytes('demo', session, tabId(1), 0)).rejects.toThrow(/ELOOP/)
  })
  expect(await store.recordings.manifest('demo', session)).toBeNull()
  // As often as it takes, and soon: it is no fault of the session.
  expect(await store.recordings.health(Date.now() + minuteMs)).toMatchObject({ waiting: 1, failed: 0 })
  expect(notices.filter((text) => text.includes('damaged'))).toEqual([])
  expect(await store.recordings.finish('demo', session)).toMatchObject({ result: 'made' })
  const manifest = (await store.recordings.manifest('demo', session))!
  expect([manifest.chunks.length, manifest.lost]).toEqual([1, []])
})

test('L20: a recording file that cannot be opened for a moment stays, and viewers are given the chunks meanwhile', async () => {
  await record(3)
  await store.recordings.finish('demo', session)
  const [name] = files()
  const piece = { kind: 'block', tab: tabId(1), seq: 0 } as const
  await store.close()
  await open()
  const file = join(folder(), name!)
  await unopenable(file, async () => {
    expect(await store.recordings.manifest('demo', session)).toBeNull()
    expect(notices).toEqual([expect.stringMatching(/ELOOP/)])
    await expect(store.recordings.part('demo', session, name!.split('.')[1]!, piece)).rejects.toThrow(/ELOOP/)
  })
  expect((await store.recordings.manifest('demo', session))!.file).toBe(name!.split('.')[1])
  expect(await store.recordings.health()).toMatchObject({ waiting: 0, damaged: 0 })
})

test('L20: a start that cannot look through the recording files leaves them as they are', async () => {
  await record(3)
  await store.recordings.finish('demo', session)
  const names = files()
  await store.close()
  const catalog = openCatalog(dir)
  symlinkSync(join(dir, 'loop'), join(dir, 'loop'))
  await sweepRecordings(openDirectory(join(dir, 'loop')), catalog, (text) => notices.push(text))
  catalog.close()
  await open()
  expect(notices).toEqual([expect.stringMatching(/recording files could not be looked through.*ELOOP/)])
  expect(files()).toEqual(names)
  expect((await store.recordings.manifest('demo', session))!.file).toBe(names[0]!.split('.')[1])
})
