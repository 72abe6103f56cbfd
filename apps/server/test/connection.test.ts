import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { leastMsOf } from '../../../tests/e2e/harness/cpu-time.ts'
import { codeOf, createProject, createRoot, type SignedIn, signIn, startTestServer, type TestProject, type TestServer } from './harness.ts'

let server: TestServer
let user: SignedIn
let project: TestProject
const sockets: Socket[] = []

beforeAll(async () => {
  server = await startTestServer({ bodyTimeoutMs: 3000, limits: { strangers: { perSecond: 0.01, burst: 30 } } })
  user = await signIn(server)
  project = await createProject(user)
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})
afterAll(() => server?.dispose())

interface Raw {
  readonly socket: Socket
  /** What came back so far. */
  readonly answer: () => string
  readonly isClosed: () => boolean
}
/** A connection that says what it is told to. */
function open(text: string, at: TestServer = server): Raw {
  const socket = connect(Number(new URL(at.url).port), 'localhost')
  sockets.push(socket)
  let answer = ''
  let isClosed = false
  socket.on('error', () => undefined).on('close', () => (isClosed = true))
  socket.on('data', (data) => (answer += data.toString('latin1')))
  socket.write(text)
  return { socket, answer: () => answer, isClosed: () => isClosed }
}
const asked = (line: string, headers = ''): string => `${line} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`
const posted = (path: string, headers: string): string => asked(`POST ${path}`, `content-type: application/json\r\n${headers}`)
/** However busy the machine is. */
const patience = { timeout: 20_000 }
const closed = (raw: Raw): Promise<void> => expect.poll(raw.isClosed, patience).toBe(true)

