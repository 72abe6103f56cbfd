import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { linkClickHouse } from '../src/index/clickhouse.ts'
import { createChildConnection } from '../src/index/connection.ts'
import { createIndexEngine, linkConnection } from '../src/index/engine.ts'
import { nameDatabase, onCluster, storedTable } from '../src/index/layout.ts'
import { listDrops, listFoundation, listTables } from '../src/index/schema.ts'
import { describeIndex } from '../src/index/index.contract.ts'
import { tempDir } from './fixture.ts'

describeIndex('a chDB in a child process', async () => {
  const dir = tempDir()
  const connection = createChildConnection(dir, { clickhouse: null, cluster: null }, () => undefined)
  // One engine per directory: whoever opens it again shares the child, and the last one ends it.
  let users = 0
  return {
    open(options) {
      users++
      const engine = createIndexEngine(linkConnection(connection), options)
      return { ...engine, close: async () => void (--users === 0 && (await engine.close())) }
    },
    async crash() {
      process.kill(Number(readFileSync(join(dir, 'child.pid'), 'utf8')), 'SIGKILL')
    },
    dispose: async () => rmSync(dir, { recursive: true }),
  }
})

let server: TestClickHouse
beforeAll(async () => {
  server = await startClickHouse()
})
afterAll(() => server?.dispose())

for (const [name, database, cluster] of [
  ['ClickHouse over HTTP', 'elsewhere', undefined],
  ['a cluster of ClickHouse over HTTP', 'playhead', 'a-cluster'],
] as const)
  describeIndex(name, async () => ({
    open: (options) => createIndexEngine(linkClickHouse({ url: server.urlOf(database), cluster }), options),
    async crash() {
      await server.kill()
      await server.start()
    },
    dispose: async () => undefined,
  }))

test('ClickHouse’s own parser takes every statement of a cluster as it is sent', async () => {
  // The test's server runs them as those of one server: here nothing is taken out, and nothing runs.
  for (const cluster of ['a-cluster', '{cluster}']) {
    const { layout } = linkClickHouse({ url: server.urlOf('analytics'), cluster })
    const changes = [
      `DELETE FROM ${storedTable(layout, 'events')} WHERE session = 's'`,
      `ALTER TABLE ${storedTable(layout, 'events')} APPLY DELETED MASK SETTINGS mutations_sync = 2`,
      `ALTER TABLE ${storedTable(layout, 'events')} DELETE WHERE session = 's' SETTINGS mutations_sync = 2`,
      `ALTER TABLE ${storedTable(layout, 'events')} MODIFY SETTING old_parts_lifetime = 1`,
      `ALTER TABLE ${storedTable(layout, 'events')} DROP PARTITION ID 'none'`,
      `CREATE DATABASE IF NOT EXISTS playhead${onCluster(layout)}`,
    ]
    for (const sql of [...listFoundation(layout), ...listTables(layout), ...listDrops(layout), ...changes]) {
      const text = Buffer.from(nameDatabase(layout, sql)).toString('base64')
      const formatted = await server.ask(`SELECT base64Encode(formatQuery(base64Decode('${text}')))`)
      expect(Buffer.from(formatted, 'base64').toString()).toMatch(/ON CLUSTER [`'{]/)
    }
  }
})
