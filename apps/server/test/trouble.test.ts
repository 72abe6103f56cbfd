import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import {
  codeOf,
  createChunk,
  createProject,
  send,
  sendAssets,
  signIn,
  siteOrigin,
  startTestServer,
  type TestProject,
  type TestServer,
  waitUntil,
} from './harness.ts'

/** What stands before a server, or watches it, is told. */
const readyOf = async ({ url }: TestServer): Promise<unknown[]> => {
  const response = await fetch(`${url}/ready`)
  return [response.status, await response.json()]
}
const ready = [200, { ok: true }]

test('a log that cannot be written is told by /ready until a chunk is stored, and by /metrics beside all the rest', async () => {
  const server = await startTestServer()
  const project = await createProject(await signIn(server))
  const [log, away] = [join(server.dataDir, 'log'), join(server.dataDir, 'log.away')]
  mkdirSync(log, { recursive: true })
  renameSync(log, away)
  writeFileSync(log, '')
  const { bytes } = await createChunk()
  expect(await readyOf(server)).toEqual(ready)
  expect((await send(server, project, bytes)).status).toBe(503)
  expect(await readyOf(server)).toEqual([503, { ok: false, reason: 'log-poisoned' }])
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toMatch(/^playhead_gauge_failures_total\{gauge="playhead_log_bytes"\} 1$/m)
  expect(metrics).not.toMatch(/^playhead_log_bytes /m)
  expect(metrics).toMatch(/^playhead_disk_free_bytes \d+$/m)
  rmSync(log)
  renameSync(away, log)
  expect((await send(server, project, bytes)).status).toBe(200)
  expect(await readyOf(server)).toEqual(ready)
  await server.dispose()
})

const missing = whyNoPostgres() ?? whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: a server of a cluster in trouble: ${missing}.\n\n`)

describe.skipIf(missing)(`a server of a cluster${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let postgres: TestPostgres
  let s3: TestS3
  let clickhouse: TestClickHouse
  let server: TestServer
  let project: TestProject
  beforeAll(async () => {
    ;[postgres, s3, clickhouse] = await Promise.all([startPostgres(), startSwift(), startClickHouse()])
    server = await startTestServer({
      postgresUrl: postgres.urlOf(await postgres.createDatabase()),
      s3Url: await s3.createBucket(),
      clickhouse: { url: clickhouse.urlOf('trouble'), cluster: undefined },
    })
    project = await createProject(await signIn(server))
  })
  afterAll(async () => {
    await server?.dispose()
    await Promise.all([postgres?.dispose(), s3?.dispose(), clickhouse?.dispose()])
  })

  const css = Buffer.from('body { color: teal }') as Uint8Array<ArrayBuffer>
  const hash = createHash('sha256').update(css).digest().subarray(0, 16).toString('base64url')
  const putAsset = (): Promise<Response> =>
    fetch(`${server.url}/i/asset?k=${project.writeKey}&h=${hash}&m=text/css`, {
      method: 'POST',
      headers: { origin: siteOrigin },
      body: css,
    })
  const health = async (): Promise<unknown> => {
    const fromMs = Date.now()
    const response = await fetch(`${server.url}/health`)
    expect(response.status).toBe(200)
    expect(Date.now() - fromMs).toBeLessThan(3_000)
    return response.json()
  }
  const sendOne = async (): Promise<number> => (await send(server, project, (await createChunk()).bytes)).status

  test('goes on and says so while PostgreSQL is down: a restart would mend nothing', async () => {
    expect(await sendAssets(server, project, [{ hash, mime: 'text/css', sizeBytes: css.length }])).toEqual([hash])
    expect(await health()).toMatchObject({ ok: true, index: { quarantined: 0 }, recordings: { failed: 0 }, unanswered: [] })
    await postgres.kill()
    expect(await health()).toMatchObject({ ok: true, index: null, recordings: null, unanswered: ['index', 'recordings'] })
    const metrics = await fetch(`${server.url}/metrics`)
    expect(metrics.status).toBe(200)
    const text = await metrics.text()
    expect(text).toMatch(/^playhead_ingest_chunks_total\{result="stored"\} 2$/m)
    expect(text).toMatch(/^playhead_gauge_failures_total\{gauge="playhead_recording_sessions"\} 1$/m)
    expect(text).not.toMatch(/^playhead_(?:index_lag_seconds|recording_sessions)\b/m)

    const asset = await putAsset()
    expect([asset.status, await codeOf(asset)]).toEqual([503, 'unavailable'])
    expect(await readyOf(server)).toEqual(ready)
    expect(await sendOne()).toBe(503)
    expect(await readyOf(server)).toEqual([503, { ok: false, reason: 'postgres-unreachable' }])
    // Nobody sends anything to who is not ready: it has to recover by itself.
    await waitUntil(async () => (await readyOf(server))[0] === 200, 15_000)

    expect(await sendOne()).toBe(503)
    await postgres.start()
    await waitUntil(async () => (await sendOne()) === 200)
    expect(await readyOf(server)).toEqual(ready)
    expect((await putAsset()).status).toBe(204)
    expect(await health()).toMatchObject({ index: { quarantined: 0 }, unanswered: [] })
  })

  test('is not ready once S3 refused a chunk, until one is stored', async () => {
    await s3.kill()
    expect(await sendOne()).toBe(503)
    expect(await readyOf(server)).toEqual([503, { ok: false, reason: 's3-unreachable' }])
    await s3.start()
    await waitUntil(async () => (await sendOne()) === 200)
    expect(await readyOf(server)).toEqual(ready)
  })
})
