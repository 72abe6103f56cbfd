import { connect } from 'node:net'
import { frameChunk, readChunk } from '@playhead/wire'
import { describe, expect, test } from 'vitest'
import { leastMsOf } from '../../../tests/e2e/harness/cpu-time.ts'
import {
  type Bed,
  codeOf,
  createChunk,
  createProject,
  send,
  signIn,
  siteOrigin,
  startTestServer,
  taken,
  useBed,
  waitUntil,
  waitUntilListed,
} from './harness.ts'

const bed: Bed = useBed({ bodyTimeoutMs: 400 })
const hourMs = 3_600_000
const dayMs = 24 * hourMs

describe('a visit', () => {
  test('is taken, listed, and comes back byte for byte', async () => {
    const { bytes, session, tab } = await createChunk()
    const response = await send(bed.server, bed.project, bytes)
    expect(response.headers.get('access-control-allow-origin')).toBe(siteOrigin)
    const { token, want } = await taken(response)
    expect(want).toEqual([])
    const later = await createChunk({ session, tab, seq: 1 })
    await taken(await send(bed.server, bed.project, later.bytes, { token }))
    await waitUntilListed(bed, session, 2)
    const stored = await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/chunks/${tab}/0`)
    expect(Buffer.from(await stored.arrayBuffer()).equals(bytes)).toBe(true)
    const events = await (await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/events`)).text()
    expect(
      events
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type)
        .filter((type) => type === 'click'),
    ).toHaveLength(2)
  })

  test('sent twice is stored once; another body under its number is refused', async () => {
    const { bytes, session, tab } = await createChunk()
    const { token } = await taken(await send(bed.server, bed.project, bytes))
    await taken(await send(bed.server, bed.project, bytes))
    const other = await createChunk({ session, tab, atMs: Date.now() - 500 })
    const refused = await send(bed.server, bed.project, other.bytes, { token })
    expect(refused.status).toBe(409)
    expect(await codeOf(refused)).toBe('conflict')
    const recording = await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/recording`)
    expect(((await recording.json()) as { chunks: unknown[] }).chunks).toHaveLength(1)
  })

  test('survives a restart, and nobody else may add to it', async () => {
    const own = await startTestServer()
    const owner = await signIn(own)
    const shop = await createProject(owner)
    const { bytes, session, tab } = await createChunk()
    const { token } = await taken(await send(own, shop, bytes))
    const again = await own.restart()
    try {
      const path = `/api/v1/projects/${shop.id}/sessions/${session}/chunks/${tab}/0`
      const stored = await fetch(again.url + path, { headers: { cookie: owner.cookie } })
      expect(Buffer.from(await stored.arrayBuffer()).equals(bytes)).toBe(true)
      const next = await createChunk({ session, tab, seq: 1 })
      const stranger = await send(again, shop, next.bytes)
      expect([stranger.status, await codeOf(stranger)]).toEqual([403, 'session-token'])
      await taken(await send(again, shop, bytes))
      await taken(await send(again, shop, next.bytes, { token }))
      expect(again.setupUrl).toBeUndefined()
    } finally {
      await again.dispose()
    }
  })
})

describe('refusals', () => {
  const refuse = async (response: Response): Promise<string> => `${response.status} ${await codeOf(response)}`
  const chunk = async (options: Parameters<typeof createChunk>[0] = {}) => (await createChunk(options)).bytes

  test('of what is no chunk', async () => {
    const bytes = await chunk()
    expect(await refuse(await send(bed.server, bed.project, Buffer.from('hello, this is no chunk') as Uint8Array<ArrayBuffer>))).toBe(
      '400 bad-chunk',
    )
    expect(await refuse(await send(bed.server, bed.project, new Uint8Array(0)))).toBe('400 bad-chunk')
    expect(await refuse(await send(bed.server, bed.project, bytes.slice(0, -3)))).toBe('400 bad-chunk')
    const flipped = bytes.slice()
    flipped[20]! ^= 4
    expect(await refuse(await send(bed.server, bed.project, flipped))).toBe('400 bad-chunk')
  })

  test('of what would be read as a record of the log, of any project, once its own is torn', async () => {
    const { header, signal } = readChunk(await chunk())
    const withPage = (bytes: Buffer) => frameChunk({ header, signal, dom: { deflated: false, rawBytes: bytes.length, bytes } })
    const recordMagic = Buffer.from([0x89, 0x50, 0x48, 0x52, 0x0d, 0x0a, 0x1a, 0x0a])
    expect(await refuse(await send(bed.server, bed.project, withPage(recordMagic)))).toBe('400 bad-chunk')
    expect((await send(bed.server, bed.project, withPage(recordMagic.subarray(1)))).status).toBe(200)
  })

  test('of any damage, and never by failing', async () => {
    const bytes = await chunk()
    for (let i = 0; i < 150; i++) {
      const damaged = i % 2 ? bytes.slice(0, (i * 7919) % bytes.length) : bytes.slice()
      if (i % 2 === 0) damaged[(i * 104_729) % damaged.length]! ^= 1 << (i % 8)
      expect(await refuse(await send(bed.server, bed.project, damaged)), `turn ${i}`).toBe('400 bad-chunk')
    }
  })

  test('of keys and origins', async () => {
    const bytes = await chunk()
    expect(await refuse(await send(bed.server, { writeKey: 'nobody' }, bytes))).toBe('401 unknown-key')
    expect(await refuse(await send(bed.server, bed.project, bytes, { origin: 'https://evil.example' }))).toBe('403 origin-not-allowed')
    expect(await refuse(await send(bed.server, bed.project, bytes, { origin: null }))).toBe('403 origin-not-allowed')
    expect(await refuse(await send(bed.server, bed.project, bytes, { token: 'forged' }))).toBe('403 session-token')
    expect(await refuse(await send(bed.server, bed.project, bytes, { headers: { 'content-encoding': 'gzip' } }))).toBe('415 bad-encoding')
  })

  test('of ids, clocks and missing consent', async () => {
    expect(await refuse(await send(bed.server, bed.project, await chunk({ session: '../../../etc/passwd' })))).toBe('400 bad-id')
    expect(await refuse(await send(bed.server, bed.project, await chunk({ atMs: Date.UTC(2001, 0, 1) })))).toBe('400 bad-clock')
    expect(await refuse(await send(bed.server, bed.project, await chunk({ atMs: Date.now() + 3 * 86_400_000 })))).toBe('400 bad-clock')
    expect(await refuse(await send(bed.server, bed.project, await chunk({ without: 'start' })))).toBe('403 no-consent')
  })

  test.each([
    ['400 days ago', -400 * dayMs, '400 bad-clock'],
    ['29 days ago, by a clock that is behind or because it waited', -29 * dayMs, 200],
    ['in 20 hours, by a clock that is ahead', 20 * hourMs, 200],
    ['in 25 hours', 25 * hourMs, '400 bad-clock'],
  ])('of what cannot be placed in time: %s', async (_, agoMs, answer) => {
    const response = await send(bed.server, bed.project, await chunk({ atMs: Date.now() + agoMs }))
    expect(response.ok ? response.status : await refuse(response)).toBe(answer)
  })

  test('of an event that is much older than its sending', async () => {
    expect(await refuse(await send(bed.server, bed.project, await chunk({ atMs: Date.UTC(2020, 0, 2), sentMs: Date.now() })))).toBe(
      '400 bad-clock',
    )
  })

  test.each([
    ['later', 5 * hourMs],
    ['before its beginning', -5 * hourMs],
  ])('of what makes a session longer than four hours: %s', async (_, awayMs) => {
    const atMs = Date.now() - 10 * hourMs
    const { bytes, session, tab } = await createChunk({ atMs })
    const { token } = await taken(await send(bed.server, bed.project, bytes))
    const later = async (seq: number, ms: number) => chunk({ session, tab, seq, atMs: atMs + ms, sentMs: Date.now() })
    expect(await refuse(await send(bed.server, bed.project, await later(1, awayMs), { token }))).toBe('413 session-over')
    // What is within it is taken all the same, and counts from then on.
    await taken(await send(bed.server, bed.project, await later(1, Math.sign(awayMs) * 3 * hourMs), { token }))
    expect(await refuse(await send(bed.server, bed.project, await later(2, -Math.sign(awayMs) * 2 * hourMs), { token }))).toBe(
      '413 session-over',
    )
    await waitUntilListed(bed, session, 2)
    const row = (await (await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}`)).json()) as object
    expect(row).toMatchObject({ chunks: 2, durationMs: expect.closeTo(3 * hourMs, -4) })
  })

  test('of what makes a session longer than four hours, also after a restart', async () => {
    const own = await startTestServer()
    const shop = await createProject(await signIn(own))
    const atMs = Date.now() - 10 * hourMs
    const { bytes, session, tab } = await createChunk({ atMs })
    const { token } = await taken(await send(own, shop, bytes))
    const later = async (seq: number, ms: number) => chunk({ session, tab, seq, atMs: atMs + ms, sentMs: Date.now() })
    await taken(await send(own, shop, await later(1, 3 * hourMs), { token }))
    const again = await own.restart()
    try {
      expect(await refuse(await send(again, shop, await later(2, -2 * hourMs), { token }))).toBe('413 session-over')
      await taken(await send(again, shop, await later(2, -hourMs / 2), { token }))
    } finally {
      await again.dispose()
    }
  })

  test('of bombs, before they go off', async () => {
    const { header, dom, signal } = readChunk(await chunk())
    const bomb = frameChunk({ header, dom, signal: { ...signal, deflated: true, rawBytes: 60 << 20 } })
    const ms = await leastMsOf(200, async () => expect(await refuse(await send(bed.server, bed.project, bomb))).toBe('413 too-large'))
    expect(ms).toBeLessThan(200)
    const liar = frameChunk({ header, dom, signal: { ...signal, rawBytes: 10 } })
    expect(await refuse(await send(bed.server, bed.project, liar))).toBe('400 bad-chunk')
    const long = await chunk({
      events: Array.from({ length: 2001 }, () => ({ type: 'longTask' as const, timeMs: Date.now(), durationMs: 60 })),
      seq: 1,
    })
    expect(await refuse(await send(bed.server, bed.project, long))).toBe('413 too-large')
  })

  test('of bodies over 1 MiB, announced or not', async () => {
    expect(await refuse(await send(bed.server, bed.project, new Uint8Array((1 << 20) + 1)))).toBe('413 too-large')
    const answer = await talk(bed.server.url, [
      head(`/i?k=${bed.project.writeKey}`, 'transfer-encoding: chunked'),
      ...Array.from({ length: 20 }, () => `10000\r\n${'x'.repeat(0x10000)}\r\n`),
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*"too-large"/)
  })

  test('of bodies that do not arrive', async () => {
    const answer = await talk(bed.server.url, [head(`/i?k=${bed.project.writeKey}`, 'content-length: 500'), 'PHC'])
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"too-slow"/)
  })

  test('of a flood, with the time to wait', async () => {
    const narrow = await startTestServer({ limits: { perKey: { perSecond: 0.5, burst: 2 } } })
    const owner = await signIn(narrow)
    const shop = await createProject(owner)
    const answers = [
      await send(narrow, shop, await chunk()),
      await send(narrow, shop, await chunk()),
      await send(narrow, shop, await chunk()),
    ]
    await narrow.dispose()
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  })

  test('of keys that nobody has, too, when many come from one network; nobody else waits for that', async () => {
    const narrow = await startTestServer({ limits: { perNetwork: { perSecond: 0.5, burst: 4 } } })
    const shop = await createProject(await signIn(narrow))
    const bytes = await chunk()
    const guess = (n: number, address: string): Promise<Response> =>
      send(narrow, { writeKey: `guess-${n}` }, bytes, { headers: { 'x-forwarded-for': address } })
    const answers: Response[] = []
    for (let n = 0; n < 6; n++) answers.push(await guess(n, '203.0.113.7'))
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429, 429])
    expect(await codeOf(answers[4]!)).toBe('slow-down')
    expect(Number(answers[4]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect((await send(narrow, shop, bytes, { headers: { 'x-forwarded-for': '198.51.100.4' } })).status).toBe(200)
    const metrics = await (await fetch(`${narrow.url}/metrics`)).text()
    expect(metrics).toMatch(/playhead_ingest_chunks_total\{result="slow-down"\} 2\n/)
    await narrow.dispose()
  })

  test('of more chunks than can be worked on at once, with the time to wait; who comes again is taken', async () => {
    const narrow = await startTestServer({ limits: { chunksAtOnce: 3 } })
    const shop = await createProject(await signIn(narrow))
    const chunks = await Promise.all(Array.from({ length: 40 }, () => createChunk()))
    const answers = await Promise.all(chunks.map(({ bytes }) => send(narrow, shop, bytes)))
    const waitS = answers.filter(({ status }) => status === 503).map(({ headers }) => Number(headers.get('retry-after')))
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]))
    expect(new Set(waitS).size).toBeGreaterThan(1)
    expect(Math.min(...waitS)).toBeGreaterThanOrEqual(1)
    for (const { bytes } of chunks) expect((await send(narrow, shop, bytes)).status).toBe(200)
    await narrow.dispose()
  })

  test('are told to the project and counted', async () => {
    await send(bed.server, bed.project, await chunk(), { origin: 'https://evil.example' })
    await waitUntil(async () => {
      const status = (await (await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/status`)).json()) as {
        refusals: { code: string; count: number; detail: string }[]
      }
      const found = status.refusals.find(({ code }) => code === 'origin-not-allowed')
      return found !== undefined && found.count >= 1 && found.detail === 'https://evil.example'
    })
    const metrics = await (await fetch(`${bed.server.url}/metrics`)).text()
    expect(metrics).toMatch(/playhead_ingest_chunks_total\{result="origin-not-allowed"\} [1-9]/)
    expect(metrics).toMatch(/playhead_ingest_chunks_total\{result="stored"\} [1-9]/)
  })

  test('of other methods; crawlers are told all is well and left out', async () => {
    expect((await fetch(`${bed.server.url}/i?k=${bed.project.writeKey}`)).status).toBe(400)
    expect((await fetch(`${bed.server.url}/i`, { method: 'OPTIONS', headers: { origin: siteOrigin } })).status).toBe(204)
    const { bytes, session } = await createChunk()
    expect((await send(bed.server, bed.project, bytes, { headers: { 'user-agent': 'Googlebot/2.1' } })).status).toBe(200)
    expect((await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/recording`)).status).toBe(404)
    await expect
      .poll(async () => (await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/status`)).json())
      .toMatchObject({ refusals: expect.arrayContaining([expect.objectContaining({ code: 'crawler', count: 1, detail: 'Googlebot' })]) })
    // No crawlers: a phone, and a test of the site in a browser without a window.
    for (const agent of ['Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/96.0', 'Mozilla/5.0 HeadlessChrome/156.0'])
      expect(
        await (await send(bed.server, bed.project, (await createChunk()).bytes, { headers: { 'user-agent': agent } })).json(),
      ).toMatchObject({
        ok: true,
        token: expect.stringMatching(/./),
      })
  })
})

const head = (path: string, header: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\norigin: ${siteOrigin}\r\n${header}\r\n\r\n`

/** Writes raw parts to the server's socket and resolves to all it answers before it hangs up. */
function talk(url: string, parts: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), 'localhost')
    let answer = ''
    socket.on('data', (data) => (answer += String(data)))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
    for (const part of parts) socket.write(part)
  })
}
