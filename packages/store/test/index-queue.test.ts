import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { createIndexQueue } from '../src/cluster/index-queue.ts'
import { openLeases } from '../src/cluster/lease.ts'
import type { IndexEngine } from '../src/index/engine.ts'
import { connectPostgres } from '../src/metadata/postgres.ts'

const missing = whyNoPostgres()
if (missing) process.stderr.write(`\nNOT TESTED: the index's queue in PostgreSQL: ${missing}.\n\n`)

describe.skipIf(missing)(`the index’s queue${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres?.dispose())

  test('L30: who empties the index when another has taken over has it built anew, and so has who finds it ahead of the database', async () => {
    const { db } = await connectPostgres(postgres.urlOf(await postgres.createDatabase()), () => undefined)
    const leases = await openLeases(db, () => undefined)
    const facts = new Map<string, string>()
    const notices: string[] = []
    /** Of the rows' batches. */
    let newest = '0'
    let cleared = 0
    const engine = {
      ask: async () => [{ token: newest }],
      readFact: async (name: string) => facts.get(name) ?? null,
      writeFact: async (name: string, value: string) => void facts.set(name, value),
      // While the first one is at it another takes over.
      clear: async () => {
        if (cleared++ === 0)
          await sql`UPDATE lease SET fence = fence + 1, holder = 'another', until = until + interval '1 s' WHERE name = 'late'`.execute(db)
      },
    } as unknown as IndexEngine
    const queue = createIndexQueue(db, engine, (text) => notices.push(text))
    await expect(leases.withLease('late', queue.adopt)).rejects.toMatchObject({ code: 'lease-lost' })
    expect(await queue.leftToForget()).toBe(1)
    await leases.withLease('early', queue.adopt)
    await leases.withLease('early', queue.adopt)
    expect([await queue.leftToForget(), cleared, notices]).toEqual([0, 2, []])

    // A server that finds an index ahead of the database, as of an earlier copy of that.
    newest = '3'
    const later = createIndexQueue(db, engine, (text) => notices.push(text))
    await leases.withLease('early', later.adopt)
    expect([await later.leftToForget(), cleared, notices]).toEqual([0, 3, [expect.stringMatching(/ahead of its catalog/)]])
    await sql`INSERT INTO batch (files) SELECT '{}' FROM generate_series(1, 3)`.execute(db)
    await leases.withLease('early', createIndexQueue(db, engine, (text) => notices.push(text)).adopt)
    expect([cleared, notices.length]).toEqual([3, 1])
    await leases.close()
    await db.destroy()
  })
})
