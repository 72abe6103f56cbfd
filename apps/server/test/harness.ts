import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createId, createSessionId, encodeChunk, type PlayheadEvent } from '@playhead/wire'
import { afterAll, beforeAll, expect } from 'vitest'
import { arrivalEvents, clickEvent, startEvent } from '../../../tests/e2e/harness/visit-event.ts'
import { type RunningServer, type ServerOptions, startServer } from '../src/server.ts'

export const siteOrigin = 'https://shop.example.com'

/** A root with the smallest files that builds would leave. */
export function createRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'playhead-root-'))
  const files: Record<string, string> = {
    'packages/recorder/dist/loader.js': 'load("__PLAYHEAD_RECORDER__")',
    'packages/recorder/dist/playhead.js': 'window.playhead = {}',
    'packages/recorder/dist/extra/state.js': 'extra = 1',
    'packages/player/dist/frame.html': '<!doctype html><script>self.frame = 1</script>',
    'packages/player/dist/frame.csp': "default-src 'none'\n",
    'apps/dashboard/dist/index.html': '<!doctype html><title>Playhead</title><script>document.title</script><div id="root"></div>',
    'apps/dashboard/dist/assets/index-AbCd1234.js': 'console.info("dashboard")',
    'docs/privacy.md': '# Privacy\n\nMasked first.',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

export interface TestServer extends RunningServer {
  readonly dataDir: string
  readonly root: string
  /** Stops it and starts another on the same data. */
  restart(): Promise<TestServer>
  dispose(): Promise<void>
}

export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'playhead-data-'))
  const root = options.root ?? createRoot()
  const server = await startServer({ port: 0, logLevel: 'silent', ...options, dataDir, root })
  return {
    ...server,
    dataDir,
    root,
    async restart() {
      await server.close()
      return startTestServer({ ...options, dataDir, root })
    },
    async dispose() {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
      rmSync(root, { recursive: true, force: true })
    },
  }
}

export interface SignedIn {
  /** Sends JSON as the dashboard does, with its cookie. */
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  readonly cookie: string
}

/** Makes the first account with the printed link. */
export async function signIn(server: Pick<TestServer, 'url' | 'setupUrl'>): Promise<SignedIn> {
  const token = server.setupUrl!.split('#token=')[1]!
  const response = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ token, name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' }),
  })
  if (response.status !== 200) throw new Error(`set-up: ${response.status} ${await response.text()}`)
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  return {
    cookie,
    ask: (method, path, body, headers = {}) =>
      fetch(server.url + path, {
        method,
        headers: {
          cookie,
          'sec-fetch-site': 'same-origin',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

export interface TestProject {
  readonly id: string
  readonly writeKey: string
}
export async function createProject(user: SignedIn, name = 'Shop'): Promise<TestProject> {
  const response = await user.ask('POST', '/api/v1/projects', { name, origins: [siteOrigin] })
  if (response.status !== 201) throw new Error(`project: ${response.status} ${await response.text()}`)
  return (await response.json()) as TestProject
}

const visitor = createId()

export interface ChunkOptions {
  readonly session?: string
  readonly tab?: string
  readonly seq?: number
  readonly atMs?: number
  readonly sentMs?: number
  readonly events?: readonly PlayheadEvent[]
  readonly without?: 'start'
}

/** The first chunk of a visit to one page with one click, or a later one with a click. */
export async function createChunk(options: ChunkOptions = {}): Promise<{ bytes: Uint8Array<ArrayBuffer>; session: string; tab: string }> {
  const { atMs = Date.now() - 1000, seq = 0 } = options
  const session = options.session ?? createSessionId(atMs)
  const tab = options.tab ?? createId()
  const view = createId()
  const click = clickEvent(atMs + 500, seq + 1)
  const first = arrivalEvents(atMs, view, `${siteOrigin}/`, options.without === 'start' ? null : startEvent(atMs, visitor))
  const events = options.events ?? (seq === 0 ? [...first, click] : [click])
  const identity = { session, tab, view, seq, baseSeq: 0, last: false, sentMs: options.sentMs ?? atMs + 600 }
  return { bytes: await encodeChunk(identity, events), session, tab }
}

/** Sends a chunk as a page of the site does. */
export const send = (
  server: { url: string },
  project: { writeKey: string },
  body: Uint8Array<ArrayBuffer>,
  options: { token?: string; origin?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> => {
  const { origin = siteOrigin, token } = options
  return fetch(`${server.url}/i?k=${project.writeKey}${token === undefined ? '' : `&t=${token}`}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', ...(origin === null ? {} : { origin }), ...options.headers },
    body,
  })
}

export const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { error: { code: string } }).error.code

/** What the server says of a chunk that it took. */
export interface Taken {
  readonly ok: boolean
  readonly token: string
  readonly want: string[]
}
export async function taken(response: Response): Promise<Taken> {
  expect(response.status, await response.clone().text()).toBe(200)
  return (await response.json()) as Taken
}

/** A visit whose page shows these; the server takes them from then on. Resolves to the hashes that it wants. */
export async function sendAssets(
  server: { url: string },
  project: { writeKey: string },
  assets: readonly { hash: string; mime: string; sizeBytes: number }[],
): Promise<string[]> {
  const timeMs = Date.now() - 1000
  const first = await createChunk({ atMs: timeMs })
  const { token } = await taken(await send(server, project, first.bytes))
  const events = assets.map((asset, n) => ({ type: 'asset' as const, timeMs, url: `${siteOrigin}/${n}`, ...asset }))
  const { bytes } = await createChunk({ ...first, seq: 1, atMs: timeMs, events })
  return (await taken(await send(server, project, bytes, { token }))).want
}

/** A server with one account and one project, for the tests of a file. */
export interface Bed {
  readonly server: TestServer
  readonly user: SignedIn
  readonly project: TestProject
}
export function useBed(options: Partial<ServerOptions> = {}): Bed {
  let [server, user, project] = [] as unknown as [TestServer, SignedIn, TestProject]
  beforeAll(async () => {
    server = await startTestServer(options)
    user = await signIn(server)
    project = await createProject(user)
  })
  afterAll(() => server?.dispose())
  return {
    get server() {
      return server
    },
    get user() {
      return user
    },
    get project() {
      return project
    },
  }
}

/** Waits until a session is listed with so many clicks; a busy index may refuse to answer meanwhile. */
export const waitUntilListed = ({ user, project }: Bed, session: string, clicks: number): Promise<void> =>
  waitUntil(async () => {
    const found = await user.ask('POST', `/api/v1/projects/${project.id}/sessions/search`, {})
    if (!found.ok) return false
    const { items } = (await found.json()) as { items: { id: string; clicks: number }[] }
    return items.some((item) => item.id === session && item.clicks === clicks)
  })

/** Asks until it is so, for things that happen a moment later. */
export async function waitUntil(isSo: () => Promise<boolean>, withinMs = 45_000): Promise<void> {
  for (const endMs = Date.now() + withinMs; Date.now() < endMs;) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`still not so after ${withinMs} ms`)
}
