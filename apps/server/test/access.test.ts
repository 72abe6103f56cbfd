import { createSessionId } from '@playhead/wire'
import { openMetadata } from '@playhead/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  codeOf,
  createChunk,
  createProject,
  send,
  type SignedIn,
  signIn,
  startTestServer,
  type TestProject,
  type TestServer,
} from './harness.ts'

let server: TestServer
let user: SignedIn
let mine: TestProject
let foreign: TestProject
/** A viewer's token of the project `mine`. */
let token: string
let foreignSession: { session: string; tab: string }

beforeAll(async () => {
  server = await startTestServer()
  user = await signIn(server)
  mine = await createProject(user, 'Mine')
  foreign = await createProject(user, 'Foreign')
  foreignSession = await sendOne(foreign)
  const metadata = await openMetadata({ dir: server.dataDir })
  token = (await metadata.tokens.create({ project: mine.id, role: 'viewer' })).token
  await metadata.close()
})
afterAll(() => server.dispose())

async function sendOne(project: TestProject): Promise<{ session: string; tab: string }> {
  const { bytes, session, tab } = await createChunk()
  expect((await send(server, project, bytes)).status).toBe(200)
  return { session, tab }
}

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
}
/** Everybody may ask these: they tell nothing, or are how one comes in. */
const open = ['/api/v1/me', '/api/v1/setup', '/api/v1/sign-in', '/api/v1/sign-out']

async function listRoutes(): Promise<Route[]> {
  const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> }
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase() as Route['method'], path })),
  )
}
const fill = (path: string, project: string): string =>
  path
    .replace('{id}', project)
    .replace('{sid}', foreignSession.session)
    .replace('{tab}', foreignSession.tab)
    .replace('{seq}', '0')
    .replace('{hash}', createSessionId(1))
    .replace('{file}', '0123456789abcdef')
    .replace('{note}', createSessionId(2)) +
  (path.endsWith('/export') || path.endsWith('/imports') ? '?format=rrweb' : path.endsWith('/backdrop') ? '?page=/&device=desktop' : '')

const aClip = { format: 'png', fromMs: 0, toMs: 1000 }
const hasBody = (method: Route['method']): boolean => method === 'POST' || method === 'PUT'
const bodyFor = (path: string): unknown => {
  if (path.endsWith('/heatmaps')) return { kind: 'click', page: '/', device: 'desktop' }
  if (path.endsWith('/notes/{note}')) return { atMs: 1, text: 'x' }
  if (path.endsWith('/storage')) return { retentionDays: 30, quotaBytes: null }
  if (path.endsWith('/erasures')) return { subject: 'session', subjectId: createSessionId(3) }
  return path.endsWith('/demo-visits') ? { sessions: 1 } : {}
}

