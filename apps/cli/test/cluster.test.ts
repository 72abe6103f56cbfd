import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore, type Store } from '@playhead/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import { build } from '../build.ts'

const missing = whyNoPostgres() ?? whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: commands of a cluster: ${missing}.\n\n`)
const room = dirname(dirname(fileURLToPath(import.meta.url)))

describe.skipIf(missing)(`commands of a cluster${missing ? ` are not tested: ${missing}` : ''}`, () => {
  let shared: { postgres: TestPostgres; swift: TestS3; clickhouse: TestClickHouse }
  let worker: Store
  let env: Record<string, string>
  const dir = mkdtempSync(join(tmpdir(), 'playhead-cli-cluster-'))
  beforeAll(async () => {
    const [postgres, swift, clickhouse] = await Promise.all([startPostgres(), startSwift(), startClickHouse(), build()])
    shared = { postgres, swift, clickhouse }
    env = {
      PLAYHEAD_DATA: join(dir, 'data'),
      PLAYHEAD_POSTGRES_URL: postgres.urlOf(await postgres.createDatabase()),
      PLAYHEAD_S3_URL: await swift.createBucket(),
      PLAYHEAD_CLICKHOUSE_URL: clickhouse.urlOf('commands'),
    }
    worker = await openStore({
      dir: '',
      postgresUrl: env['PLAYHEAD_POSTGRES_URL'],
      s3Url: env['PLAYHEAD_S3_URL'],
      clickhouse: { url: env['PLAYHEAD_CLICKHOUSE_URL']!, cluster: undefined },
    })
  })
  afterAll(async () => {
    await worker?.close()
    await Promise.all(Object.values(shared ?? {}).map((server) => server.dispose()))
    rmSync(dir, { recursive: true, force: true })
  })
  async function run<T>(...words: string[]): Promise<T> {
    const child = spawn(process.execPath, [join(room, 'dist/playhead.mjs'), ...words, '--json'], {
      cwd: dir,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, error] = ['', '']
    child.stdout.on('data', (data) => (out += String(data)))
    child.stderr.on('data', (data) => (error += String(data)))
    const [status] = (await once(child, 'close')) as [number]
    expect([status, error]).toEqual([0, ''])
    return JSON.parse(out) as T
  }

  test('they work from any machine that knows its addresses, and leave nothing there', async () => {
    const { id } = await run<{ id: string }>('project', 'create', 'Shop', '--origin', 'https://shop.example.com')
    const timestamp = Date.now() - 60_000
    const node = { type: 0, id: 1, childNodes: [{ type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [] }] }
    const events = [
      { type: 4, timestamp, data: { href: 'https://shop.example.com/', width: 800, height: 600 } },
      { type: 2, timestamp: timestamp + 1, data: { node, initialOffset: { left: 0, top: 0 } } },
      { type: 3, timestamp: timestamp + 900, data: { source: 2, type: 2, id: 2, x: 5, y: 5 } },
    ]
    writeFileSync(join(dir, 'rrweb.json'), JSON.stringify(events))
    const { sessionId } = await run<{ sessionId: string }>('import', join(dir, 'rrweb.json'), '--project', id)
    await worker.flushIndex()
    expect(await run('verify')).toMatchObject({ sessions: 1, recordings: 1, damaged: [] })
    expect(await run('reindex')).toMatchObject({ sessions: 1 })
    expect(await run('erase', '--session', sessionId)).toMatchObject({ items: [{ sessions: [sessionId], recordingFiles: 1 }] })
    expect(await run('verify')).toMatchObject({ sessions: 0, chunks: 0, damaged: [] })
    expect(existsSync(env['PLAYHEAD_DATA']!)).toBe(false)
  })
})
