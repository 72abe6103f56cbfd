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

  test('L30: who empties the index when another has taken over has it built anew', async () => {
    const { db } = await connectPostgres(postgres.urlOf(await postgres.createDatabase()), () => undefined)
    const leases = await openLeases(db, () => undefined)
    const facts = new Map<string, string>()
    let cleared = 0
    const queue = createIndexQueue(db, {
      readFact: async (name: string) => facts.get(name) ?? null,
      writeFact: async (name: string, value: string) => void facts.set(name, value),
      // While the first one is at it another takes over.
      clear: async () => {
        if (cleared++ === 0)
          await sql`UPDATE lease SET fence = fence + 1, holder = 'another', until = until + interval '1 s' WHERE name = 'late'`.execute(db)
      },
    } as unknown as IndexEngine)
    await expect(leases.withLease('late', queue.adopt)).rejects.toMatchObject({ code: 'lease-lost' })
    expect(await queue.isBuilt()).toBe(false)
    await leases.withLease('early', queue.adopt)
    await leases.withLease('early', queue.adopt)
    expect([await queue.isBuilt(), cleared]).toEqual([true, 2])
    await leases.close()
    await db.destroy()
  })
})
