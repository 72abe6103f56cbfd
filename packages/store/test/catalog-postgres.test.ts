import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { asset, describeCatalog, newChunk } from '../src/catalog/catalog.contract.ts'
import type { NewChunk } from '../src/catalog/catalog.ts'
import { createPostgresCatalog } from '../src/catalog/postgres.ts'
import { type Leases, openLeases } from '../src/cluster/lease.ts'
import { createRegister, type Outcome, type Register } from '../src/cluster/register.ts'
import { hashVisitor } from '../src/erasure/tombstone.ts'
import type { LogRecord } from '../src/log/record.ts'
import type { MetadataDatabase } from '../src/metadata/migration.ts'
import { connectPostgres } from '../src/metadata/postgres.ts'
import { epochMs, sessionId, start, tabId } from './fixture.ts'

const missing = whyNoPostgres()
if (missing) process.stderr.write(`\nNOT TESTED: the catalog on PostgreSQL: ${missing}.\n\n`)

let keys = 0
/** Registers chunks as one log file, as the log does once it is stored; resolves to its number and what became of each. */
async function register(
  to: Register,
  chunks: readonly NewChunk[],
  key = `log/${++keys}`,
): Promise<{ number: number; outcomes: Outcome[] }> {
  let at = 16
  const placed = chunks.map((chunk) => {
    const { project, receivedMs, hash, sizeBytes } = chunk
    const record: LogRecord = { project, receivedMs, hash: Buffer.from(hash, 'hex'), bytes: new Uint8Array(sizeBytes) }
    to.describe(record, chunk)
    const chunkAt = at + 40
    const place = { record, at, chunkAt, endAt: chunkAt + sizeBytes }
    at = place.endAt
    return place
  })
  const number = await to.register({ key, sizeBytes: at }, placed)
  return { number, outcomes: placed.map(({ record }) => to.outcomeOf(record)!) }
}

