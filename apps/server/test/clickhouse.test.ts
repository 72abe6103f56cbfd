import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startClickHouse, type TestClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { createChunk, createProject, send, type SignedIn, signIn, startTestServer, type TestProject, type TestServer } from './harness.ts'

let clickhouse: TestClickHouse
let server: TestServer
let user: SignedIn
let project: TestProject
beforeAll(async () => {
  clickhouse = await startClickHouse()
  server = await startTestServer({ clickhouse: { url: clickhouse.urlOf('index_of_server'), cluster: undefined } })
  user = await signIn(server)
  project = await createProject(user)
})
afterAll(async () => {
  await server?.dispose()
  await clickhouse?.dispose()
})

const search = (): Promise<Response> => user.ask('POST', `/api/v1/projects/${project.id}/sessions/search`, {})
const countSessions = async (): Promise<number> => ((await (await search()).json()) as { items: unknown[] }).items.length
const record = async (): Promise<number> => (await send(server, project, (await createChunk()).bytes)).status

test('sessions are found; while ClickHouse is down they are recorded and questions are refused with 503 and no hosts; then all are found', async () => {
  expect(await record()).toBe(200)
  await vi.waitFor(async () => expect(await countSessions()).toBe(1), { timeout: 20_000 })
  await clickhouse.kill()
  for (let i = 0; i < 5; i++) expect(await record()).toBe(200)
  const refused = await search()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
  const text = await refused.text()
  expect(JSON.parse(text)).toMatchObject({ error: { code: 'clickhouse-unreachable' } })
  expect(text).not.toMatch(new RegExp(`${clickhouse.host}|${clickhouse.port}|playhead@`))
  await vi.waitFor(async () => {
    const { index } = (await (await fetch(`${server.url}/health`)).json()) as { index: { indexLagMs: number } }
    expect(index.indexLagMs).toBeGreaterThan(0)
  })
  await clickhouse.start()
  await vi.waitFor(async () => expect(await countSessions()).toBe(6), { timeout: 20_000 })
})
