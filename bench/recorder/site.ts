import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pageOf } from './page.ts'

/** Serves its own pages and scripts, and the page of so many nodes at `/<nodes>`; takes whatever recorders send, and counts its bytes. */
export interface Site {
  readonly origin: string
  /** Bytes of request bodies since the last call. */
  take(): number
  stop(): Promise<void>
}

export async function startSite(own: ReadonlyMap<string, string> = new Map()): Promise<Site> {
  let bytes = 0
  const pages = new Map(own)
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (request.method === 'GET') {
      const page = pages.get(path) ?? pageOf(Number(path.slice(1)) || 10)
      pages.set(path, page)
      response.setHeader('content-type', `text/${path.endsWith('.js') ? 'javascript' : 'html'}; charset=utf-8`).end(page)
      return
    }
    request.on('data', (data: Buffer) => (bytes += data.length))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      // What OpenReplay's tracker wants to hear before it records.
      const start = {
        token: 't',
        userUUID: 'u',
        projectID: '1',
        sessionID: '1',
        beaconSizeLimit: 1e6,
        delay: 0,
        startTimestamp: Date.now(),
        compressionThreshold: 24_000,
      }
      response.end(path.includes('/web/start') ? JSON.stringify(start) : '{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = bytes
      bytes = 0
      return taken
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}
