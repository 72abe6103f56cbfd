import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from '../../../packages/recorder/build.ts'

/**
 * Where the recorder stands on a page. `off`: nowhere. `init`: its script tag, before the page's own. `inside`:
 * started by the application, from its first component. `last`: after the page's own script. `twice`: two of them.
 */
export type Guest = 'off' | 'init' | 'inside' | 'last' | 'twice' | 'rude'
export const guests: readonly Guest[] = ['init', 'inside', 'last']

export interface HostPage {
  readonly html: string
  readonly headers?: Readonly<Record<string, string>>
  /** Given to every script of the page. */
  readonly nonce?: string
}

export interface HostSite {
  /** The same pages at one origin for each guest. */
  url(guest: Guest): string
  /** Chunks that reached the sink, by guest. */
  readonly chunks: ReadonlyMap<Guest, Uint8Array[]>
  /** Bodies of violation reports. */
  readonly reports: string[]
  /** Paths of the requests that the sink was not asked for, in order. */
  readonly requests: string[]
  close(): Promise<void>
}

const recorded = `window.guestChunks = []; window.guest = playhead.record({ emit(chunk) { guestChunks.push(chunk) }, privacy: 'relaxed' })`

/** Two scripts, whatever is in them: that they are there is seen by an observer. */
const tag = (attributes = 'src="/empty.js"', code = '0'): string => `<script ${attributes}></script><script>${code}</script>`
const ours = 'src="/playhead.js"'

/** What stands before the page's script, and after it. */
const tags: Readonly<Record<Guest, readonly [head: string, foot: string]>> = {
  off: [tag(), tag()],
  init: [tag(`${ours} data-key="host" data-consent="granted" data-privacy="relaxed"`), tag()],
  inside: [
    tag(ours, `window.hostStart = () => { playhead.init({ key: 'host', host: location.origin, consent: 'granted', privacy: 'relaxed' }) }`),
    tag(),
  ],
  last: [tag(), tag(ours, recorded)],
  twice: [
    tag(),
    tag(ours, `${recorded}; window.otherChunks = []; window.other = playhead.record({ emit(chunk) { otherChunks.push(chunk) } })`),
  ],
  // What careless guests do: listeners, timers and observers through the page's own patches, marks on elements, own wrappers.
  rude: [
    tag(),
    tag(
      undefined,
      `new MutationObserver(() => setTimeout(() => {}, 0)).observe(document, { childList: true, subtree: true, characterData: true })
      addEventListener('click', (event) => event.target.setAttribute('data-seen', ''))
      const { fetch: before } = window
      window.fetch = (...args) => { const made = before(...args); made.then(() => {}); return made }`,
    ),
  ],
}

/** Serves pages with a recorder's tags where `<!--head-->` and `<!--foot-->` stand, and the server by another origin where `<!--other-->` does. */
export async function openHost(pages: (path: string, guest: Guest) => HostPage | string | undefined): Promise<HostSite> {
  await build()
  const recorder = await readFile(fileURLToPath(new URL('../../../packages/recorder/dist/playhead.js', import.meta.url)), 'utf8')
  const chunks = new Map<Guest, Uint8Array[]>()
  const reports: string[] = []
  const requests: string[] = []
  const servers = new Map<Guest, Server>()

  for (const guest of Object.keys(tags) as Guest[]) {
    chunks.set(guest, [])
    const server = createServer(async (request, response) => {
      const path = new URL(request.url!, 'http://host').pathname
      const body = await bodyOf(request)
      const answer = (type: string, text: string, headers: Readonly<Record<string, string>> = {}): void =>
        void response.writeHead(200, { 'content-type': type, ...headers }).end(text)
      if (path === '/i') {
        chunks.get(guest)!.push(body)
        return answer('application/json', '{"ok":true,"token":"tok","want":[]}')
      }
      if (path === '/playhead.js') return answer('text/javascript', recorder)
      if (path === '/empty.js') return answer('text/javascript', '')
      requests.push(path)
      if (path === '/report') {
        reports.push(Buffer.from(body).toString())
        return void response.writeHead(204).end()
      }
      if (path === '/data.json') return answer('application/json', '{"name":"data"}')
      if (path === '/style.css') return answer('text/css', 'li { color: teal; background: url(dot.svg) }')
      if (path === '/dot.svg') return answer('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
      if (path === '/broken') return void response.destroy()
      if (path === '/slow') return
      const page = pages(path, guest)
      if (page === undefined) return void response.writeHead(404).end()
      const { html, headers = {}, nonce }: HostPage = typeof page === 'string' ? { html: page } : page
      const type = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8'
      const full = html
        .replace('<!--other-->', `http://127.0.0.1:${request.socket.localPort}`)
        .replace('<!--head-->', tags[guest][0])
        .replace('<!--foot-->', tags[guest][1])
      answer(type, nonce ? full.replaceAll('<script', `<script nonce="${nonce}"`) : full, headers)
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    servers.set(guest, server)
  }
  return {
    chunks,
    reports,
    requests,
    url: (guest) => `http://localhost:${(servers.get(guest)!.address() as AddressInfo).port}`,
    async close() {
      for (const server of servers.values()) {
        server.closeAllConnections()
        await new Promise<void>((resolve) => void server.close(() => resolve()))
      }
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return new Uint8Array(Buffer.concat(parts))
}
