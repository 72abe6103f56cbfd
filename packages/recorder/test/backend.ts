import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Backend {
  /** `host:port` */
  readonly host: string
  close(): Promise<void>
}

/**
 * What a page talks to: `/slow` answers after 200 ms, `/stream` bit by bit, `/hang` never, `/cut` breaks off, `/echo`
 * with what it was sent, the rest at once. WebSockets get back each text they send.
 */
export async function openBackend(): Promise<Backend> {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    response.setHeader('access-control-expose-headers', '*')
    const path = new URL(request.url!, 'http://backend').pathname
    if (path === '/slow') setTimeout(() => response.end('slow'), 200)
    else if (path === '/cut') response.destroy()
    else if (path === '/stream') {
      response.write('one')
      setTimeout(() => response.end('two'), 100)
    } else if (path.startsWith('/echo')) {
      response.writeHead(201, { 'content-type': 'application/json', 'x-request-id': 'r1', 'x-secret': 'canary-header' })
      request.pipe(response)
    } else if (path !== '/hang') response.writeHead(path === '/missing' ? 404 : 200, { 'content-length': '5' }).end('hello')
  })
  const sockets = new Set<Socket>()
  server.on('upgrade', (request, stream) => {
    const socket = stream as Socket
    sockets.add(socket)
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
    // Short frames only, as browsers mask them; texts and closes go back as they came.
    socket.on('data', (data) => {
      for (let at = 0; at + 6 <= data.length;) {
        const length = data[at + 1]! & 127
        const body = data.subarray(at + 6, at + 6 + length).map((byte, i) => byte ^ data[at + 2 + (i % 4)]!)
        socket.write(Buffer.concat([Buffer.from([data[at]!, length]), body]))
        at += 6 + length
      }
    })
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