describe.skipIf(missing)(`PostgreSQL${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.dispose())
  const connect = (database: string): Promise<MetadataDatabase> => connectPostgres(postgres.urlOf(database), () => undefined)

  describeCatalog('PostgreSQL', async () => {
    const { db } = await connect(await postgres.createDatabase())
    const leases = await openLeases(db, () => undefined)
    const to = createRegister(db)
    return {
      catalog: createPostgresCatalog(db, leases.holder),
      store: async (chunks) => (await register(to, chunks)).number,
      async dispose() {
        await leases.close()
        await db.destroy()
      },
    }
  })

  describe('servers that share it', () => {
    let nodes: { db: MetadataDatabase['db']; leases: Leases; register: Register }[]
    beforeAll(async () => {
      const database = await postgres.createDatabase()
      nodes = await Promise.all(
        [0, 1].map(async () => {
          const { db } = await connect(database)
          return { db, leases: await openLeases(db, () => undefined), register: createRegister(db) }
        }),
      )
    })
    afterAll(async () => {
      for (const { db, leases } of nodes ?? []) {
        await leases.close()
        await db.destroy()
      }
    })

    test('L2, L29: the same chunks sent to two servers at once, in whatever order, are stored once, and each says so', async () => {
      const session = sessionId(11)
      const chunks = await Promise.all(Array.from({ length: 60 }, (_, seq) => newChunk({ session, seq })))
      const results = await Promise.all([0, 1, 2, 3].map((n) => register(nodes[n % 2]!.register, n % 2 ? [...chunks].reverse() : chunks)))
      const outcomes = results.flatMap((result) => result.outcomes)
      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(60)
      expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(180)
      const catalog = createPostgresCatalog(nodes[0]!.db, '')
      expect(await catalog.chunks('demo', session)).toHaveLength(60)
      expect((await catalog.totals('demo')).chunks).toBe(60)
    })

    test('L2: another chunk in a place that is taken is a conflict', async () => {
      const session = sessionId(12)
      await register(nodes[0]!.register, [await newChunk({ session })])
      const other = await newChunk({ session }, [start(epochMs + 5)])
      expect((await register(nodes[1]!.register, [other, await newChunk({ session, seq: 1 })])).outcomes).toEqual(['conflict', 'stored'])
    })

    test('L29: a file whose answer was lost is registered once', async () => {
      const chunks = [await newChunk({ session: sessionId(13) }), await newChunk({ session: sessionId(13), seq: 1 })]
      const first = await register(nodes[0]!.register, chunks, 'log/again')
      expect(await register(nodes[1]!.register, chunks, 'log/again')).toEqual(first)
      expect(first.outcomes).toEqual(['stored', 'stored'])
      expect(await nodes[0]!.register.unregistered(['log/again', 'log/never'])).toEqual(['log/never'])
    })

    test('L24: nothing of an erased session is taken, of a withdrawn one only that its tabs end; a visitor’s next session neither', async () => {
      const { db } = nodes[0]!
      const [erased, withdrawn, next] = [sessionId(21), sessionId(22), sessionId(23)]
      const bury = (kind: string, name: string, why: string): Promise<unknown> =>
        db.insertInto('tombstone').values({ project: 'demo', kind, name, why, is_settled: 1, at: '' }).execute()
      await bury('session', erased, 'erased')
      await bury('session', withdrawn, 'withdrawn')
      await bury('visitor', hashVisitor('demo', tabId(8)), 'withdrawn')
      const end = { type: 'end', timeMs: epochMs, reason: 'pagehide' } as const
      const { outcomes } = await register(nodes[1]!.register, [
        await newChunk({ session: erased }),
        await newChunk({ session: erased, seq: 1 }, [end]),
        await newChunk({ session: withdrawn }),
        await newChunk({ session: withdrawn, seq: 1 }, [end]),
        await newChunk({ session: next }, [start(epochMs, { visitor: tabId(8) })]),
        await newChunk({ session: sessionId(24) }),
      ])
      expect(outcomes).toEqual(['erased', 'erased', 'erased', 'stored', 'erased', 'stored'])
      expect((await register(nodes[0]!.register, [await newChunk({ session: next, seq: 1 }, [asset('https://s/x')])])).outcomes).toEqual([
        'erased',
      ])
    })

    test('a lease is held by one, and taken over from one that died, with another fence', async () => {
      const order: string[] = []
      const work = (name: string) => async (): Promise<string> => {
        order.push(`${name} begins`)
        await new Promise((resolve) => setTimeout(resolve, 50))
        order.push(`${name} ends`)
        return name
      }
      const done = await Promise.all([nodes[0]!.leases.withLease('x', work('a'), 5_000), nodes[1]!.leases.withLease('x', work('b'), 5_000)])
      expect(done).toEqual(['a', 'b'])
      expect([order[1]![0], order[3]![0]]).toEqual([order[0]![0], order[2]![0]])
      const [first, second] = [nodes[0]!.leases, nodes[1]!.leases]
      await first.withLease('y', async (lease) => {
        expect(await second.withLease('y', async () => 1)).toBeNull()
        await lease.check(nodes[0]!.db)
        // As if it had not been renewed: it may be taken, and what its holder writes counts no more.
        await sql`UPDATE lease SET until = 'epoch' WHERE name = 'y'`.execute(nodes[0]!.db)
        const fence = await second.withLease('y', async (other) => other.fence)
        expect(fence).toBe(lease.fence + 1)
        await expect(lease.check(nodes[0]!.db)).rejects.toMatchObject({ code: 'lease-lost' })
      })
    })

    test('a holder that cannot reach PostgreSQL knows that it is late before others may take over, and is another one afterwards', async () => {
      const own = await startPostgres()
      const { db } = await connectPostgres(own.urlOf(await own.createDatabase()), () => undefined)
      const leases = await openLeases(db, () => undefined)
      const fence = await leases.withLease('z', async (lease) => {
        await own.kill()
        const from = performance.now()
        await new Promise((resolve) => lease.lost.addEventListener('abort', resolve))
        expect(performance.now() - from).toBeLessThan(8_000)
        await own.start()
        await expect(lease.check(db)).rejects.toThrow()
        return lease.fence
      })
      expect(await vi.waitFor(async () => (await leases.withLease('z', async (lease) => lease.fence))!)).toBeGreaterThan(fence!)
      await leases.close()
      await db.destroy()
      await own.dispose()
    })

    test('what a process claimed is free when it is gone', async () => {
      const name = { project: 'demo', session: sessionId(31) }
      await register(nodes[0]!.register, [await newChunk({ session: name.session })])
      const { db } = nodes[0]!
      const dying = await openLeases(db, () => undefined)
      expect(await createPostgresCatalog(db, dying.holder).finish.claim(name)).toBe(true)
      const living = createPostgresCatalog(nodes[1]!.db, nodes[1]!.leases.holder)
      expect(await living.finish.claim(name)).toBe(false)
      await dying.close()
      expect(await living.finish.claim(name)).toBe(true)
      await expect(
        createPostgresCatalog(db, dying.holder).recordings.set({ ...name, source: 's', chunks: 1, sizeBytes: 1 }),
      ).rejects.toMatchObject({ code: 'lease-lost' })
    })
  })
})
