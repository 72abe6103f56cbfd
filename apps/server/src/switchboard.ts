import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Log } from './log.ts'
import { sendError } from './site/answer.ts'
import type { Page } from './site/page.ts'
import type { StrangerLimit } from './stranger-limit.ts'

/** Gives every request to the first page that knows its address. */
export interface Switchboard {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Who answers one very path. It is looked up before anything else, and no URL is made for it: chunks come that way. */
  addExact(path: string, answer: ExactPage): void
  /** Who answers all below a path, and sees for itself how often one may ask. */
  addBelow(path: string, answer: BelowPage): void
  /** Nobody signs in for pages. */
  add(page: Page): void
  /** All pages are there. Until then the server is starting: what none of them knows is told to come back. */
  open(): void
  /** Takes no new requests, waits for those being answered, and cuts what is left after `patienceMs`. */
  close(http: Server, patienceMs: number): Promise<void>
}

/** So long idle connections may still bring a request; it is answered, and told that the connection ends. */
const lingerMs = 300

/** `query` is what follows the question mark. */
export type ExactPage = (request: IncomingMessage, response: ServerResponse, path: string, query: string) => Promise<void>

export type BelowPage = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** `first`: pages that may be asked at any time, and however often. */
export function createSwitchboard(first: readonly Page[], limit: StrangerLimit, log: Log): Switchboard {
  const pages: Page[] = []
  const exact = new Map<string, ExactPage>()
  const below: { readonly path: string; readonly answer: BelowPage }[] = []
  let isStarting = true
  let isClosing = false

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isClosing) response.setHeader('connection', 'close')
    const { url: address = '/' } = request
    const at = address.indexOf('?')
    const path = at < 0 ? address : address.slice(0, at)
    const found = exact.get(path)
    if (found) return found(request, response, path, at < 0 ? '' : address.slice(at + 1))
    let url: URL
    try {
      url = new URL(address, 'http://localhost')
    } catch {
      return sendError(response, 'bad-request')
    }
    // A proxy may send the whole address.
    const isExact = exact.get(url.pathname)
    if (isExact) return isExact(request, response, url.pathname, url.search.slice(1))
    for (const page of first) if (await page(request, response, url)) return
    const isBelow = below.find(({ path }) => url.pathname.startsWith(path))
    if (isBelow) return isBelow.answer(request, response)
    const waitS = limit.take(request)
    if (waitS) {
      response.setHeader('retry-after', waitS)
      return sendError(response, 'slow-down')
    }
    for (const page of pages) if (await page(request, response, url)) return
    response.setHeader('retry-after', '1')
    if (isStarting) sendError(response, 'unavailable', 'starting')
    else sendError(response, 'not-found')
  }

  return {
    handle(request, response) {
      answer(request, response).catch((error: unknown) => {
        log.error({ err: error, path: request.url?.split('?')[0] }, 'request failed')
        if (response.headersSent) response.destroy()
        else sendError(response, 'internal')
      })
    },
    add: (page) => void pages.push(page),
    open: () => void (isStarting = false),
    addExact: (path, page) => void exact.set(path, page),
    addBelow: (path, page) => void below.push({ path, answer: page }),
    async close(http, patienceMs) {
      isClosing = true
      // Not http's own close: it hangs up on idle connections at once, on which a request may be on its way.
      const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(http, () => resolve()))
      const idle = setInterval(() => http.closeIdleConnections(), lingerMs)
      const all = setTimeout(() => http.closeAllConnections(), patienceMs)
      await closed
      clearInterval(idle)
      clearTimeout(all)
    },
  }
}
