import { type EventOf, type EventType, type PlayheadEvent, readChunk } from '@playhead/wire'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchBrowser } from '../../../tests/e2e/harness/browser.ts'
import { type Backend, openBackend } from './backend.ts'
import { readEvents } from './rebuild.ts'
import { openSite, type Site, type Taken } from './site.ts'

/** What the tests of a file share; the key and the context are those of the test that runs. */
export interface Bed {
  readonly site: Site
  readonly backend: Backend
  readonly browser: Browser
  readonly context: BrowserContext
  /** Named by what this test's pages send: what comes late from a page of an earlier test has another. */
  readonly key: string
  /** The script tag of this test's pages. */
  tag(attributes: string): string
  /** Requests for the recorder or by it, and of those the chunks that were sent; the chunks that were taken. */
  requests(): Taken[]
  posts(): Taken[]
  chunks(): Taken[]
  /** What was taken, each chunk once and in order, by tab and in the order in which tabs were first heard of. */
  tabs(): { session: string; tab: string; chunks: Uint8Array[] }[]
  stored(): Uint8Array[]
  events(): Promise<PlayheadEvent[]>
  allOf<T extends EventType>(type: T): Promise<EventOf<T>[]>
  /** Runs `body` in the page, `at` being the backend's address. */
  run<T>(page: Page, body: string): Promise<T>
}

/** The first script of a page whose clock goes ahead by `window.aheadMs`. */
export const movableClock = 'const now = Date.now.bind(Date); window.aheadMs = 0; Date.now = () => now() + window.aheadMs'

/** Opens a site of these pages, a backend and a browser for the tests of this file, and closes them. */
export function useBed(pages: (path: string) => string): Bed {
  let [site, backend, browser, context] = [] as unknown as [Site, Backend, Browser, BrowserContext]
  let round = 0
  let key = ''
  beforeAll(async () => {
    site = await openSite(pages)
    backend = await openBackend()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await backend?.close()
    await site?.close()
  })
  beforeEach(async () => {
    key = `k${++round}`
    site.requests.length = site.chunks.length = site.answers.length = 0
    site.want = []
    site.line = 'up'
    context = await browser.newContext()
  })
  // A page that stays open goes on sending.
  afterEach(async () => {
    for (const opened of browser.contexts()) await opened.close()
  })

  const isOwn = ({ query }: Taken): boolean => (query.get('k') ?? key) === key
  const requests = (): Taken[] => site.requests.filter(isOwn)
  const chunks = (): Taken[] => site.chunks.filter(isOwn)
  function tabs(): ReturnType<Bed['tabs']> {
    const found = new Map<string, { session: string; tab: string; bySeq: Map<number, Uint8Array> }>()
    for (const { body } of chunks()) {
      const { session, tab, seq } = readChunk(body).header
      const place = found.get(session + tab) ?? { session, tab, bySeq: new Map<number, Uint8Array>() }
      found.set(session + tab, place)
      place.bySeq.set(seq, body)
    }
    return [...found.values()].map(({ bySeq, ...id }) => ({
      ...id,
      chunks: [...bySeq].sort(([a], [b]) => a - b).map(([, bytes]) => bytes),
    }))
  }
  const stored = (): Uint8Array[] => tabs().flatMap((tab) => tab.chunks)
  const events = (): Promise<PlayheadEvent[]> => readEvents(stored())
  return {
    get site() {
      return site
    },
    get backend() {
      return backend
    },
    get browser() {
      return browser
    },
    get context() {
      return context
    },
    get key() {
      return key
    },
    tag: (attributes) => `<script async src="/playhead.js" data-key="${key}" ${attributes}></script>`,
    requests,
    posts: () => requests().filter(({ path }) => path === '/i'),
    chunks,
    tabs,
    stored,
    events,
    allOf: async <T extends EventType>(type: T) => (await events()).filter((event) => event.type === type) as unknown as EventOf<T>[],
    run: <T>(page: Page, body: string) => page.evaluate(`(async (at) => {${body}})('http://${backend.host}')`) as Promise<T>,
  }
}
