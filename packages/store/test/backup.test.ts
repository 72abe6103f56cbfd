import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBackup, openStore, restoreBackup, type Store } from '../src/index.ts'
import { chunkOf, click, epochMs, filler, keyframe, page, sessionId, start, tabId, tempDir, viewport } from './fixture.ts'

let root: string
let store: Store
let dir: string
let to: string
beforeEach(async () => {
  root = tempDir()
  ;[dir, to] = [join(root, 'data'), join(root, 'backup')]
  store = await openStore({ dir })
})
afterEach(async () => {
  await store.close()
  rmSync(root, { recursive: true })
})

const hash = (value: unknown): string =>
  createHash('sha256')
    .update(value instanceof Uint8Array ? value : JSON.stringify(value))
    .digest('hex')

/** What a person can learn of a project, by question. */
async function ask(from: Store, project: string): Promise<Record<string, string>> {
  const answers: Record<string, string> = {}
  const { items } = await from.searchSessions(project, { limit: 500 })
  answers['sessions'] = hash(items)
  answers['status'] = hash(await from.status(project))
  answers['pages'] = hash(await from.pages(project, {}))
  answers['clicks'] = hash(await from.clickMap(project, { page: '/products/:id', device: 'desktop' }))
  answers['backdrop'] = hash(await from.backdrop(project, { page: '/products/:id', device: 'desktop' }))
  for (const { id } of items) {
    const manifest = await from.recording(project, id)
    answers[`recording ${id}`] = hash(manifest)
    answers[`file ${id}`] = hash(await from.recordings.manifest(project, id))
    for (const { tab, seq } of manifest!.chunks)
      answers[`chunk ${id} ${tab} ${seq}`] = hash((await from.chunkBytes(project, id, tab, seq))!)
    const signals = []
    for await (const event of from.sessionSignals(project, id)) signals.push(event)
    answers[`signals ${id}`] = hash(signals)
    answers[`notes ${id}`] = hash(await from.metadata.notes.list(project, id))
    for (const asset of manifest!.assets) answers[`asset ${asset.hash}`] = hash((await from.assets.get(project, asset.hash))?.bytes ?? null)
  }
  return answers
}

const visit = (n: number, project = 'shop', bytes = 5_000) =>
  chunkOf({ project, session: sessionId(n), receivedMs: epochMs + n }, [
    start(epochMs + n),
    viewport(epochMs + n, 1400),
    page(epochMs + n, `https://shop.example/products/${n}`),
    keyframe(epochMs + n),
    filler(epochMs + n, bytes),
    click(epochMs + n + 500),
  ])

test('L22: a backup under load, restored: every answer is the same, and what was acknowledged before it is there', async () => {
  const bytes = Buffer.from('p { color: red }')
  const assetHash = createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url')
  for (let n = 0; n < 20; n++) await store.append(await visit(n))
  await store.append(
    await chunkOf({ project: 'shop', session: sessionId(3), seq: 1, receivedMs: epochMs }, [
      {
        type: 'asset',
        timeMs: epochMs + 900,
        url: 'https://shop.example/a.css',
        hash: assetHash,
        mime: 'text/css',
        sizeBytes: bytes.length,
      },
    ]),
  )
  await store.assets.put('shop', assetHash, 'text/css', bytes)
  await store.metadata.notes.put({ project: 'shop', session: sessionId(3) }, { id: tabId(1), atMs: 5, text: 'Here', author: 'A' })
  for (const n of [1, 3]) await store.recordings.finish('shop', sessionId(n))

  const acked: number[] = []
  let isLoading = true
  const load = (async () => {
    for (let n = 1_000; isLoading; n++) {
      await store.append(await visit(n, 'busy', 50_000))
      acked.push(n)
    }
  })()
  while (acked.length < 20) await new Promise((resolve) => setTimeout(resolve, 5))
  const before = [...acked]
  const told: number[] = []
  const made = await createBackup({ dir, to, onProgress: (done, total) => told.push(done / total) })
  isLoading = false
  await load
  await store.flushIndex()
  const want = await ask(store, 'shop')
  await store.close()

  expect(told.at(-1)).toBe(1)
  expect(await restoreBackup({ backupDir: to, dir: join(root, 'restored') })).toMatchObject({
    files: made.files,
    sizeBytes: made.sizeBytes,
  })
  const notices: string[] = []
  store = await openStore({ dir: join(root, 'restored'), onNotice: (text) => notices.push(text) })
  await store.flushIndex()
  const have = await ask(store, 'shop')
  console.info(`${Object.keys(want).length} answers, ${before.length} of ${acked.length} chunks acknowledged before the backup`)
  expect(Object.keys(want).length).toBeGreaterThan(80)
  expect(have).toEqual(want)
  for (const n of before) expect(await store.chunkBytes('busy', sessionId(n), tabId(1), 0)).not.toBeNull()
  expect(notices).toEqual([])
})

test('L22: a damaged or unfinished backup is refused, and the data directory stays as empty as it was', async () => {
  for (let n = 0; n < 3; n++) await store.append(await visit(n))
  await createBackup({ dir, to })
  const log = join(to, 'log', '00000001.phl')
  const list = join(to, 'manifest.ndjson')
  const [whole, lines] = [readFileSync(log), readFileSync(list, 'utf8')]
  const fresh = join(root, 'fresh')
  const restore = (): Promise<unknown> => restoreBackup({ backupDir: to, dir: fresh })
  const left = (): string[] => readdirSync(fresh).filter((name) => name !== 'lock.db')

  const flipped = Buffer.from(whole)
  flipped[500]! ^= 4
  for (const [spoil, code] of [
    [() => writeFileSync(log, flipped), 'bad-backup'],
    [() => truncateSync(log, whole.length - 1), 'bad-backup'],
    [() => rmSync(log), 'bad-backup'],
    [() => writeFileSync(list, lines.split('\n').slice(0, -2).join('\n')), 'bad-backup'],
    [() => writeFileSync(list, lines.replace('log/00000001.phl', 'log/../../../x.phl')), 'bad-backup'],
    [() => writeFileSync(list, lines.replace('"format":1', '"format":2')), 'newer-data'],
    [() => rmSync(list), 'bad-backup'],
  ] as const) {
    spoil()
    await expect(restore()).rejects.toMatchObject({ code })
    if (existsSync(fresh)) expect(left()).toEqual([])
    writeFileSync(log, whole)
    writeFileSync(list, lines)
  }
  await restore()
  expect(left().sort()).toEqual(['log', 'playhead.db'])
  await expect(restore()).rejects.toMatchObject({ code: 'not-empty', message: expect.stringContaining(fresh) })
  await expect(createBackup({ dir, to })).rejects.toMatchObject({ code: 'not-empty' })
  await expect(createBackup({ dir, to: join(dir, 'backup') })).rejects.toMatchObject({ code: 'dir-unwritable' })
})

test('L22: a restore that was cut short keeps a server from starting, and begins anew', async () => {
  await store.append(await visit(1))
  await createBackup({ dir, to })
  const fresh = join(root, 'fresh')
  await restoreBackup({ backupDir: to, dir: fresh })
  writeFileSync(join(fresh, 'restoring'), '{}')
  appendFileSync(join(fresh, 'log', '00000001.phl'), 'half of something')
  await expect(openStore({ dir: fresh })).rejects.toMatchObject({ code: 'restore-unfinished' })
  await restoreBackup({ backupDir: to, dir: fresh })
  await store.close()
  store = await openStore({ dir: fresh })
  expect(await store.chunkBytes('shop', sessionId(1), tabId(1), 0)).not.toBeNull()
})
