import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCatalog } from '../src/catalog/sqlite.ts'
import { createChildConnection } from '../src/index/connection.ts'
import { createIndexEngine, linkConnection } from '../src/index/engine.ts'
import { embeddedLayout } from '../src/index/layout.ts'
import { listDrops } from '../src/index/schema.ts'
import { openStore, type Store } from '../src/index.ts'
import { chunkOf, click, epochMs, page, sessionId, start, tempDir, viewport } from './fixture.ts'

/** An index that lost its tables, or was ended while it was built anew, and how it gets them back. */

const session = sessionId(1)
const first = () =>
  chunkOf({ session }, [start(epochMs), viewport(epochMs, 1400), page(epochMs, 'https://shop.example/'), click(epochMs + 10)])
let dir: string
let store: Store
beforeEach(async () => {
  dir = tempDir()
  store = await openStore({ dir })
  await store.append(await first())
  await store.flushIndex()
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

/** Does to a closed store's index what `statements` say. */
async function change(statements: readonly string[]): Promise<void> {
  const connection = createChildConnection(join(dir, 'index'), { clickhouse: null, cluster: null }, () => undefined)
  const engine = createIndexEngine(linkConnection(connection))
  for (const statement of statements) await engine.command(statement, {})
  await engine.close()
  await connection.close()
}

test.each(['by who was ended while emptying them', 'by hand'])('L27: tables that were dropped %s are made and filled again', async (by) => {
  await store.close()
  const isByHand = by === 'by hand'
  if (!isByHand) {
    const catalog = openCatalog(dir)
    catalog.restartIndex()
    catalog.close()
  }
  await change(listDrops(embeddedLayout).slice(isByHand ? 2 : 0))
  store = await openStore({ dir })
  await store.flushIndex()
  expect((await store.searchSessions('demo', {})).items).toMatchObject([{ id: session, clicks: 1 }])
  expect(await store.reindex()).toEqual({ chunks: 1, sessions: 1 })
})

test('a reindex that fails half-way is gone on with by itself', async () => {
  process.kill(Number(readFileSync(join(dir, 'index', 'child.pid'), 'utf8')), 'SIGKILL')
  // Whether it notices depends on the moment.
  await store.reindex().catch((error: unknown) => expect(error).toMatchObject({ code: 'index-down' }))
  await store.append(await chunkOf({ session, seq: 1 }, [click(epochMs + 3_000, { ordinal: 2 })]))
  await store.flushIndex()
  expect((await store.searchSessions('demo', {})).items).toMatchObject([{ id: session, clicks: 2 }])
})