describe('every route of the OpenAPI document', () => {
  test('there are as many as the contract names', async () => {
    expect((await listRoutes()).length).toBeGreaterThanOrEqual(21)
  })

  test('asks anonymous people to sign in', async () => {
    for (const { method, path } of await listRoutes()) {
      if (open.includes(path)) continue
      for (const headers of [{}, { authorization: 'Bearer wrong' }, { cookie: 'playhead=wrong' }] as Record<string, string>[]) {
        const response = await fetch(server.url + fill(path, mine.id), {
          method,
          headers: { 'content-type': 'application/json', ...headers },
          ...(hasBody(method) ? { body: JSON.stringify(bodyFor(path)) } : {}),
        })
        expect([response.status, await codeOf(response)], `${method} ${path}`).toEqual([401, 'not-signed-in'])
      }
    }
  })

  test('has nothing to show of a foreign project', async () => {
    for (const { method, path } of await listRoutes()) {
      if (!path.includes('{id}')) continue
      for (const project of [foreign.id, 'no-such-project', 'demo']) {
        const response = await fetch(server.url + fill(path, project), {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(hasBody(method) ? { body: JSON.stringify(bodyFor(path)) } : {}),
        })
        expect([response.status, await codeOf(response)], `${method} ${path}`).toEqual([404, 'not-found'])
      }
    }
  })

  test('has nothing to show of a foreign session in one’s own project', async () => {
    for (const { method, path } of await listRoutes()) {
      if (!path.includes('{sid}') && !path.includes('{hash}')) continue
      const response = await fetch(server.url + fill(path, mine.id), {
        method,
        headers: { authorization: `Bearer ${token}`, ...(hasBody(method) && { 'content-type': 'application/json' }) },
        ...(hasBody(method) && { body: JSON.stringify(path.endsWith('/clips') ? aClip : bodyFor(path)) }),
      })
      expect([response.status, await codeOf(response)], `${method} ${path}`).toEqual([404, 'not-found'])
    }
  })

  test('takes no change from another site', async () => {
    for (const { method, path } of await listRoutes()) {
      if (method === 'GET') continue
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
      ] as Record<string, string>[]) {
        const response = await fetch(server.url + fill(path, mine.id), {
          method,
          headers: { cookie: user.cookie, 'content-type': 'application/json', ...headers },
          ...(hasBody(method) ? { body: JSON.stringify(bodyFor(path)) } : {}),
        })
        expect([response.status, await codeOf(response)], `${method} ${path}`).toEqual([403, 'cross-site'])
      }
    }
  })

  test('answers its owner with something other than a failure of the server', async () => {
    for (const { method, path } of await listRoutes()) {
      if (open.includes(path) || path.endsWith('/demo-visits')) continue
      const response = await user.ask(method, fill(path, foreign.id), hasBody(method) ? bodyFor(path) : undefined)
      expect(response.status, `${method} ${path} ${await response.clone().text()}`).toBeLessThan(500)
    }
  })
})

describe('accounts', () => {
  test('the set-up link works once', async () => {
    const setup = await user.ask('POST', '/api/v1/setup', {
      token: server.setupUrl!.split('#token=')[1],
      name: 'Eve',
      email: 'eve@example.com',
      password: 'another passphrase',
    })
    expect([setup.status, await codeOf(setup)]).toEqual([409, 'already-set-up'])
  })

  test('sign in, sign out', async () => {
    const credentials = { email: 'ada@example.com', password: 'a long enough passphrase' }
    const wrong = await user.ask('POST', '/api/v1/sign-in', { ...credentials, password: 'a wrong passphrase' })
    expect([wrong.status, await codeOf(wrong)]).toEqual([401, 'wrong-password'])
    const right = await user.ask('POST', '/api/v1/sign-in', credentials)
    expect(right.status).toBe(200)
    expect(right.headers.get('set-cookie')).toMatch(/^playhead=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
    const cookie = right.headers.get('set-cookie')!.split(';')[0]!
    const me = async () => (await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })).json()
    expect(await me()).toMatchObject({ user: { name: 'Ada' }, setupNeeded: false })
    await fetch(`${server.url}/api/v1/sign-out`, { method: 'POST', headers: { cookie } })
    expect(await me()).toEqual({ user: null, setupNeeded: false })
  })

  test('guessing is slowed down', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 12; i++)
      statuses.push((await user.ask('POST', '/api/v1/sign-in', { email: 'guess@example.com', password: 'guess guess' })).status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses[11]).toBe(429)
  })

  const guess = (n: number, network: string): Promise<Response> => {
    const credentials = { email: `nobody-${n}@example.com`, password: 'guess guess' }
    return user.ask('POST', '/api/v1/sign-in', credentials, { 'x-forwarded-for': `${network}.7` })
  }

  test('guessing with one address after the other is slowed down for the network that does it, and for no other', async () => {
    let answer = await guess(0, '198.51.100')
    let guesses = 0
    for (; answer.status === 401 && guesses < 100; guesses++) answer = await guess(guesses, '198.51.100')
    // Some more than 30 where they take long.
    expect(guesses).toBeGreaterThanOrEqual(30)
    expect(await codeOf(answer)).toBe('too-many-attempts')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect((await guess(0, '203.0.113')).status).toBe(401)
  })

  test('passwords from everywhere at once are not all checked; who comes again is', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => guess(n, `10.1.${n}`)))
    const codes = await Promise.all(answers.map(codeOf))
    expect(new Set(codes)).toEqual(new Set(['wrong-password', 'slow-down']))
    // As many as may wait, and those for whom there was room meanwhile.
    expect(codes.filter((code) => code === 'wrong-password').length).toBeGreaterThanOrEqual(20)
    const refused = answers[codes.indexOf('slow-down')]!
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 2])
    expect((await guess(codes.indexOf('slow-down'), '10.2.0')).status).toBe(401)
  })
})

