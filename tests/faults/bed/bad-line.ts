import { createServer, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What becomes of a request that is spoiled. */
export type Spoil = 'refused' | 'cut' | 'half' | 'unanswered' | 'hung'

/** Stands before an HTTP server and spoils a share of the requests to it. */
export interface BadLine {
  readonly port: number
  /** 0 … 1: how many are spoiled from now on, and how; default: every way but leaving them hanging. */
  set(share: number, ways?: readonly Spoil[]): void
  counts(): Readonly<Record<Spoil | 'passed', number>>
  close(): void
}

const quick: readonly Spoil[] = ['refused', 'cut', 'half', 'unanswered']

/**
 * Spoiled requests are refused with 503, end with their connection before the server hears of them, or within their body, or
 * once the server has done what was asked, so that nobody learns that it did; or nothing ever happens to them.
 */
export async function openBadLine(toPort: number): Promise<BadLine> {
  let share = 0
  let ways = quick
  const counts = { refused: 0, cut: 0, half: 0, unanswered: 0, hung: 0, passed: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((asked, answer) => {
    const spoil = Math.random() < share ? ways[Math.floor(Math.random() * ways.length)]! : null
    counts[spoil ?? 'passed']++
    if (spoil === 'hung') return void asked.resume()
    if (spoil === 'cut') return void asked.socket.destroy()
    if (spoil === 'half') return void asked.once('data', () => asked.socket.destroy()).once('end', () => asked.socket.destroy())
    if (spoil === 'refused') {
      asked.resume()
      return void asked.on('end', () => answer.writeHead(503).end('<Error><Code>SlowDown</Code></Error>'))
    }
    const passed = request({ host: '127.0.0.1', port: toPort, method: asked.method, path: asked.url, headers: asked.headers }, (said) => {
      if (spoil) {
        said.resume()
        return void said.on('end', () => asked.socket.destroy())
      }
      answer.writeHead(said.statusCode!, said.rawHeaders)
      said.pipe(answer)
    })
    // Swift sends a body behind its answer to HEAD, which has been passed on by then.
    passed.on('error', () => void (answer.headersSent || asked.socket.destroy()))
    asked.pipe(passed)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    set(next, nextWays = quick) {
      share = next
      ways = nextWays
    },
    counts: () => ({ ...counts }),
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
