import { mkdtemp, readFile, rm, readdir } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../build.ts'

export interface Taken {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Uint8Array
  readonly takenMs: number
}

export interface Site {
  readonly url: string
  /** Every request that was made for the recorder or by it. */
  readonly requests: Taken[]
  readonly chunks: Taken[]
  /** What the next posts to `/i` are answered with; then 200. */
  readonly answers: { status: number; headers?: Record<string, string>; code?: string }[]
  want: string[]
  /** The server's address: `up`, `down` (connections break) or `deaf` (no answer comes). */
  line: 'up' | 'down' | 'deaf'
  close(): Promise<void>
}

/** A site with the built script tag on its pages, and the least that can stand in for the server's address. */
export async function openSite(page: (path: string) => string): Promise<Site> {
  // Of its own: others may be building at the same time.
  const dir = await mkdtemp(join(tmpdir(), 'playhead-site-'))
  await build(dir)
  const [loader, recorder] = await Promise.all(['loader.js', 'playhead.js'].map((name) => readFile(join(dir, name), 'utf8')))
  const extras = new Map<string, string>()
  for (const name of await readdir(join(dir, 'extra'))) extras.set(name, await readFile(join(dir, 'extra', name), 'utf8'))
  await rm(dir, { recursive: true })
  const requests: Taken[] = []
  const chunks: Taken[] = []
  const site: Omit<Site, 'url' | 'close'> = { requests, chunks, answers: [], want: [], line: 'up' }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://site')
    const taken = { path: pathname, query: searchParams, body: await bodyOf(request), takenMs: Date.now() }
    const js = { 'content-type': 'text/javascript' }
    if (/^\/(?:playhead|extra|i\b)/.test(pathname)) requests.push(taken)
    const extra = extras.get(pathname.replace('/extra/', ''))
    if (pathname === '/playhead.js') response.writeHead(200, js).end(loader!.replace('__PLAYHEAD_RECORDER__', '/playhead-1.js'))
    else if (pathname === '/playhead-1.js') response.writeHead(200, js).end(recorder)
    else if (extra) response.writeHead(200, js).end(extra)
    else if (pathname === '/shared.css')
      response.writeHead(200, { 'content-type': 'text/css' }).end('.known{background:url(a.png?v=7);font-family:Housegrotesk}')
    else if (pathname === '/style.css')
      response.writeHead(200, { 'content-type': 'text/css' }).end('.known{color:red;background:url(a.png)}')
    else if (pathname === '/i' && site.line !== 'up') {
      if (site.line === 'down') request.socket.destroy()
    } else if (pathname === '/i') {
      const answer = site.answers.shift()
      if (answer) {
        const { status, headers, code = 'slow-down' } = answer
        return void response.writeHead(status, headers).end(JSON.stringify({ error: { code } }))
      }
      chunks.push(taken)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, token: 'tok', want: site.want }))
    } else if (pathname === '/i/asset') response.writeHead(204).end()
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page(pathname))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(site, {
    url: `http://localhost:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return new Uint8Array(Buffer.concat(parts))
}
