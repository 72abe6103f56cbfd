import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { createChunk, createProject, send, signIn, startTestServer, waitUntil } from './harness.ts'
import { removeFolder } from '../../../tests/e2e/harness/remove-folder.ts'

const main = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/main.ts')
const toEnd: (() => unknown)[] = []
// The last first: a directory goes once nobody writes in it any more.
afterEach(async () => {
  for (const end of toEnd.splice(0).reverse()) await end()
})

interface Run {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  out(): string
  error(): string
}

function createDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-start-'))
  toEnd.push(() => removeFolder(dir))
  return dir
}

function start(env: Record<string, string>): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let error = ''
  child.stdout.on('data', (data) => (out += String(data)))
  child.stderr.on('data', (data) => (error += String(data)))
  const ended = once(child, 'close').then(([status]) => status as number | null)
  toEnd.push(() => {
    child.kill('SIGKILL')
    return ended
  })
  return { child, ended, out: () => out, error: () => error }
}

async function startReady(dir: string, env: Record<string, string> = {}): Promise<{ run: Run; url: string }> {
  const run = start({ PLAYHEAD_DATA: dir, ...env })
  const ready = /^Playhead is ready: (http:\/\/\S+:\d+)$/m
  await waitUntil(async () => ready.test(run.out()))
  return { run, url: ready.exec(run.out())![1]! }
}

/** What its log says, line by line. */
const wordsOf = (lines: string): string[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg)

test('a first run prints where it is and how to make the account, and ends cleanly', async () => {
  const dir = createDir()
  const { run, url } = await startReady(dir)
  expect(run.out()).toMatch(new RegExp(`^Playhead is ready: ${url}\nFirst run: create your account at ${url}/setup#token=\\S{20,}\n$`))
  const control = JSON.parse(readFileSync(join(dir, 'control.json'), 'utf8')) as { url: string; token: string }
  expect(control.url).toBe(url)
  expect(statSync(join(dir, 'control.json')).mode & 0o777).toBe(0o600)
  const startedMs = Date.now()
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(0)
  expect(Date.now() - startedMs).toBeLessThan(15_000)
  expect(existsSync(join(dir, 'control.json'))).toBe(false)
  expect(run.error()).not.toContain(control.token)
  // Its log leaves a trace of both where it is kept.
  expect(wordsOf(run.error())).toEqual(['ready', 'stopped'])
})

test.each(['warn', 'silent'])('PLAYHEAD_LOG=%s says nothing of a start that went well', async (level) => {
  const { run } = await startReady(createDir(), { PLAYHEAD_LOG: level })
  run.child.kill('SIGTERM')
  await run.ended
  expect(run.error()).toBe('')
})

test('an erasure leaves a trace in the log', async () => {
  const dir = createDir()
  const { run, url } = await startReady(dir)
  const setupUrl = /First run: .* (http\S+)/.exec(run.out())![1]!
  const user = await signIn({ url, setupUrl })
  const project = await createProject(user)
  const { bytes, session } = await createChunk()
  expect((await send({ url }, project, bytes)).status).toBe(200)
  expect((await user.ask('DELETE', `/api/v1/projects/${project.id}/sessions/${session}`)).status).toBe(200)
  expect(wordsOf(run.error())).toContain('erased')
  expect(run.error()).not.toContain(session)
})

test('a data directory in use by another server', async () => {
  const dir = createDir()
  await startReady(dir)
  const second = start({ PLAYHEAD_DATA: dir })
  expect(await second.ended).toBe(1)
  expect(second.error().trim()).toMatch(/^error dir-in-use: .+$/)
})

test('a taken port', async () => {
  const other = createServer().listen(0)
  toEnd.push(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const run = start({ PORT: String(port), PLAYHEAD_DATA: createDir() })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(new RegExp(`^error port-taken: .*${port}.*$`))
})

/** Every address of this machine, by which others may reach it or only itself. */
const addresses = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  // A link-local address needs its interface's name, too.
  .flatMap(({ address }) => (address.startsWith('fe80:') ? [] : [address]))
const isOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    const answer = (is: boolean) => (): void => {
      socket.destroy()
      resolve(is)
    }
    socket.on('connect', answer(true)).on('error', answer(false))
  })
const openOf = async (url: string): Promise<string[]> => {
  const port = Number(new URL(url).port)
  const open = await Promise.all([...addresses, '127.0.0.2'].map(async (host) => ((await isOpen(host, port)) ? [host] : [])))
  return open.flat()
}

test('it listens on every address by default, and only on the one that PLAYHEAD_HOST names', async () => {
  const everywhere = await startReady(createDir())
  expect(everywhere.url).toMatch(/^http:\/\/localhost:/)
  expect(await openOf(everywhere.url)).toEqual(expect.arrayContaining(addresses))
  const dir = createDir()
  const { url } = await startReady(dir, { PLAYHEAD_HOST: '127.0.0.1' })
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/)
  expect(await openOf(url)).toEqual(['127.0.0.1'])
  // Commands go where it listens.
  expect(JSON.parse(readFileSync(join(dir, 'control.json'), 'utf8'))).toMatchObject({ url })
})

test('an address that is not of this machine', async () => {
  const run = start({ PLAYHEAD_HOST: '192.0.2.1', PLAYHEAD_DATA: createDir() })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(/^error bad-environment: .*PLAYHEAD_HOST is 192\.0\.2\.1, which is no address of this machine\.$/)
})

