import { chmodSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlayheadEvent } from '@playhead/wire'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chunkOf, click, epochMs, page, response, sessionId, start, tabId, tempDir, viewport } from './fixture.ts'
import { openStore, type Store } from '../src/index.ts'

let dir: string
let store: Store
const notices: string[] = []
const reopen = async (): Promise<void> => {
  await store.close()
  store = await openStore({ dir, onNotice: (text) => notices.push(text) })
}
beforeEach(async () => {
  dir = tempDir()
  notices.length = 0
  store = await openStore({ dir, onNotice: (text) => notices.push(text) })
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

const [a, b] = [sessionId(1), sessionId(2, epochMs + 60_000)]
const shop = (path: string): string => `https://shop.example${path}`
const first = () =>
  chunkOf({ session: a }, [
    start(epochMs),
    viewport(epochMs, 1400),
    page(epochMs, shop('/products/17'), 'Product'),
    click(epochMs + 1_000, { ordinal: 1 }),
  ])
const second = () =>
  chunkOf({ session: a, seq: 1 }, [
    response(epochMs + 1_100, 1, 100),
    page(epochMs + 2_000, shop('/cart')),
    click(epochMs + 3_000, { ordinal: 2, key: 'body>a:1', name: 'Coupon' }),
    page(epochMs + 9_000, shop('/thanks')),
    { type: 'track', timeMs: epochMs + 9_500, name: 'order', properties: '{"total":12}' },
  ])
const other = () =>
  chunkOf({ session: b }, [
    start(epochMs + 60_000, { returning: true, utmSource: 'News' }),
    viewport(epochMs + 60_000, 390),
    page(epochMs + 60_000, shop('/cart')),
  ])

describe('append, then ask', () => {
  test('a session is found with what it was', async () => {
    for (const make of [first, second, other]) expect(await store.append(await make())).toBe('stored')
    await store.flushIndex()
    const { items, nextCursor } = await store.searchSessions('demo', {})
    expect(items.map(({ id }) => id)).toEqual([b, a])
    expect(nextCursor).toBeNull()
    expect(items[1]).toMatchObject({
      startedAt: new Date(epochMs).toISOString(),
      durationMs: 9_500,
      device: 'desktop',
      browser: 'Chrome',
      os: 'Linux',
      source: 'google',
      medium: 'organic',
      entryPage: '/products/:id',
      exitPage: '/thanks',
      pages: ['/products/:id', '/cart', '/thanks'],
      pageViews: 3,
      clicks: 2,
      counts: { 'dead-click': 1 },
      chunks: 2,
      live: true,
    })
    expect(await store.session('demo', a)).toEqual(items[1])
    const signals = []
    for await (const event of store.sessionSignals('demo', a)) signals.push(event)
    expect(signals.map(({ type }) => type)).toEqual(['start', 'viewport', 'page', 'click', 'response', 'page', 'click', 'page', 'track'])
    expect(signals[0]).toMatchObject({ tab: tabId(1), timeMs: epochMs })
    expect(await store.pages('demo', {})).toMatchObject([
      { page: '/cart', views: 2, sessions: 2, clicks: 1, devices: { phone: 1, tablet: 0, laptop: 0, desktop: 1 } },
      { page: '/products/:id', views: 1 },
      { page: '/thanks', views: 1 },
    ])
    expect(await store.status('demo')).toMatchObject({ sessions: 2, chunks: 3 })
    expect(await store.backdrop('demo', { page: '/cart', device: 'desktop' })).toEqual({ sessionId: a, tab: tabId(1), atMs: 3_500 })
    expect(await store.backdrop('demo', { page: '/cart', device: 'tablet' })).toBeNull()
  })

  test('the picture under a map is of a view that lasted, with clicks where there are any', async () => {
    const view = async (session: string, events: PlayheadEvent[]) =>
      store.append(await chunkOf({ session }, [start(epochMs), viewport(epochMs, 1920), ...events]))
    const [lasted, left, clicked] = [sessionId(1), sessionId(2), sessionId(3)]
    const backdrop = () => store.backdrop('demo', { page: '/cart', device: 'desktop' })
    // Left at once, and nothing else was seen: better than nothing.
    await view(left, [page(epochMs + 9_000, shop('/cart')), page(epochMs + 9_400, shop('/thanks'))])
    await store.flushIndex()
    expect(await backdrop()).toEqual({ sessionId: left, tab: tabId(1), atMs: 9_300 })
    // Nothing happened on the page itself, but the next one came late enough.
    await view(lasted, [page(epochMs + 1_000, shop('/cart')), page(epochMs + 8_000, shop('/thanks'))])
    await store.flushIndex()
    expect(await backdrop()).toEqual({ sessionId: lasted, tab: tabId(1), atMs: 2_500 })
    // Of a tab that came twice the click belongs to one of both views.
    await view(clicked, [
      page(epochMs, shop('/cart')),
      click(epochMs + 2_000, { key: 'k' }),
      page(epochMs + 3_000, shop('/')),
      page(epochMs + 4_000, shop('/cart')),
      page(epochMs + 7_000, shop('/')),
    ])
    await store.flushIndex()
    expect(await backdrop()).toEqual({ sessionId: clicked, tab: tabId(1), atMs: 1_500 })
  })

  test('a recording lists its chunks and assets, and their bytes come back', async () => {
    const chunk = await first()
    await store.append(chunk)
    const asset = { type: 'asset', timeMs: epochMs, url: shop('/a.css'), mime: 'text/css', sizeBytes: 0 } as const
    await store.append(await chunkOf({ session: a, seq: 1 }, [{ ...asset, hash: '', missing: 'failed' }]))
    await store.append(await chunkOf({ session: a, seq: 2 }, [{ ...asset, hash: 'h'.repeat(22), sizeBytes: 3 }]))
    expect(await store.recording('demo', a)).toMatchObject({
      sessionId: a,
      startedAtMs: epochMs,
      durationMs: 1_000,
      tabs: [{ id: tabId(1) }],
      chunks: [{ seq: 0, sizeBytes: chunk.bytes.length }, { seq: 1 }, { seq: 2 }],
      assets: [{ url: shop('/a.css'), hash: 'h'.repeat(22), mime: 'text/css', sizeBytes: 3 }],
    })
    expect(Buffer.from((await store.chunkBytes('demo', a, tabId(1), 0))!).equals(chunk.bytes)).toBe(true)
    expect(await store.chunkBytes('demo', a, tabId(1), 9)).toBeNull()
    expect(await store.recording('demo', b)).toBeNull()
  })

  test('L2: the same chunk again is a duplicate, another one in its place a conflict; also after a restart', async () => {
    const chunk = await first()
    const results = await Promise.all([chunk, chunk, await chunkOf({ session: a }, [page(epochMs, '/x')])].map((one) => store.append(one)))
    expect(results).toEqual(['stored', 'duplicate', 'conflict'])
    await reopen()
    expect(await store.append(chunk)).toBe('duplicate')
    await store.flushIndex()
    expect(await store.session('demo', a)).toMatchObject({ chunks: 1, clicks: 1, exitPage: '/products/:id' })
    expect(await store.status('demo')).toMatchObject({ chunks: 1 })
  })

  test('one project knows nothing of another’s', async () => {
    await store.append(await first())
    await store.append({ ...(await chunkOf({ session: a, project: 'rival' }, [page(epochMs, shop('/secret'))])), project: 'rival' })
    await store.flushIndex()
    expect((await store.searchSessions('demo', {})).items).toMatchObject([{ project: 'demo', pages: ['/products/:id'] }])
    expect((await store.searchSessions('rival', {})).items).toMatchObject([{ project: 'rival', pages: ['/secret'] }])
    for (const project of ['none', "demo' OR 1 --"]) {
      expect((await store.searchSessions(project, {})).items).toEqual([])
      expect(await store.session(project, a)).toBeNull()
      expect(await store.recording(project, a)).toBeNull()
      expect(await store.chunkBytes(project, a, tabId(1), 0)).toBeNull()
      expect(await store.pages(project, {})).toEqual([])
      expect(await store.status(project)).toEqual({ sessions: 0, chunks: 0, firstEventAt: null, lastEventAt: null })
      expect(await store.clickMap(project, { page: '/products/:id', device: 'desktop' })).toMatchObject({ views: 0, clicks: 0 })
    }
  })

  test('chunks that come late change what came before: an answered click is no dead click, a click moves to its page', async () => {
    await store.append(await first())
    const late = await second()
    const last = await chunkOf({ session: a, seq: 2 }, [
      click(epochMs + 12_000, { ordinal: 3, key: 'k' }),
      page(epochMs + 20_000, shop('/end')),
    ])
    await store.append(last)
    await store.flushIndex()
    expect(await store.session('demo', a)).toMatchObject({ counts: { 'dead-click': 2 } })
    expect((await store.clickMap('demo', { page: '/products/:id', device: 'desktop' })).clicks).toBe(2)
    await store.append(late)
    await store.flushIndex()
    expect(await store.session('demo', a)).toMatchObject({ counts: { 'dead-click': 2 }, clicks: 3 })
    expect(await store.clickMap('demo', { page: '/products/:id', device: 'desktop' })).toMatchObject({ clicks: 1, elements: [{ dead: 0 }] })
    expect(await store.clickMap('demo', { page: '/thanks', device: 'desktop' })).toMatchObject({
      clicks: 1,
      elements: [{ key: 'k', dead: 1 }],
    })
  })

  test('cursors walk through a list once', async () => {
    for (let n = 0; n < 7; n++) await store.append(await chunkOf({ session: sessionId(n) }, [page(epochMs + (n >> 1), shop('/'))]))
    await store.flushIndex()
    for (const sort of ['newest', 'oldest', 'longest'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const found: Awaited<ReturnType<Store['searchSessions']>> = await store.searchSessions('demo', { sort, limit: 3, cursor })
        seen.push(...found.items.map(({ id }) => id))
        cursor = found.nextCursor
      } while (cursor)
      expect(new Set(seen).size).toBe(7)
      expect(seen.length).toBe(7)
    }
    await expect(store.searchSessions('demo', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad-question' })
    await expect(store.searchSessions('demo', { limit: 0 })).rejects.toMatchObject({ code: 'bad-question' })
    await expect(store.searchSessions('demo', { range: { last: '7 days' } })).rejects.toMatchObject({ code: 'bad-question' })
  })
})

describe('the directory', () => {
  test('L1, L15: nobody else gets into the data directory, one that was open to all is closed, a group stays', async () => {
    await store.close()
    const modeOf = (path: string): number => statSync(path).mode & 0o777
    const made = join(dir, 'deep', 'data')
    store = await openStore({ dir: made })
    expect(modeOf(made).toString(8)).toBe('700')
    await store.close()
    chmodSync(made, 0o755)
    store = await openStore({ dir: made })
    expect(modeOf(made).toString(8)).toBe('750')
  })

  test('L1: a second store on it is refused by a sentence', async () => {
    await expect(openStore({ dir })).rejects.toMatchObject({
      code: 'dir-in-use',
      message: expect.stringMatching(/in use by another server \(process \d+\)/),
    })
  })

  test('an unwritable directory is refused by a sentence', async () => {
    await expect(openStore({ dir: join(dir, 'playhead.db', 'below-a-file') })).rejects.toMatchObject({ code: 'dir-unwritable' })
  })

  test('everything is there after closing and opening, and after the index is lost', async () => {
    for (const make of [first, second, other]) await store.append(await make())
    await store.flushIndex()
    const ask = async () => [
      await store.searchSessions('demo', {}),
      await store.clickMap('demo', { page: '/cart', device: 'desktop' }),
      await store.pages('demo', {}),
    ]
    const before = await ask()
    await reopen()
    await store.flushIndex()
    expect(await ask()).toEqual(before)
    const told: number[][] = []
    expect(await store.reindex((done, total) => void told.push([done, total]))).toEqual({ chunks: 3, sessions: 2 })
    expect(told.at(-1)).toEqual([3, 3])
    expect(await ask()).toEqual(before)
    await store.close()
    rmSync(join(dir, 'index'), { recursive: true })
    store = await openStore({ dir })
    await store.flushIndex()
    expect(await ask()).toEqual(before)
  })

  test('L12: a killed index process is started again, and no row is lost or doubled', async () => {
    await store.append(await first())
    await store.flushIndex()
    const childOf = () => Number(readFileSync(join(dir, 'index', 'child.pid'), 'utf8'))
    const kill = async (): Promise<void> => {
      const killed = childOf()
      process.kill(killed, 'SIGKILL')
      // A chunk in the log is what starts it again.
      await vi.waitFor(() => expect(childOf()).not.toBe(killed), { timeout: 45_000 })
    }
    const made = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        chunkOf({ session: sessionId(n + 10) }, [start(epochMs), viewport(epochMs, 1400), page(epochMs, shop('/')), click(epochMs + 9)]),
      ),
    )
    for (const [i, chunk] of made.entries()) {
      await store.append(chunk)
      if (i % 60 === 30) await kill()
    }
    await store.flushIndex()
    expect(await store.status('demo')).toMatchObject({ sessions: 201, chunks: 201 })
    expect(await store.clickMap('demo', { page: '/', device: 'desktop' })).toMatchObject({ views: 200, sessions: 200, clicks: 200 })
    expect(notices.some((text) => /index process ended/.test(text))).toBe(true)
  })
})

test('L13: what a later chunk says of an earlier one’s page and device changes the rows that are there', async () => {
  const small = { screenWidth: 1920 }
  await store.append(await chunkOf({ session: a }, [start(epochMs, small), click(epochMs + 500), page(epochMs + 1000, shop('/a'))]))
  await store.append(await chunkOf({ session: a, tab: tabId(2) }, [page(epochMs + 2000, shop('/b'))]))
  await store.flushIndex()
  const counts = async () =>
    (await store.pages('demo', {})).map(({ page, clicks, devices }) => [page, clicks, devices.phone, devices.desktop])
  expect(await counts()).toEqual([
    ['/a', 1, 0, 1],
    ['/b', 0, 0, 1],
  ])
  await store.append(await chunkOf({ session: a, seq: 1 }, [viewport(epochMs + 3000, 400)]))
  await store.append(await chunkOf({ session: b }, [start(epochMs), page(epochMs, shop('/c'))]))
  await store.flushIndex()
  const grown = await counts()
  expect(grown).toEqual([
    ['/a', 1, 1, 0],
    ['/b', 0, 1, 0],
    ['/c', 0, 0, 1],
  ])
  await store.reindex()
  expect(await counts()).toEqual(grown)
})

test('L10: assets that a chunk names come back as they were put, and only under their own hash', async () => {
  const hash = Buffer.from('b94d27b9934d3e08a52e52d7da7dabfa', 'hex').toString('base64url')
  const bytes = Buffer.from('hello world')
  expect(await store.assets.has('demo', hash)).toBe(false)
  expect([await store.assets.put('demo', hash, 'text/css', bytes), await store.assets.has('demo', hash)]).toEqual([false, false])
  const asset = { type: 'asset', timeMs: epochMs, url: 'https://shop.example/a.css', hash, mime: 'text/css', sizeBytes: 11 } as const
  await store.append(await chunkOf({ session: sessionId(1) }, [start(epochMs), asset]))
  for (let i = 0; i < 2; i++) expect(await store.assets.put('demo', hash, 'text/css', bytes)).toBe(true)
  expect(await store.assets.has('demo', hash)).toBe(true)
  expect(await store.assets.get('demo', hash)).toMatchObject({ mime: 'text/css' })
  expect(Buffer.from((await store.assets.get('demo', hash))!.bytes).equals(bytes)).toBe(true)
  expect(await store.assets.get('rival', hash)).toBeNull()
  await expect(store.assets.put('demo', hash, 'text/css', Buffer.from('x'))).rejects.toMatchObject({ code: 'bad-hash' })
  for (const bad of ['../../../../etc/passwd', '', '..', '/'.repeat(22)]) expect(await store.assets.get('demo', bad)).toBeNull()
  for (const bad of ['../x', 'rival']) expect(await store.assets.put(bad, hash, 'text/css', bytes)).toBe(false)
})

test('values at the edge of what a chunk can say are indexed, not stumbled over', async () => {
  const huge = Number.MAX_SAFE_INTEGER
  await store.append(
    await chunkOf({ session: '_'.repeat(22), tab: '-'.repeat(22), seq: huge }, [
      start(huge, { screenWidth: huge, referrer: '\u0000"\\\n' }),
      page(0, '\u{1F600}'.repeat(1_000), '\u0000'),
      click(huge, { ordinal: huge, x: -1e9, boxWidth: 1e9, name: '\u2028' }),
      { type: 'request', timeMs: 1, kind: 'fetch', method: '', url: '', status: huge, durationMs: huge },
      { type: 'identify', timeMs: 2, user: '', traits: '{"__proto__":{"a":1},"b":null}' },
      { type: 'experiment', timeMs: 3, name: '__proto__', variant: 'x' },
      { type: 'pointer', timeMs: huge, pointer: 'mouse', points: [{ afterMs: huge, x: 0, y: 0 }] },
    ]),
  )
  await store.append(await first())
  await store.flushIndex()
  const { items } = await store.searchSessions('demo', {})
  expect(items.map(({ id }) => id).sort()).toEqual(['_'.repeat(22), a].sort())
  expect(notices).toEqual([])
})

test('a session with traits too deep to be written does not stop the index for the others', async () => {
  const traits = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  await store.append(await chunkOf({ session: b }, [start(epochMs), { type: 'identify', timeMs: epochMs, user: 'u', traits }]))
  await store.append(await first())
  await store.flushIndex()
  expect(await store.health()).toEqual({ indexLagMs: 0, waiting: 0, quarantined: 0, damages: 0 })
  expect((await store.searchSessions('demo', {})).items.map(({ id }) => id).sort()).toEqual([a, b].sort())
  expect(await store.reindex()).toEqual({ chunks: 2, sessions: 2 })
  expect(await store.session('demo', b)).toMatchObject({ user: 'u', traits: {} })
})

test('L12: a log that cannot be opened for a moment keeps the index waiting, and no chunk is left out', async () => {
  await store.append(await first())
  await store.flushIndex()
  const log = join(dir, 'log', '00000001.phl')
  renameSync(log, `${log}.aside`)
  symlinkSync(log, log)
  // The writer has it open.
  await store.append(await second())
  await expect.poll(() => notices, { timeout: 10_000 }).toContainEqual(expect.stringMatching(/index is behind.*ELOOP/))
  rmSync(log)
  renameSync(`${log}.aside`, log)
  await store.flushIndex()
  expect((await store.session('demo', a))?.clicks).toBe(2)
  expect(notices.filter((text) => text.includes('damaged'))).toEqual([])
})

test('closing does not wait for an index that fails to try again', async () => {
  await store.close()
  rmSync(join(dir, 'index', 'chdb'), { recursive: true, force: true })
  writeFileSync(join(dir, 'index', 'chdb'), 'no directory')
  store = await openStore({ dir, onNotice: (text) => notices.push(text) })
  await store.append(await first())
  await vi.waitFor(() => expect(notices.filter((text) => /index process ended/.test(text)).length).toBeGreaterThan(4), { timeout: 45_000 })
  expect(await store.health()).toMatchObject({ quarantined: 0, indexLagMs: expect.any(Number) })
  expect((await store.health()).indexLagMs).toBeGreaterThan(500)
  expect((await store.health()).waiting).toBeGreaterThan(0)
  const from = performance.now()
  await store.close()
  // By now it waits for more than 3 s before it tries again.
  expect(performance.now() - from).toBeLessThan(2_500)
  rmSync(join(dir, 'index'), { recursive: true })
  store = await openStore({ dir })
})

test('L27: an index of a later version is refused at the start by a sentence, without starting it; without it the directory opens', async () => {
  await store.append(await first())
  await store.flushIndex()
  await store.close()
  const [id, version] = readFileSync(join(dir, 'index.id'), 'utf8').trim().split(' ')
  writeFileSync(join(dir, 'index.id'), `${id} ${Number(version) + 1}\n`)
  await expect(openStore({ dir })).rejects.toMatchObject({
    code: 'newer-data',
    message: expect.stringContaining('The index was written by a later version'),
  })
  rmSync(join(dir, 'index'), { recursive: true })
  store = await openStore({ dir })
  await store.flushIndex()
  expect((await store.searchSessions('demo', {})).items).toHaveLength(1)
})