/** The sum of all that a counter counts, or of those with a label. */
async function counted(name: string): Promise<number> {
  const lines = (await (await fetch(`${server.url}/metrics`)).text()).split('\n').filter((line) => line.startsWith(name))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

describe('requests that lie in one packet', () => {
  test('are answered one after the other', async () => {
    const raw = open(Array.from({ length: 12 }, (_, i) => asked(`GET /api/v1/nothing-${i}`)).join('') + asked('GET /health'))
    await expect.poll(raw.answer, patience).toContain('"ok":true')
    expect(raw.answer().match(/HTTP\/1\.1 404/g)).toHaveLength(12)
  })

  test('are not worked off once their sender is gone', async () => {
    const before = await counted('playhead_api_requests_total')
    const { socket } = open(asked('GET /api/v1/me').repeat(16))
    await new Promise((resolve) => socket.once('ready', resolve))
    socket.destroy()
    await fetch(`${server.url}/health`)
    await fetch(`${server.url}/health`)
    expect((await counted('playhead_api_requests_total')) - before).toBeLessThan(8)
  })

  test('are too many at some point', async () => {
    const [before, refused] = [
      await counted('playhead_api_requests_total'),
      await counted('playhead_refused_requests_total{code="slow-down"}'),
    ]
    await closed(open(asked('GET /api/v1/me').repeat(1000)))
    expect((await counted('playhead_api_requests_total')) - before).toBeLessThan(3)
    expect((await counted('playhead_refused_requests_total{code="slow-down"}')) - refused).toBe(1)
  })
})

describe('bodies', () => {
  const chunk = `10000\r\n${'x'.repeat(1 << 16)}\r\n`

  test('of more than 1 MiB are for imports alone', async () => {
    for (const path of ['/api/v1/me/imports', '/api/v1/sign-in', '/api/v1/imports']) {
      const raw = open(posted(path, 'transfer-encoding: chunked\r\n') + chunk.repeat(20))
      await expect.poll(raw.answer, { ...patience, message: path }).toMatch(/^HTTP\/1\.1 413 [\s\S]*"too-large"/)
      await closed(raw)
    }
  })

  test('are not read before it is known who sends them', async () => {
    const path = `/api/v1/projects/${project.id}/imports?format=rrweb`
    await expect
      .poll(open(posted(path, 'transfer-encoding: chunked\r\n') + chunk).answer, patience)
      .toMatch(/^HTTP\/1\.1 401 [\s\S]*"not-signed-in"/)
  })

  test('of one network have so much room, and leave it to every other', async () => {
    const from = (address: string): string => `x-forwarded-for: ${address}\r\ncontent-length: 1000000\r\n`
    const all = Array.from({ length: 20 }, () => open(posted('/api/v1/sign-in', from('203.0.113.7')) + 'x'.repeat(999_999)))
    const refused = (): Raw[] => all.filter(({ answer }) => /^HTTP\/1\.1 503 [\s\S]*retry-after: \d[\s\S]*"unavailable"/i.test(answer()))
    await expect.poll(() => refused().length, patience).toBeGreaterThanOrEqual(3)
    const headers = { 'x-forwarded-for': '198.51.100.4' }
    expect(await codeOf(await user.ask('POST', '/api/v1/sign-in', { email: 'a@b.co', password: 'wrong password' }, headers))).toBe(
      'wrong-password',
    )
  })

  test('that do not come in time are cut, wherever they go', async () => {
    const slow = ['/api/v1/sign-in', '/nowhere', '/demo/api/quote', '/api/v1/nothing'].map((path) =>
      open(posted(path, 'content-length: 50\r\n') + '{'),
    )
    const drip = setInterval(() => slow.forEach(({ socket }) => socket.writable && socket.write(' ')), 100)
    for (const raw of slow) await closed(raw)
    clearInterval(drip)
    expect(slow[0]!.answer()).toMatch(/^HTTP\/1\.1 408 [\s\S]*"too-slow"/)
  })

  test('of imports may take longer', async () => {
    const body = JSON.stringify([{ hello: 'world' }]).padEnd(2 << 20)
    const headers = `cookie: ${user.cookie}\r\ncontent-length: ${body.length + 50}\r\n`
    const raw = open(posted(`/api/v1/projects/${project.id}/imports?format=rrweb`, headers))
    for (let i = 0; i < 50; i++) {
      raw.socket.write(' ')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(raw.answer()).toBe('')
    raw.socket.write(body)
    await expect.poll(raw.answer, patience).toContain('"bad-recording"')
  })
})

describe('readers', () => {
  const largeBytes = 32 << 20
  let slow: TestServer
  beforeAll(async () => {
    const root = createRoot()
    writeFileSync(join(root, 'apps/dashboard/dist/assets/large-AbCd1234.js'), Buffer.alloc(largeBytes, 'x'))
    slow = await startTestServer({ root, readerStallMs: 2000 })
  })
  afterAll(() => slow?.dispose())

  /** Asks for a large file, reads so much of it, and then nothing for a while, so many times; resolves to how much came. */
  async function read(partBytes: number, pauseMs: number, pauses = Infinity): Promise<number> {
    const { socket, isClosed } = open(asked('GET /assets/large-AbCd1234.js', 'connection: close\r\n'), slow)
    let [size, part] = [0, 0]
    socket.on('data', (data: Buffer) => {
      size += data.length
      part += data.length
      if (part < partBytes || pauses-- <= 0) return
      part = 0
      socket.pause()
      setTimeout(() => socket.resume(), pauseMs)
    })
    await expect.poll(isClosed, { timeout: 60_000 }).toBe(true)
    return size
  }

  test('that take nothing lose their connection', async () => {
    expect(await read(1, 8000, 1)).toBeLessThan(largeBytes)
  })

  test('that are slow get all of it', async () => {
    expect(await read(1 << 20, 150)).toBeGreaterThan(largeBytes)
  })
})

describe('what is refused before a page sees it', () => {
  test.each([
    ['headers of 17 KB', asked('GET /', `cookie: ${'a'.repeat(17_000)}\r\n`), 431, 'headers-too-large'],
    ['what is no HTTP', '\x16\x03\x01\x02\x00\x01', 400, 'bad-request'],
    ['two lengths', posted('/api/v1/me', 'content-length: 3\r\ncontent-length: 4\r\n'), 400, 'bad-request'],
    ['no host', 'GET /api/v1/me HTTP/1.1\r\n\r\n', 400, 'bad-request'],
    ['an expectation', posted('/api/v1/me', 'expect: foo\r\ncontent-length: 3\r\n'), 417, 'bad-expectation'],
    ['headers that do not end', 'GET /api/v1/me HTTP/1.1\r\nhost:', 408, 'too-slow'],
  ])('%s', async (_, text, status, code) => {
    const counter = `playhead_refused_requests_total{code="${code}"}`
    const before = await counted(counter)
    const raw = open(text)
    await closed(raw)
    expect(raw.answer()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*"${code}"`))
    expect((await counted(counter)) - before).toBe(1)
  })
})

describe('what nobody signs in for', () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

  test('may be asked for so often by one network, which those who signed in do not notice', async () => {
    for (let i = 0; i < 30; i++) {
      const path = i % 2 ? '/docs/errors' : '/api/v1/me'
      expect((await fetch(server.url + path, from('192.0.2.9'))).status).toBe(200)
    }
    for (const path of ['/docs/errors', '/api/v1/me', '/playhead.js', '/api/v1/openapi.json']) {
      const refused = await fetch(server.url + path, from('192.0.2.10'))
      expect([refused.status, await codeOf(refused)], path).toEqual([429, 'slow-down'])
      expect(Number(refused.headers.get('retry-after')), path).toBeGreaterThan(0)
    }
    expect((await user.ask('GET', '/api/v1/me', undefined, from('192.0.2.9').headers)).status).toBe(200)
    expect((await fetch(`${server.url}/ready`, from('192.0.2.9'))).status).toBe(200)
    expect((await fetch(`${server.url}/docs/errors`, from('198.51.100.9'))).status).toBe(200)
  })

  test('is made once', async () => {
    writeFileSync(join(server.root, 'docs/privacy.md'), '# Privacy\n\n| Masked | once |\n|---|---|\n'.repeat(5000))
    for (const path of ['/api/docs', '/api/v1/openapi.json', '/docs/privacy']) {
      const ask = async (): Promise<void> => void (await (await fetch(server.url + path)).arrayBuffer())
      await ask()
      const ms = await leastMsOf(200, async () => {
        for (let i = 0; i < 20; i++) await ask()
      })
      expect(ms, path).toBeLessThan(200)
    }
    writeFileSync(join(server.root, 'docs/privacy.md'), '# Privacy\n\nMasked twice.')
    expect(await (await fetch(`${server.url}/docs/privacy`)).text()).toContain('Masked twice.')
  })
})
