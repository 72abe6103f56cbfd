import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { openStore, type Store } from '../src/index.ts'
import { describeQuestions } from '../src/question/question.contract.ts'
import { chunkOf, click, epochMs, page, sessionId, start, tempDir, viewport } from './fixture.ts'

let server: TestClickHouse
beforeAll(async () => {
  server = await startClickHouse()
})
afterAll(() => server?.dispose())

let databases = 0
const placeOf = (cluster?: string) => ({ url: server.urlOf(`store${++databases}`), cluster })
const dirs: string[] = []
const newDir = (): string => {
  const dir = tempDir()
  dirs.push(dir)
  return dir
}
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true })))

for (const [name, cluster] of [
  ['questions to ClickHouse over HTTP', undefined],
  ['questions to a cluster of ClickHouse', 'a-cluster'],
] as const)
  describeQuestions(name, () => openStore({ dir: newDir(), clickhouse: placeOf(cluster) }), 60)

describe.each([
  ['ClickHouse', undefined],
  ['a cluster of ClickHouse', 'a-cluster'],
])('a store with its index in %s', (_, cluster) => {
  let place: ReturnType<typeof placeOf>
  let dir: string
  let store: Store
  const notices: string[] = []
  const open = (more: { readonly dir?: string; readonly embedded?: boolean } = {}): Promise<Store> =>
    openStore({ dir: more.dir ?? dir, ...(more.embedded ? {} : { clickhouse: place }), onNotice: (text) => notices.push(text) })
  beforeEach(async () => {
    place = placeOf(cluster)
    dir = newDir()
    notices.length = 0
    store = await open()
  })
  afterEach(() => store.close())

  const shop = (path: string): string => `https://shop.example${path}`
  /** A visit in two chunks; the second one says at which width the first one's click was. */
  async function record(n: number): Promise<void> {
    const session = sessionId(n)
    await store.append(await chunkOf({ session, seq: 1 }, [viewport(epochMs, 390), click(epochMs + 9)]))
    await store.append(await chunkOf({ session }, [start(epochMs), viewport(epochMs, 1400), page(epochMs, shop('/'))]))
  }
  const countsOf = async () => {
    const { views, clicks } = await store.clickMap('demo', { page: '/', device: 'phone' })
    const { items } = await store.searchSessions('demo', { limit: 500 })
    return {
      sessions: items.length,
      pageViews: (await store.pages('demo', {})).reduce((sum, row) => sum + row.views, 0),
      phone: [views, clicks],
    }
  }

  test('the data directory holds no chDB, and rows are made in a process that is not this one', async () => {
    await record(1)
    await store.flushIndex()
    expect((await countsOf()).sessions).toBe(1)
    expect(() => readFileSync(join(dir, 'index', 'chdb', 'status'))).toThrow()
    expect(Number(readFileSync(join(dir, 'index', 'child.pid'), 'utf8'))).not.toBe(process.pid)
  })

  test('L13: ClickHouse killed with a batch’s rows in and nothing said of it: none is lost or doubled', async () => {
    for (const table of ['events', 'signals', 'sessions']) {
      const { sessions: before } = await countsOf()
      const ended = server.killAfterInsert(table)
      for (let n = 0; n < 20; n++) await record(databases * 1000 + before + n)
      // A rage click: signals have rows, too.
      const session = sessionId(databases * 1000 + before + 999)
      const clicks = [0, 1, 2, 3, 4].map((i) => click(epochMs + 100 + i * 60, { ordinal: i + 1 }))
      await store.append(await chunkOf({ session }, [start(epochMs), viewport(epochMs, 1400), page(epochMs, shop('/rage')), ...clicks]))
      await ended
      await expect(store.searchSessions('demo', {})).rejects.toMatchObject({ code: 'clickhouse-unreachable' })
      await server.start()
      await store.flushIndex()
      expect((await countsOf()).sessions).toBe(before + 21)
    }
    const after = await countsOf()
    await store.reindex()
    expect(await countsOf()).toEqual(after)
    expect(after).toMatchObject({ sessions: 63, pageViews: 63 })
  })

  test('while it is down chunks are taken, questions are refused by name, and afterwards all is there', async () => {
    await record(1)
    await store.flushIndex()
    await server.kill()
    for (let n = 2; n < 12; n++) await record(n)
    const refused = await store.searchSessions('demo', {}).catch((error: unknown) => error as Error)
    expect(refused).toMatchObject({ code: 'clickhouse-unreachable', message: expect.stringMatching(/does not answer.*Check that it runs/) })
    await vi.waitFor(() => expect(notices).toEqual([expect.stringMatching(/^The index is behind: ClickHouse at http:\/\/127/)]), {
      timeout: 5_000,
    })
    expect(notices.join()).not.toMatch(/p%40ss|p@ss/)
    expect((await store.health()).waiting).toBeGreaterThan(0)
    expect((await store.recording('demo', sessionId(11)))!.chunks).toHaveLength(2)
    await server.start()
    await store.flushIndex()
    expect((await countsOf()).sessions).toBe(11)
    expect((await store.health()).indexLagMs).toBe(0)
  })

  test('L12: rows are made by another process when the one that made them is killed, and none is doubled', async () => {
    for (let n = 0; n < 30; n++) {
      await record(n)
      if (n % 10 !== 5) continue
      const killed = await vi.waitFor(() => Number(readFileSync(join(dir, 'index', 'child.pid'), 'utf8')), { timeout: 20_000 })
      process.kill(killed, 'SIGKILL')
      await vi.waitFor(() => expect(Number(readFileSync(join(dir, 'index', 'child.pid'), 'utf8'))).not.toBe(killed), { timeout: 45_000 })
    }
    await store.flushIndex()
    expect(await countsOf()).toMatchObject({ sessions: 30, pageViews: 30 })
  })

  test('L23: an erased session has no row left, in no part', async () => {
    for (const n of [1, 2, 3]) await record(n)
    await store.flushIndex()
    await store.erase('demo', { kind: 'session', id: sessionId(2) }, 'test')
    expect((await countsOf()).sessions).toBe(2)
    const database = new URL(place.url).pathname.slice(1)
    for (const table of ['events', 'signals', 'sessions']) {
      const name = `${database}.${table}${cluster ? '_local' : ''}`
      expect(await server.ask(`SELECT count() FROM ${name} WHERE session = '${sessionId(2)}' SETTINGS apply_deleted_mask = 0`)).toBe('0')
    }
    expect(
      await server.ask(`SELECT count() FROM system.parts WHERE database = '${database}' AND table NOT LIKE 'about%' AND NOT active`),
    ).toBe('0')
  })

  test('L27: an installation that moves to ClickHouse has its index built there from the log, and again when it moves back', async () => {
    await store.close()
    dir = newDir()
    place = placeOf(cluster)
    store = await open({ embedded: true })
    await record(1)
    await store.flushIndex()
    await store.close()
    store = await open()
    await record(2)
    await store.flushIndex()
    expect((await countsOf()).sessions).toBe(2)
    await store.close()
    store = await open({ embedded: true })
    await store.flushIndex()
    expect((await countsOf()).sessions).toBe(2)
  })

  test('L27: a database that holds another’s index is refused by a sentence, and left as it is', async () => {
    await record(1)
    await store.flushIndex()
    await expect(open({ dir: newDir() })).rejects.toMatchObject({
      code: 'index-taken',
      message: expect.stringMatching(/another data directory.*PLAYHEAD_CLICKHOUSE_URL/),
    })
    expect((await countsOf()).sessions).toBe(1)
  })

  test('L27: where an earlier copy of the data directory is put back, the index is built again, and told', async () => {
    const copy = newDir()
    await record(1)
    await store.flushIndex()
    await store.close()
    cpSync(dir, copy, { recursive: true })
    store = await open()
    for (const n of [2, 3]) {
      await record(n)
      await store.flushIndex()
    }
    await store.close()
    rmSync(dir, { recursive: true })
    cpSync(copy, dir, { recursive: true })
    store = await open()
    // Under tokens that the index has seen.
    for (const n of [4, 5, 6]) {
      await record(n)
      await store.flushIndex()
    }
    expect(await countsOf()).toMatchObject({ sessions: 4, pageViews: 4 })
    expect(notices).toEqual([expect.stringMatching(/ahead of its catalog.*built anew/)])
  })

  test('L27: without its catalog, or its database, the index is built again', async () => {
    await record(1)
    await store.flushIndex()
    await store.close()
    rmSync(join(dir, 'index'), { recursive: true })
    store = await open()
    await store.flushIndex()
    expect(await countsOf()).toMatchObject({ sessions: 1, pageViews: 1 })
    await store.close()
    await server.ask(`DROP DATABASE ${new URL(place.url).pathname.slice(1)} SYNC`)
    store = await open()
    await store.flushIndex()
    expect(await countsOf()).toMatchObject({ sessions: 1, pageViews: 1 })
  })
})

