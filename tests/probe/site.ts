import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { reply, type Reply } from './reply.ts'
import { acceptSocket } from './socket.ts'

/** Two origins with the probes' pages, what these load, and a place that takes what recorders send. */
export interface Site {
  readonly origin: string
  readonly foreign: string
  /** What was posted to `/i` under the key `<run>`. */
  take(run: string): readonly Uint8Array[]
  close(): Promise<void>
}

export async function openSite(scripts: string, pageOf: (path: string, site: Origins) => string | null): Promise<Site> {
  const taken = new Map<string, Uint8Array[]>()
  const origins: Origins = { origin: '', foreign: '' }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, origins.origin)
    const body = await bodyOf(request)
    const run = pathname === '/i' ? searchParams.get('k') : null
    if (run && request.method === 'POST') taken.set(run, [...(taken.get(run) ?? []), body])
    const html = pageOf(pathname, origins)
    const {
      status = 200,
      type = 'text/html',
      headers = {},
      body: sent,
    }: Reply = html === null ? await reply(pathname, searchParams, scripts) : { body: html }
    const isPart = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    const bytes = Buffer.from(sent)
    const all = { 'content-type': type, 'cache-control': 'no-store', 'accept-ranges': 'bytes', 'content-length': bytes.length, ...headers }
    if (!isPart) return void response.writeHead(status, all).end(bytes)
    const from = Number(isPart[1])
    const to = isPart[2] ? Number(isPart[2]) : bytes.length - 1
    response
      .writeHead(206, { ...all, 'content-length': to + 1 - from, 'content-range': `bytes ${from}-${to}/${bytes.length}` })
      .end(bytes.subarray(from, to + 1))
  }
  const servers = [0, 1].map(() => createServer((request, response) => void answer(request, response).catch(() => response.destroy())))
  for (const server of servers) {
    server.on('upgrade', acceptSocket)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  }
  const [first, second] = servers.map((server) => (server.address() as AddressInfo).port)
  // Different hosts, not only ports: cookies and processes keep them apart too.
  Object.assign(origins, { origin: `http://localhost:${first}`, foreign: `http://127.0.0.1:${second}` })
  return {
    ...origins,
    take: (run) => taken.get(run) ?? [],
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise<void>((resolve) => void server.close(() => resolve()))
      }
    },
  }
}

export interface Origins {
  readonly origin: string
  readonly foreign: string
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return new Uint8Array(Buffer.concat(parts))
}
