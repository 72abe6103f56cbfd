import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Reply {
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}
export interface Server {
  readonly origin: string
  close(): Promise<void>
}

/** Serves what `answer` has for a path and query on a free port of this machine. */
export async function openServer(answer: (url: URL) => Reply | null): Promise<Server> {
  const server = createServer((request, response) => {
    const reply = answer(new URL(request.url!, 'http://localhost'))
    const { type, body, headers } = reply ?? { type: 'text/plain', body: 'not here' }
    response.writeHead(reply ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
