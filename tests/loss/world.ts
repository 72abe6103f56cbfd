import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLane, readChunk, type RecordingManifest } from '@playhead/wire'
import type { BrowserContext } from 'playwright-core'
import { startServer } from '../../apps/server/src/server.ts'
import { build } from '../../packages/recorder/build.ts'
import { launchWholeBrowser } from '../e2e/harness/browser.ts'
import { tickPage } from './page.ts'

/** A server, a site that is recorded by it, and a browser: all real. */
export interface World {
  readonly siteUrl: string
  /** Whether the server can be reached from the site's pages; else connections break. */
  isReachable: boolean
  /** A visitor of their own. */
  visit(): Promise<BrowserContext>
  /** What the server has: the ticks of each page, and the pages that have a keyframe. */
  stored(): Promise<Stored>
  close(): Promise<void>
}
export interface Stored {
  readonly ticks: ReadonlyMap<string, ReadonlySet<number>>
  readonly keyframes: ReadonlySet<string>
}

export async function openWorld(): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-loss-'))
  const dist = join(dir, 'root/packages/recorder/dist')
  mkdirSync(dist, { recursive: true })
  await build(dist)
  const server = await startServer({ port: 0, logLevel: 'silent', dataDir: join(dir, 'data'), root: join(dir, 'root') })
  const sessions = new Set<string>()
  let key = ''
  let isReachable = true

  const site = createServer((request, response) => {
    const path = request.url!
    if (!/^\/(?:i\?|i\/|playhead)/.test(path)) return void response.writeHead(200, { 'content-type': 'text/html' }).end(tickPage(path, key))
    if (!isReachable && path.startsWith('/i')) return void request.socket.destroy()
    void forward(request, response)
  })
  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    // A page that goes while it sends: the server sees the same.
    try {
      for await (const part of request) parts.push(part as Buffer)
    } catch {
      return
    }
    const body = Buffer.concat(parts)
    if (request.url!.startsWith('/i?') && request.method === 'POST') sessions.add(readChunk(body).header.session)
    const passed = ask(server.url + request.url!, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    passed.end(body)
  }
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve))
  const siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`

  const api = await signIn(server.url, server.setupUrl!)
  const project = (await (await api('POST', '/api/v1/projects', { name: 'Loss', origins: [siteUrl] })).json()) as {
    id: string
    writeKey: string
  }
  key = project.writeKey
  // As people's browsers are: pages may come back from the cache.
  const browser = await launchWholeBrowser()

  const ticks = new Map<string, Set<number>>()
  const keyframes = new Set<string>()
  const known = new Set<string>()
  async function stored(): Promise<Stored> {
    for (const session of sessions) {
      const base = `/api/v1/projects/${project.id}/sessions/${session}`
      const answer = await api('GET', `${base}/recording`)
      if (!answer.ok) continue
      const { chunks } = (await answer.json()) as RecordingManifest
      for (const { tab, seq } of chunks) {
        // What is stored stays as it is.
        if (known.has(`${session} ${tab} ${seq}`)) continue
        known.add(`${session} ${tab} ${seq}`)
        const chunk = readChunk(new Uint8Array(await (await api('GET', `${base}/chunks/${tab}/${seq}`)).arrayBuffer()))
        for (const event of await openLane(chunk, 'signal')) {
          if (event.type !== 'track') continue
          const { page, n } = JSON.parse(event.properties!) as { page: string; n: number }
          if (!ticks.has(page)) ticks.set(page, new Set())
          ticks.get(page)!.add(n)
        }
        if (chunk.header.keyframe)
          for (const event of await openLane(chunk, 'dom'))
            if (event.type === 'keyframe') keyframes.add(new URL(event.url).pathname.slice(1))
      }
    }
    return { ticks, keyframes }
  }
  return {
    siteUrl,
    get isReachable() {
      return isReachable
    },
    set isReachable(value) {
      isReachable = value
    },
    visit: () => browser.newContext(),
    stored,
    async close() {
      await browser.close()
      site.closeAllConnections()
      site.close()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Response>

/** Makes the first account, and asks as it. */
export async function signIn(url: string, setupUrl: string): Promise<Ask> {
  const send = (method: string, path: string, body: unknown, cookie: string): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const account = { token: setupUrl.split('#token=')[1], name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' }
  const answer = await send('POST', '/api/v1/setup', account, '')
  if (!answer.ok) throw new Error(`set-up: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  return (method, path, body) => send(method, path, body, cookie)
}
