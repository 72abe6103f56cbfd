import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { linkClickHouse } from '../src/index/clickhouse.ts'
import { createChildConnection } from '../src/index/connection.ts'
import { createIndexEngine, linkConnection } from '../src/index/engine.ts'
import { describeIndex, longestS } from '../src/index/index.contract.ts'
import { tempDir } from './fixture.ts'

describeIndex('a chDB in a child process', async () => {
  const dir = tempDir()
  const pidOf = (): number => Number(readFileSync(join(dir, 'child.pid'), 'utf8'))
  return {
    // One engine per directory: whoever opens it again shares the child.
    ...(() => {
      const connection = createChildConnection(dir, null, () => undefined)
      let users = 0
      return {
        open() {
          users++
          const engine = createIndexEngine(linkConnection(connection), { longestS })
          return { ...engine, close: async () => void (--users === 0 && (await engine.close())) }
        },
      }
    })(),
    async crash() {
      process.kill(pidOf(), 'SIGKILL')
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
    open: () => createIndexEngine(linkClickHouse({ url: server.urlOf(database), cluster }), { longestS }),
    async crash() {
      await server.kill()
      await server.start()
    },
    dispose: async () => undefined,
  }))