test('a data directory that cannot be one', async () => {
  const file = join(createDir(), 'file')
  writeFileSync(file, '')
  const run = start({ PLAYHEAD_DATA: join(file, 'data') })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(/^error dir-unwritable: .+$/)
})

test('a bad setting', async () => {
  const run = start({ PLAYHEAD_ROLES: 'ingest,aps' })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(/^error bad-environment: .*PLAYHEAD_ROLES.*"aps".*$/)
})

test('proxies that are no addresses', async () => {
  const run = start({ PLAYHEAD_TRUSTED_PROXIES: '10.0.0.0/8,nginx' })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(/^error bad-environment: .*PLAYHEAD_TRUSTED_PROXIES.*"nginx".*10\.0\.0\.0\/8.*$/)
})

test('a PostgreSQL that does not answer', async () => {
  const run = start({ PLAYHEAD_DATA: createDir(), PLAYHEAD_POSTGRES_URL: 'postgres://playhead:hunter2@127.0.0.1:1/playhead' })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(/^error postgres-unreachable: PostgreSQL at 127\.0\.0\.1:1 .*Check that it runs.*$/)
  expect(run.error() + run.out()).not.toContain('hunter2')
})

test('an S3 that does not answer', async () => {
  const run = start({ PLAYHEAD_DATA: createDir(), PLAYHEAD_S3_URL: 'http://key:hunter2@127.0.0.1:1/bucket' })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(/^error s3-unreachable: S3 at http:\/\/127\.0\.0\.1:1\/bucket does not answer.*Check that it runs.*$/)
  expect(run.error() + run.out()).not.toContain('hunter2')
})

test('a ClickHouse that does not answer', async () => {
  const run = start({ PLAYHEAD_DATA: createDir(), PLAYHEAD_CLICKHOUSE_URL: 'http://key:hunter2@127.0.0.1:1/index' })
  expect(await run.ended).toBe(1)
  expect(run.error().trim()).toMatch(
    /^error clickhouse-unreachable: ClickHouse at http:\/\/127\.0\.0\.1:1 \(database index, user key\) does not answer.*Check that it runs.*$/,
  )
  expect(run.error() + run.out()).not.toContain('hunter2')
})

test('closing finishes what is in flight', async () => {
  const server = await startTestServer()
  const project = await createProject(await signIn(server))
  const bodies = await Promise.all(Array.from({ length: 40 }, async () => (await createChunk()).bytes))
  const answers = bodies.map((body) =>
    send(server, project, body).then(
      ({ status }) => status,
      () => 0,
    ),
  )
  await answers[0]
  await server.close()
  const statuses = await Promise.all(answers)
  const again = await startTestServer({ dataDir: server.dataDir, root: server.root })
  const metrics = statuses.filter((status) => status === 200).length
  const token = (JSON.parse(readFileSync(join(server.dataDir, 'control.json'), 'utf8')) as { token: string }).token
  const status = await fetch(`${again.url}/api/v1/projects/${project.id}/status`, { headers: { authorization: `Bearer ${token}` } })
  expect(((await status.json()) as { chunks: number }).chunks).toBeGreaterThanOrEqual(metrics)
  await again.dispose()
  expect(metrics).toBeGreaterThan(0)
})

test('a server without pages says what it does, once it has started', async () => {
  const server = await startTestServer({ roles: ['worker'] })
  const answer = await fetch(`${server.url}/`)
  expect(answer.status).toBe(404)
  const { error } = (await answer.json()) as { error: { code: string; detail: string } }
  expect(error).toMatchObject({ code: 'not-found', detail: expect.stringMatching(/the role worker \(PLAYHEAD_ROLES\).* the role api\.$/) })
  const { token } = JSON.parse(readFileSync(join(server.dataDir, 'control.json'), 'utf8')) as { token: string }
  const asked = (authorization: string): Promise<Response> => fetch(`${server.url}/api/v1/projects`, { headers: { authorization } })
  expect([(await asked(`Bearer ${token}`)).status, (await asked('Bearer x')).status]).toEqual([200, 404])
  await server.dispose()
})

test('a command that has the index built again is told how far it is', async () => {
  const server = await startTestServer()
  const project = await createProject(await signIn(server))
  expect((await send(server, project, (await createChunk()).bytes)).status).toBe(200)
  const { token } = JSON.parse(readFileSync(join(server.dataDir, 'control.json'), 'utf8')) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${server.url}/api/v1/control/reindex`, { method: 'POST', headers })
  const lines = (await answer.text()).split('\n').filter(Boolean)
  expect(lines.slice(-2).map((line) => JSON.parse(line) as unknown)).toEqual([
    { done: 1, total: 1 },
    { result: { chunks: 1, sessions: 1 } },
  ])
  await server.dispose()
})

test('an ingest-only server has no API and no dashboard', async () => {
  const server = await startTestServer({ roles: ['ingest'] })
  expect((await fetch(`${server.url}/playhead.js`)).status).toBe(200)
  expect((await fetch(`${server.url}/api/v1/me`)).status).toBe(404)
  expect((await fetch(`${server.url}/`)).status).toBe(404)
  await server.dispose()
})
