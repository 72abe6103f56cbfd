import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { scriptOf } from './lure.ts'

/** A server of nobody's: whatever reaches it, by whatever way, is noted under the canary in its path. */
export interface Sink {
  readonly origin: string
  /** Whose visit it is: what reaches the server without a path counts as this one's. */
  visit: string
  /** What came for a visit: paths, `socket …`, `datagram`. */
  readonly came: (visit: string) => readonly string[]
  /** Connections that asked for nothing, yet. */
  readonly bareConnections: () => readonly { readonly visit: string }[]
  close(): Promise<void>
}

const picture = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  svg: 'image/svg+xml',
  gif: 'image/gif',
  json: 'application/json',
}

export async function openSink(): Promise<Sink> {
  const came = new Map<string, string[]>()
  const sockets = new Map<Socket, { visit: string; isBare: boolean }>()
  let visit = ''
  let origin = ''
  const note = (whose: string, what: string): void => {
    const list = came.get(whose)
    if (list) list.push(what)
    else came.set(whose, [what])
  }
  const noteRequest = (url: string, socket: Socket, kind: string): string => {
    const [, whose = '', name = ''] = /^\/(v\d+)(?:\/(.*))?$/.exec(url) ?? []
    note(whose || visit, kind + (whose ? name : url))
    const known = sockets.get(socket)
    if (known) known.isBare = false
    return whose
  }
  const server = createServer((request, response) => {
    const whose = noteRequest(request.url ?? '', request.socket, '')
    const kind = /\.(\w+)(?:[?#].*)?$/.exec(request.url ?? '')?.[1] ?? ''
    response.writeHead(200, {
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'cache-control': 'no-store',
      'content-type': types[kind] ?? 'text/plain',
    })
    response.end(bodyOf(kind, whose, `${origin}/${whose}/`))
  })
  server.on('connection', (socket) => sockets.set(socket, { visit, isBare: true }))
  server.on('upgrade', (request, socket) => {
    noteRequest(request.url ?? '', socket as Socket, 'socket ')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  // What peer connections ask first.
  const datagrams = createSocket('udp4')
  datagrams.on('message', () => note(visit, 'datagram'))
  await new Promise<void>((resolve) => void datagrams.bind(port, '127.0.0.1', resolve))
  return {
    origin,
    get visit() {
      return visit
    },
    set visit(next) {
      visit = next
    },
    came: (whose) => came.get(whose) ?? [],
    bareConnections: () => [...sockets.values()].filter(({ isBare }) => isBare),
    async close() {
      datagrams.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function bodyOf(kind: string, whose: string, address: string): string | Buffer {
  const run = scriptOf(whose, address)
  if (kind === 'js' || kind === 'mjs') return run
  if (kind === 'css') return `p{background:url(${address}from-sheet.gif)}`
  if (kind === 'html') return `<!doctype html><title>x</title><script>${run}</script>`
  if (kind === 'svg')
    return `<svg xmlns="http://www.w3.org/2000/svg" id="a" onload="${run}" width="9" height="9"><script>${run}</script></svg>`
  return kind === 'gif' ? picture : 'x'
}
