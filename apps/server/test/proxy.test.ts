import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEnvironment } from '@playhead/api'
import { afterAll, describe, expect, test } from 'vitest'
import { codeOf, createChunk, send, taken, useBed, waitUntil } from './harness.ts'

/** The samples of deploy/, as they are but for names, ports and TLS, in front of a real server. Run where the proxies are installed. */
const root = join(import.meta.dirname, '../../..')
const dir = mkdtempSync(join(tmpdir(), 'playhead-proxy-'))
const sample = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8')
const isThere = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

const bed = useBed()
const started: ChildProcess[] = []
afterAll(async () => {
  for (const child of started) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  rmSync(dir, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** Starts a proxy; resolves to its address once the server behind it answers. */
async function startProxy(command: string, args: readonly string[], port: number): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir } })
  started.push(child)
  let said = ''
  child.stderr.on('data', (data) => (said += String(data)))
  const url = `http://127.0.0.1:${port}`
  await waitUntil(async () => {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`)
    return fetch(`${url}/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  }, 15_000)
  return url
}

/** What limits and sessions go by is the sender's own address, whatever it claims to be. */
async function expectHonestChunks(url: string): Promise<void> {
  const claiming = (address: string): { headers: Record<string, string> } => ({ headers: { 'x-forwarded-for': address } })
  const first = await createChunk()
  await taken(await send({ url }, bed.project, first.bytes, claiming('203.0.113.7')))
  // Without its token a session goes on only from the network that began it.
  const second = await createChunk({ session: first.session, tab: first.tab, seq: 1 })
  await taken(await send({ url }, bed.project, second.bytes, claiming('198.51.100.7')))
  // The server itself believes what stands before it: so it is the proxy that did not.
  const third = await createChunk({ session: first.session, tab: first.tab, seq: 2 })
  expect(await codeOf(await send(bed.server, bed.project, third.bytes, claiming('198.51.100.7')))).toBe('session-token')
}

/** What is answered to this very address: fetch would tidy it up. */
async function readAs(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const asked = request({ hostname, port, path }).end()
  const [answer] = (await once(asked, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }]
  let text = ''
  for await (const part of answer) text += String(part)
  return `${answer.statusCode} ${text}`
}

/** How the server does is told to whoever runs it, and not to the internet, however its address is written. */
async function expectDiscreet(url: string): Promise<void> {
  const inside = { '/metrics': /playhead_ingest_chunks_total/, '/health': /"index"/ }
  for (const [path, told] of Object.entries(inside)) {
    expect(await readAs(bed.server.url, path)).toMatch(told)
    expect(await readAs(url, path), path).toMatch(/^404 /)
    const spellings = [`${path}?x`, `/${path}`, `//x${path}`, `/./x/..${path}`, `/x/%2e%2e${path}`, `/x\\..${path}`, `/\\x${path}`]
    for (const spelling of [...spellings, path.replace('e', '%65'), path.toUpperCase(), `${path}/`, `/i/..${path}`])
      expect(await readAs(url, spelling), spelling).not.toMatch(told)
  }
  expect(await readAs(url, '/ready')).toBe('200 {"ok":true}')
}

const backend = (): string => new URL(bed.server.url).host.replace('localhost', '127.0.0.1')

describe('samples of deploy/', () => {
  test.skipIf(!isThere('nginx', '-v'))('nginx.conf lets chunks in, believes no forged address, and keeps /metrics', async () => {
    const port = await freePort()
    const config = sample('nginx.conf')
      .replace('127.0.0.1:4700', backend())
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replace(/^ *ssl_certificate.*\n/gm, '')
    writeFileSync(join(dir, 'playhead.conf'), config)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join('\n')
    writeFileSync(
      join(dir, 'main.conf'),
      `daemon off; pid ${dir}/pid; error_log stderr;\nevents {}\nhttp { access_log off;\n${temporary}\ninclude ${dir}/playhead.conf; }\n`,
    )
    const url = await startProxy('nginx', ['-c', join(dir, 'main.conf'), '-e', 'stderr'], port)
    await expectHonestChunks(url)
    await expectDiscreet(url)
  })

  test.skipIf(!isThere('caddy', 'version'))('Caddyfile lets chunks in, believes no forged address, and keeps /metrics', async () => {
    const port = await freePort()
    const config = sample('Caddyfile').replace('replay.example.com', `http://127.0.0.1:${port}`).replace('127.0.0.1:4700', backend())
    writeFileSync(join(dir, 'Caddyfile'), `{\n\tadmin off\n}\n${config}`)
    const url = await startProxy('caddy', ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'], port)
    await expectHonestChunks(url)
    await expectDiscreet(url)
  })

  test('the Ingress of cluster.yaml sends what tells how the servers do to a Service without servers', () => {
    const documents = sample('cluster.yaml').split(/^---$/m)
    const ingress = documents.find((text) => text.includes('kind: Ingress'))!
    const nobody = documents.find((text) => /kind: Service\n.*name: nobody/.test(text))!
    expect(nobody).not.toMatch(/selector/)
    for (const path of ['/metrics', '/health'])
      expect(ingress).toContain(`{ path: ${path}, pathType: Exact, backend: { service: { name: nobody, port: { number: 80 } } } }`)
  })

  test('where a proxy is on the same machine, nobody gets past it', () => {
    const settings = [...sample('playhead.service').matchAll(/^Environment=(.*)$/gm)].flatMap(([, line]) => line!.split(' '))
    expect(readEnvironment(Object.fromEntries(settings.map((setting) => setting.split('=')))).host).toBe('127.0.0.1')
    const published = [...sample('compose.yaml').matchAll(/^ *- (\S*):4700$/gm)].map(([, from]) => from)
    expect(published).toEqual(['127.0.0.1:4700'])
  })

  test.skipIf(!isThere('systemd-analyze', '--version'))('systemd takes playhead.service as it is', () => {
    // The user and the paths are those of the machine that it is for.
    const unit = sample('playhead.service').replace('/usr/bin/node', process.execPath)
    writeFileSync(join(dir, 'playhead.service'), unit)
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', join(dir, 'playhead.service')], {
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('playhead.service'))).toEqual([])
    expect(status).toBe(0)
  })
})