describe('a ClickHouse that cannot be used is refused at the start by a sentence that says what to check, without the password', () => {
  const refusalOf = (url: string): Promise<{ code: string; message: string }> =>
    openStore({ dir: newDir(), clickhouse: { url, cluster: undefined } }).then(
      () => ({ code: 'opened', message: '' }),
      (error: unknown) => error as { code: string; message: string },
    )
  test('no server', async () => {
    const refused = await refusalOf('http://playhead:hunter2@127.0.0.1:1/analytics')
    expect(refused).toMatchObject({
      code: 'clickhouse-unreachable',
      message: expect.stringMatching(
        /^ClickHouse at http:\/\/127\.0\.0\.1:1 \(database analytics, user playhead\) does not answer: .*ECONNREFUSED.* Check that it runs/,
      ),
    })
    expect(refused.message).not.toContain('hunter2')
  })
  test('a wrong password', async () => {
    const refused = await refusalOf(server.urlOf('denied', 'hunter2'))
    expect(refused).toMatchObject({
      code: 'clickhouse-unreachable',
      message: expect.stringMatching(/Authentication failed.*Check the user and password/),
    })
    expect(refused.message).not.toContain('hunter2')
  })
  test('one that is too old', async () => {
    const old = await startClickHouse('23.8.16.16')
    try {
      expect(await refusalOf(old.urlOf('old'))).toMatchObject({
        code: 'clickhouse-unreachable',
        message: expect.stringMatching(/is version 23\.8\.16\.16, but 24\.8 or later is needed/),
      })
    } finally {
      await old.dispose()
    }
  })
  test('data of a later version', async () => {
    const clickhouse = { url: server.urlOf('later'), cluster: undefined }
    const dir = newDir()
    await (await openStore({ dir, clickhouse })).close()
    await server.ask(`INSERT INTO later.about VALUES ('schema', '99', 99)`)
    await expect(openStore({ dir, clickhouse })).rejects.toMatchObject({ code: 'newer-data', message: expect.stringMatching(/data 99/) })
  })
})