describe('what a token may do', () => {
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  test('a viewer reads its own project, and changes nothing', async () => {
    const list = (await (await ask('GET', '/api/v1/projects')).json()) as { items: { id: string }[] }
    expect(list.items.map(({ id }) => id)).toEqual([mine.id])
    expect(await codeOf(await ask('POST', '/api/v1/projects', { name: 'New', origins: ['https://a.example'] }))).toBe('not-allowed')
    expect(await codeOf(await ask('POST', `/api/v1/projects/${mine.id}/imports?format=rrweb`, []))).toBe('not-allowed')
    expect(await codeOf(await ask('POST', '/api/v1/control/reindex'))).toBe('not-found')
  })

  test('every view of a recording is logged', async () => {
    const { session } = await sendOne(mine)
    expect((await ask('GET', `/api/v1/projects/${mine.id}/sessions/${session}/recording`)).status).toBe(200)
    expect((await user.ask('GET', `/api/v1/projects/${mine.id}/sessions/${session}/recording`)).status).toBe(200)
    const views = `/api/v1/projects/${mine.id}/views`
    expect(await codeOf(await ask('GET', views))).toBe('not-allowed')
    const read = async (query: string): Promise<{ items: { session: string; by: string; at: string }[]; nextCursor: string | null }> =>
      (await (await user.ask('GET', `${views}?${query}`)).json()) as never
    const first = await read('limit=1')
    expect(first.items).toEqual([{ session, by: 'ada@example.com', at: expect.any(String) }])
    expect(await read(`limit=1&cursor=${first.nextCursor}`)).toMatchObject({ items: [{ session, by: expect.stringMatching(/^token /) }] })
    expect(await codeOf(await user.ask('GET', `${views}?cursor=x`))).toBe('bad-request')
  })
})

describe('bad questions', () => {
  test.each([
    ['/sessions/search', { filter: { devise: 'phone' } }, 'bad-filter', /device/],
    ['/sessions/search', { limit: 0 }, 'bad-request', /limit/],
    ['/sessions/search', { surprise: 1 }, 'bad-request', /surprise/],
    ['/heatmaps', { kind: 'click', page: '/', device: 'watch' }, 'bad-request', /device/],
    ['/imports?format=rrweb', { hello: 'world' }, 'bad-recording', /./],
    ['/imports?format=mp4', [], 'bad-request', /format/],
    ['/demo-visits', { sessions: 5 }, 'bad-request', /demo/],
  ])('%s %j', async (path, body, code, names) => {
    const response = await user.ask('POST', `/api/v1/projects/${mine.id}${path}`, body)
    const { error } = (await response.json()) as { error: { code: string; detail: string } }
    expect(error.code).toBe(code)
    expect(error.detail).toMatch(names)
  })

  test('a body that is no JSON', async () => {
    const response = await fetch(`${server.url}/api/v1/projects/${mine.id}/pages`, {
      method: 'POST',
      headers: { cookie: user.cookie, 'content-type': 'application/json' },
      body: '{',
    })
    expect([response.status, await codeOf(response)]).toEqual([400, 'bad-request'])
  })
})
