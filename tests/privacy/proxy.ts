import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openLane, readChunk, type SignalEvent } from '@playhead/wire'

/** One request that left the browser: its line and headers as they were sent, and its body. */
export interface Letter {
  readonly method: string
  readonly url: string
  readonly head: string
  readonly body: Buffer
}

export interface Proxy {
  readonly url: string
  readonly letters: readonly Letter[]
  /** While it is down, connections break. */
  setDown(isDown: boolean): void
  /** Resolves when a chunk with such a signal has come by. */
  waitFor(type: SignalEvent['type'], count: number): Promise<void>
  /** Resolves when nothing has come by for so long. */
  waitForQuiet(quietMs: number): Promise<void>
  close(): void
}

/** Stands between the browser and a server and keeps every byte. */
export async function startProxy(target: string): Promise<Proxy> {
  const letters: Letter[] = []
  let isDown = false
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('error', () => undefined)
    request.on('end', () => {
      const body = Buffer.concat(parts)
      const method = request.method ?? ''
      const url = request.url ?? ''
      letters.push({ method, url, head: `${method} ${url}\n${request.rawHeaders.join('\n')}`, body })
      if (isDown) return void request.socket.destroy()
      const onward = forward(`${target}${url}`, { method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.writeHead(502).end())
      onward.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    setDown: (value) => void (isDown = value),
    async waitFor(type, count) {
      for (const untilMs = Date.now() + 60_000; Date.now() < untilMs;) {
        const found = await Promise.all(letters.map(({ body }) => signalsOf(body)))
        if (found.flat().filter((event) => event.type === type).length >= count) return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw new Error(`no ${type} came`)
    },
    async waitForQuiet(quietMs) {
      for (let count = -1; count !== letters.length;) {
        count = letters.length
        await new Promise((resolve) => setTimeout(resolve, quietMs))
      }
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function signalsOf(body: Buffer): Promise<SignalEvent[]> {
  try {
    return await openLane(readChunk(body), 'signal')
  } catch {
    return []
  }
}

/** Takes whatever is sent to it, from any page, and keeps it. */
export async function startSink(): Promise<Pick<Proxy, 'url' | 'letters' | 'close'>> {
  const letters: Letter[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('error', () => undefined)
    request.on('end', () => {
      const [method = '', url = ''] = [request.method, request.url]
      letters.push({ method, url, head: `${method} ${url}`, body: Buffer.concat(parts) })
      response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
