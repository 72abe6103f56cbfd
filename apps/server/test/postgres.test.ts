import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../../../tests/e2e/harness/server.ts'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { codeOf, createChunk, createProject, send, type SignedIn, signIn, startTestServer, taken, type TestServer } from './harness.ts'

const missing = whyNoPostgres()
if (missing) process.stderr.write(`\nNOT TESTED: servers on PostgreSQL: ${missing}.\n\n`)

describe.skipIf(missing)(`servers on one PostgreSQL${missing ? ` are not tested: ${missing}` : ''}`, () => {
  let postgres: TestPostgres
  let postgresUrl: string
  /** Each with a data directory of its own. */
  let servers: readonly TestServer[]
  let user: SignedIn
  beforeAll(async () => {
    postgres = await startPostgres()
    postgresUrl = postgres.urlOf(await postgres.createDatabase())
    servers = await Promise.all([startTestServer({ postgresUrl }), startTestServer({ postgresUrl })])
    // Each prints a link of its own, and the last one counts.
    user = await signIn(servers[1]!).catch(() => signIn(servers[0]!))
  })
  afterAll(async () => {
    for (const server of servers ?? []) await server.dispose()
    await postgres?.dispose()
  })
  test('an account, a project and a session begun on one of them are good on the other', async () => {
    const [one, other] = servers as [TestServer, TestServer]
    const project = await createProject(user, 'Shared')
    for (const { url } of servers) {
      const found = await fetch(`${url}/api/v1/projects/${project.id}`, { headers: { cookie: user.cookie } })
      expect(await found.json()).toMatchObject({ id: project.id, writeKey: project.writeKey })
    }
    const { bytes, session, tab } = await createChunk()
    const { token } = await taken(await send(one, project, bytes))
    const next = await createChunk({ session, tab, seq: 1 })
    expect(await codeOf(await send(other, project, next.bytes, { token: `${token}x` }))).toBe('session-token')
    expect((await send(other, project, next.bytes, { token })).status).toBe(200)
  })

  test('commands use it, too, and need no data directory for it', async () => {
    const dir = join(mkdtempSync(join(tmpdir(), 'playhead-cli-')), 'not-there')
    const run = (...args: string[]) => runCli(args, dir, { PLAYHEAD_POSTGRES_URL: postgresUrl })
    const made = JSON.parse((await run('project', 'create', 'By command', '--origin', 'https://cli.example.com', '--json')).stdout)
    const listed = JSON.parse((await run('project', 'list', '--json')).stdout) as { items: { id: string }[] }
    expect(listed.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['demo', made.id]))
    const { bytes } = await createChunk()
    expect((await send(servers[0]!, made, bytes, { origin: 'https://cli.example.com' })).status).toBe(200)
  })

  test('while it is down sites that are known are recorded, other answers are 503 and name no hosts; afterwards all goes on', async () => {
    const [server] = servers as [TestServer]
    const project = await createProject(user, 'Before')
    const unknown = await createProject(user, 'Not heard of yet')
    const ask = (): Promise<Response> => user.ask('GET', `/api/v1/projects/${project.id}`)
    expect((await send(server, project, (await createChunk()).bytes)).status).toBe(200)
    await postgres.kill()
    const refused = await ask()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    const text = await refused.text()
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'postgres-unreachable' } })
    expect(text).not.toContain(postgres.host)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await send(server, project, (await createChunk()).bytes)).status).toBe(200)
    const chunk = await createChunk()
    const sent = await send(server, unknown, chunk.bytes)
    expect(sent.status).toBe(503)
    expect(Number(sent.headers.get('retry-after'))).toBeGreaterThan(0)
    await postgres.start()
    expect((await ask()).status).toBe(200)
    expect((await send(server, unknown, chunk.bytes)).status).toBe(200)
  })
})
