import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import { openS3 } from '../src/bytes/s3.ts'
import { createPostgresCatalog } from '../src/catalog/postgres.ts'
import { blankStrays } from '../src/cluster/housekeeping.ts'
import { createRegister } from '../src/cluster/register.ts'
import { createSharedTombstones } from '../src/cluster/tombstone.ts'
import { hashPerson } from '../src/erasure/tombstone.ts'
import { openStore, type Store } from '../src/index.ts'
import type { StoreRole } from '../src/store.ts'
import { openS3Log } from '../src/log/s3.ts'
import { hashChunk } from '../src/log/record.ts'
import { connectPostgres } from '../src/metadata/postgres.ts'
import { first, later, readBucket } from './cluster-bed.ts'
import { chunkOf, click, epochMs, sessionId, start, tabId, tempDir } from './fixture.ts'

const missing = whyNoPostgres() ?? whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: a cluster: ${missing}.\n\n`)

describe.skipIf(missing)(`a cluster${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let postgres: TestPostgres
  let swift: TestS3
  let clickhouse: TestClickHouse
  beforeAll(async () => {
    ;[postgres, swift, clickhouse] = await Promise.all([startPostgres(), startSwift(), startClickHouse()])
  })
  afterAll(() => Promise.all([postgres?.dispose(), swift?.dispose(), clickhouse?.dispose()]))

  const dir = tempDir()
  const notices: string[] = []
  let place: { dir: string; postgresUrl: string; s3Url: string; clickhouse: { url: string; cluster: undefined } }
  let worker: Store
  let other: Store
  let db: pg.Pool
  let databases = 0
  const open = (role: StoreRole, more: object = {}): Promise<Store> =>
    openStore({ ...place, roles: ['ingest', 'api', role], onNotice: (text) => notices.push(text), ...more })
  beforeEach(async () => {
    notices.length = 0
    place = {
      dir,
      postgresUrl: postgres.urlOf(await postgres.createDatabase()),
      s3Url: await swift.createBucket(),
      clickhouse: { url: clickhouse.urlOf(`cluster${++databases}`), cluster: undefined },
    }
    ;[worker, other] = [await open('worker'), await open('api')]
    db = new pg.Pool({ connectionString: place.postgresUrl, max: 1 })
  })
  afterEach(async () => {
    await db.end()
    await Promise.all([worker.close(), other.close()])
  })
  const count = async (text: string): Promise<number> =>
    Number((await db.query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`)).rows[0]!.n)

  const [a, b] = [sessionId(1), sessionId(2)] as const
  const clicksOf = async (store: Store, session: string): Promise<number | undefined> => (await store.session('demo', session))?.clicks

  test('L29: a session that sends to two servers is read, followed and found on each, each event once', async () => {
    const [one, two] = [await first(a), await later(a, 1)]
    expect(await Promise.all([worker.append(one), other.append(two)])).toEqual(['stored', 'stored'])
    for (const store of [worker, other]) {
      const manifest = (await store.recording('demo', a))!
      expect([manifest.live, manifest.chunks.map(({ seq }) => seq)]).toEqual([true, [0, 1]])
      expect(await store.chunkBytes('demo', a, tabId(1), 1)).toEqual(Buffer.from(two.bytes))
      expect(await store.extent('demo', a)).toEqual({
        sizeBytes: one.bytes.length + two.bytes.length,
        firstMs: epochMs,
        lastMs: two.header.endMs,
      })
    }
    await other.flushIndex()
    expect([await clicksOf(other, a), await clicksOf(worker, a)]).toEqual([2, 2])
    // The same again, to the other server, and another chunk in its place.
    expect(await Promise.all([worker.append(two), other.append(one), worker.append(await later(a, 0))])).toEqual([
      'duplicate',
      'duplicate',
      'conflict',
    ])
    await worker.append(await later(a, 2))
    await worker.flushIndex()
    expect(await clicksOf(other, a)).toBe(3)
    expect(await worker.status('demo')).toMatchObject({ sessions: 1, chunks: 3 })
    expect(await other.health()).toEqual({ indexLagMs: 0, waiting: 0, quarantined: 0, damages: 0 })
  })

  test('L20: any server makes a session’s recording file, one of them at a time, and each serves it', async () => {
    await worker.append(await first(a))
    await other.append(await later(a, 1))
    const made = await Promise.all([worker.recordings.finish('demo', a), other.recordings.finish('demo', a)])
    expect(made.map(({ result }) => result).sort()).toEqual(['current', 'made'])
    for (const store of [worker, other]) {
      const manifest = (await store.recordings.manifest('demo', a))!
      const { tab, seq } = manifest.chunks[0]!
      expect(await store.recordings.part('demo', a, manifest.file!, { kind: 'block', tab, seq })).not.toBeNull()
    }
  })

  test('L23, L24: what is erased on one server is nowhere, and nothing of it is taken on any', async () => {
    const marker = 'Buy the secret thing'
    const secret = (session: string, seq: number) => chunkOf({ session, seq }, [click(epochMs + seq * 1000, { name: marker })])
    const asset = { type: 'asset', timeMs: epochMs, url: 'https://shop.example/a.css', mime: 'text/css', sizeBytes: 9 } as const
    const bodies = { own: Buffer.from('own style'), shared: Buffer.from('shared!!!') }
    const hashOf = (body: Buffer): string => hashChunk(body).toString('base64url')
    await other.append(await first(a))
    await worker.append(await secret(a, 1))
    // Sent again to another server: its bytes stand in the log twice.
    await other.append(await secret(a, 1))
    const refer = (body: Buffer, path: string) => ({ ...asset, url: `https://shop.example${path}`, hash: hashOf(body) })
    await other.append(await chunkOf({ session: a, seq: 2 }, [refer(bodies.own, '/own.css'), refer(bodies.shared, '/shared.css')]))
    for (const body of Object.values(bodies)) expect(await worker.assets.put('demo', hashOf(body), 'text/css', body)).toBe(true)
    await worker.append(await first(b))
    await worker.append(await chunkOf({ session: b, seq: 1 }, [refer(bodies.shared, '/shared.css')]))
    expect(await worker.recordings.finish('demo', a)).toMatchObject({ result: 'made' })
    await other.flushIndex()
    expect((await readBucket(place.s3Url)).includes(a)).toBe(true)

    const receipt = (await other.erase('demo', { kind: 'session', id: a }, 'Ada'))!
    expect(receipt).toMatchObject({ sessions: [a], recordingFiles: 1, assets: 1 })
    expect(receipt.logRecords).toBe(4)
    expect((await readBucket(place.s3Url)).includes(a)).toBe(false)
    for (const table of ['chunk', 'stray', 'asset', 'person', 'recording', 'finish'])
      expect(await count(`${table} WHERE session = '${a}'`), table).toBe(0)
    for (const store of [worker, other]) {
      expect([await store.recording('demo', a), await store.session('demo', a), await store.recordings.manifest('demo', a)]).toEqual([
        null,
        null,
        null,
      ])
      expect([await store.assets.has('demo', hashOf(bodies.own)), await store.assets.has('demo', hashOf(bodies.shared))]).toEqual([
        false,
        true,
      ])
      await expect(store.append(await later(a, 7))).rejects.toMatchObject({ code: 'erased' })
    }
    expect((await worker.recording('demo', b))!.chunks).toHaveLength(2)
    expect(await clicksOf(worker, b)).toBe(1)
    expect(await other.erase('demo', { kind: 'session', id: a }, 'Ada')).toBeNull()
  })

  test('L23, L24: who is erased on one server begins nothing on another meanwhile; of whom nothing is there is recorded as before', async () => {
    for (const kind of ['visitor', 'user'] as const) expect(await other.erase('demo', { kind, id: tabId(7) }, 'Ada')).toBeNull()
    expect(await count('tombstone')).toBe(0)
    const acknowledged: string[] = []
    let isOver = false
    const visits = (async () => {
      for (let n = 10; !isOver; n++)
        await worker.append(await first(sessionId(n))).then(
          () => acknowledged.push(sessionId(n)),
          ({ code }: { code: string }) => {
            expect(code).toBe('erased')
            isOver = true
          },
        )
    })()
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(2), 10_000)
    const receipt = (await other.erase('demo', { kind: 'visitor', id: tabId(7) }, 'Ada'))!
    isOver = true
    await visits
    expect(receipt.sessions).toEqual(acknowledged.sort())
    for (const session of acknowledged) await expect(worker.append(await later(session, 1))).rejects.toMatchObject({ code: 'erased' })
    expect(await other.erase('demo', { kind: 'visitor', id: tabId(7) }, 'Ada')).toBeNull()
    await expect(worker.append(await first(b))).rejects.toMatchObject({ code: 'erased' })
    expect(await count('tombstone WHERE is_settled = 0')).toBe(0)
  })

  test('L24: an erasure that could not find a visitor’s sessions is finished by another server', async () => {
    await worker.append(await first(a))
    await worker.append(await first(b))
    await worker.append(await chunkOf({ session: b, seq: 1 }, [{ type: 'identify', timeMs: epochMs + 50, user: 'Eve' }]))
    const book = createSharedTombstones((await connectPostgres(place.postgresUrl, () => undefined)).db)
    const stone = (kind: 'visitor' | 'user', id: string) => ({ project: 'demo', kind, name: hashPerson(kind, 'demo', id) })
    await book.add(stone('user', 'Eve'), 'sought')
    // Whoever was asked may still be at it.
    await worker.sweep()
    expect(await worker.recording('demo', b)).not.toBeNull()
    await db.query(`UPDATE tombstone SET at = '2020-01-01T00:00:00.000Z'`)
    await worker.sweep()
    expect([await worker.recording('demo', b), await count(`tombstone WHERE kind = 'user'`)]).toEqual([null, 0])
    await book.add(stone('visitor', tabId(7)), 'withdrawn')
    await book.add(stone('visitor', tabId(7)), 'sought')
    await book.add(stone('visitor', tabId(8)), 'sought')
    await db.query(`UPDATE tombstone SET at = '2020-01-01T00:00:00.000Z'`)
    await worker.sweep()
    expect([await worker.recording('demo', a), await count(`tombstone WHERE is_settled = 0`)]).toEqual([null, 0])
    expect(await count(`tombstone WHERE kind = 'visitor' AND why = 'erased' AND name = '${stone('visitor', tabId(7)).name}'`)).toBe(1)
    expect(await count(`tombstone WHERE kind = 'visitor'`)).toBe(1)
    expect((await worker.metadata.erasures.list('demo')).map(({ subject, sessions }) => [subject, sessions])).toEqual([
      ['visitor', [a]],
      ['user', [b]],
    ])
  })

  test('L10: to check an asset changes nothing; to show a damaged one has it asked for again', async () => {
    const body = Buffer.from('p { color: red }')
    const hash = hashChunk(body).toString('base64url')
    const asset = {
      type: 'asset',
      timeMs: epochMs,
      url: 'https://shop.example/a.css',
      hash,
      mime: 'text/css',
      sizeBytes: body.length,
    } as const
    await worker.append(await chunkOf({ session: a }, [start(epochMs), asset]))
    expect(await other.assets.put('demo', hash, 'text/css', body)).toBe(true)
    const stored = (): Promise<number> => count(`stored_asset WHERE hash = '${hash}'`)
    expect(await worker.assets.check('demo', hash)).toBe('whole')
    await openS3(place.s3Url).put(`assets/demo/${hash}`, [Buffer.from('text/css\np { color: rex }')])
    expect([await worker.assets.check('demo', hash), await stored()]).toEqual(['damaged', 1])
    expect([await worker.assets.get('demo', hash), await stored()]).toEqual([null, 0])
    await openS3(place.s3Url).delete(`assets/demo/${hash}`)
    expect(await worker.assets.check('demo', hash)).toBe('none')
  })

  test('L10, L25: an asset that no chunk names is kept by no server, and one that is there for a day all the same is removed', async () => {
    const { id } = await worker.metadata.projects.create({ name: 'Shop', origins: ['https://shop.example'] })
    const [orphan, own] = [Buffer.from('nobody names it'), Buffer.from('own style')]
    const hashOf = (body: Buffer): string => hashChunk(body).toString('base64url')
    const [lost, named] = [hashOf(orphan), hashOf(own)]
    const asset = {
      type: 'asset',
      timeMs: epochMs,
      url: 'https://shop.example/a.css',
      hash: named,
      mime: 'text/css',
      sizeBytes: own.length,
    } as const
    await worker.append(await chunkOf({ project: id, session: a, receivedMs: Date.now() }, [start(epochMs), asset]))
    const put = (hash: string, body: Buffer): Promise<boolean> => other.assets.put(id, hash, 'text/css', body)
    expect([await put(lost, orphan), await put(named, own)]).toEqual([false, true])
    await db.query('INSERT INTO stored_asset (project, hash, size_bytes) VALUES ($1, $2, 1)', [id, lost])
    await openS3(place.s3Url).put(`assets/${id}/${lost}`, [orphan])
    const left = async (): Promise<boolean[]> => Promise.all([lost, named].map((hash) => other.assets.has(id, hash)))
    expect([await worker.sweep(), await left()]).toEqual([{ sessions: 0, freedBytes: 0 }, [true, true]])
    expect(await worker.sweep(Date.now() + 2 * 86_400_000)).toEqual({ sessions: 0, freedBytes: orphan.length })
    expect([await left(), await worker.assets.check(id, lost)]).toEqual([[false, true], 'none'])
    // It is asked for by the next chunk that names it.
    await other.append(await chunkOf({ project: id, session: b }, [start(epochMs), { ...asset, hash: lost }]))
    expect(await put(lost, orphan)).toBe(true)
  })

  test('L24: who withdraws on one server is not recorded on another', async () => {
    await worker.append(await first(a))
    await other.append(await chunkOf({ session: a, seq: 1 }, [{ type: 'end', timeMs: epochMs + 50, reason: 'withdraw' }]))
    await expect(worker.append(await later(a, 2))).rejects.toMatchObject({ code: 'erased' })
    // The same visitor begins again.
    await expect(worker.append(await first(b))).rejects.toMatchObject({ code: 'erased' })
    await expect(other.append(await later(b, 1))).rejects.toMatchObject({ code: 'erased' })
    expect((await worker.recording('demo', a))!.chunks).toHaveLength(2)
  })

  test('L23: what was stored before it was refused is overwritten where it stands', async () => {
    await worker.append(await first(a))
    // Known to have no tombstone a moment ago: its bytes are stored before its file is refused.
    await db.query(`INSERT INTO tombstone (project, kind, name, why, is_settled, at) VALUES ('demo', 'session', $1, 'withdrawn', 1, '')`, [
      a,
    ])
    await expect(worker.append(await later(a, 1))).rejects.toMatchObject({ code: 'erased' })
    expect(await count('stray')).toBe(1)
    const { db: kysely } = await connectPostgres(place.postgresUrl, () => undefined)
    const log = openS3Log({ bytes: openS3(place.s3Url), objects: createRegister(kysely), onNotice: () => undefined })
    const before = await readBucket(place.s3Url)
    await expect(blankStrays(kysely, log, AbortSignal.abort())).rejects.toMatchObject({ code: 'lease-lost' })
    expect([await count('stray'), (await readBucket(place.s3Url)).equals(before)]).toEqual([1, true])
    await blankStrays(kysely, log)
    const after = await readBucket(place.s3Url)
    const namesIn = (bytes: Buffer): number => bytes.toString('latin1').split(a).length - 1
    expect([namesIn(before), namesIn(after), await count('stray')]).toEqual([2, 1, 0])
    expect(await other.chunkBytes('demo', a, tabId(1), 0)).toEqual(Buffer.from((await first(a)).bytes))
    await log.close()
    await kysely.destroy()
  })

  test('who only takes chunks begins while ClickHouse is down, and two workers share what is to be done', async () => {
    await clickhouse.kill()
    const ingest = await openStore({ ...place, roles: ['ingest'], onNotice: (text) => notices.push(text) })
    expect(await ingest.append(await first(a))).toBe('stored')
    await expect(open('api')).rejects.toMatchObject({ code: 'clickhouse-unreachable' })
    await clickhouse.start()
    const second = await open('worker')
    for (let round = 0; round < 3; round++)
      await Promise.all(
        Array.from({ length: 8 }, async (_, n) => [worker, ingest][n % 2]!.append(await first(sessionId(100 + round * 8 + n)))),
      )
    await other.flushIndex()
    const { items } = await other.searchSessions('demo', { limit: 100 })
    expect([items.length, items.every(({ clicks }) => clicks === 1)]).toEqual([25, true])
    await Promise.all([ingest.close(), second.close()])
  })

  test('L25: what is too old goes, and log files that hold nothing any more', async () => {
    await other.metadata.projects.create({ id: 'demo', name: 'Demo', origins: [] })
    await other.append(await first(a, { receivedMs: Date.now() - 40 * 86_400_000 }))
    await worker.append(await first(b))
    await worker.flushIndex()
    await db.query(`UPDATE log_file SET stored_at = now() - interval '2 hours'`)
    expect(await count('log_file')).toBe(2)
    const { sessions, freedBytes } = await other.sweep(Date.now())
    expect([sessions, freedBytes > 0, await count('log_file')]).toEqual([1, true, 1])
    expect([await other.recording('demo', a), await other.session('demo', a)]).toEqual([null, null])
    expect(await other.storage('demo')).toMatchObject({ sessions: 1, freeDiskBytes: null, dropped: [{ reason: 'age', sessions: 1 }] })
    expect(await clicksOf(worker, b)).toBe(1)
  })

  test('L25: what another server takes of a session while it is taken away stays', async () => {
    await other.metadata.projects.create({ id: 'demo', name: 'Demo', origins: [] })
    await worker.append(await first(a, { receivedMs: Date.now() - 40 * 86_400_000 }))
    await worker.flushIndex()
    const { deleteNotes } = worker.metadata.erasures
    vi.spyOn(worker.metadata.erasures, 'deleteNotes').mockImplementationOnce(async (...name) => {
      // The same as before is no chunk, and stands in one file with the next.
      const again = await first(a, { receivedMs: Date.now() - 40 * 86_400_000 })
      const results = await Promise.all([other.append(again), other.append(await later(a, 1))])
      expect(results).toEqual(['duplicate', 'stored'])
      return deleteNotes(...name)
    })
    expect((await worker.sweep(Date.now())).sessions).toBe(1)
    await other.flushIndex()
    for (const store of [worker, other]) {
      expect((await store.recording('demo', a))!.chunks.map(({ seq }) => seq)).toEqual([1])
      expect(await store.chunkBytes('demo', a, tabId(1), 1)).toEqual(Buffer.from((await later(a, 1)).bytes))
      expect(await clicksOf(store, a)).toBe(1)
      expect(await store.health()).toMatchObject({ damages: 0, waiting: 0 })
    }
    expect(await count(`finish WHERE session = '${a}' AND holder IS NULL`)).toBe(1)
  })

  test('L23, L25: an erasure that fails half-way keeps neither retention nor other servers from it', async () => {
    await other.metadata.projects.create({ id: 'demo', name: 'Demo', origins: [] })
    await other.append(await first(a))
    await other.append(await first(b, { receivedMs: Date.now() - 40 * 86_400_000 }))
    const failFor = (store: Store, id: string) => {
      const { deleteNotes } = store.metadata.erasures
      return vi.spyOn(store.metadata.erasures, 'deleteNotes').mockImplementation(async (project, sessions) => {
        if (sessions.includes(id)) throw new Error('The connection was lost.')
        return deleteNotes(project, sessions)
      })
    }
    failFor(other, a)
    const failing = failFor(worker, a)
    await expect(other.erase('demo', { kind: 'session', id: a }, 'Ada')).rejects.toThrow('The connection was lost.')
    expect(await count('finish WHERE holder IS NOT NULL')).toBe(0)
    // The server that failed lives on, and has it as little as this one.
    expect((await worker.sweep(Date.now())).sessions).toBe(1)
    expect(notices.join()).toMatch(/An erasure is yet to be finished: The connection was lost\./)
    expect([await other.recording('demo', b), await count('tombstone WHERE is_settled = 0')]).toEqual([null, 1])
    failing.mockRestore()
    await worker.sweep()
    expect([await other.recording('demo', a), await count('tombstone WHERE is_settled = 0')]).toEqual([null, 0])
    expect((await readBucket(place.s3Url)).includes(a)).toBe(false)
  })

  test('L30: the index is built anew on demand of any server, and is refused where it is another installation’s', async () => {
    await worker.append(await first(a))
    await other.append(await later(a, 1))
    await other.flushIndex()
    expect(await other.reindex()).toEqual({ chunks: 2, sessions: 1 })
    await worker.append(await later(a, 2))
    await other.flushIndex()
    expect(await clicksOf(other, a)).toBe(3)
    const stranger = { postgresUrl: postgres.urlOf(await postgres.createDatabase()) }
    await expect(open('api', stranger)).rejects.toMatchObject({ code: 'index-taken' })
  })

  test('L30: a batch that was cut off after its rows were inserted is done again, and no row is there twice', async () => {
    for (let n = 0; n < 3; n++) await worker.append(await first(sessionId(10 + n)))
    await worker.flushIndex()
    const killed = clickhouse.killAfterInsert('events')
    await other.append(await later(sessionId(10), 1))
    await killed
    await clickhouse.start()
    await other.flushIndex()
    await vi.waitFor(async () =>
      expect(
        await clickhouse.ask(
          `SELECT count(), uniqExact(session, tab, seq) FROM cluster${databases}.events WHERE type = 'click' FORMAT TSV`,
        ),
      ).toBe('4\t4'),
    )
  })

  test('L29: without its database the log tells the catalog all', async () => {
    await worker.append(await first(a))
    await other.append(await later(a, 1))
    const { db: fresh } = await connectPostgres(postgres.urlOf(await postgres.createDatabase()), () => undefined)
    const register = createRegister(fresh)
    const log = openS3Log({ bytes: openS3(place.s3Url), objects: register, onNotice: () => undefined, takeUpAfterMs: 0 })
    await log.tidy()
    expect(await createPostgresCatalog(fresh, '').count()).toBe(2)
    await log.close()
    await fresh.destroy()
  })
})
