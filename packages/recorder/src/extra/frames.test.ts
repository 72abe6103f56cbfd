import { type PlayheadEvent, readChunk } from '@playhead/wire'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readEvents, rebuild } from '../../test/rebuild.ts'
import { openBrowser, openSite, type Site } from '../../test/site.ts'

let browser: Browser
let site: Site
let foreign = ''
/** Attributes of the script tag, by path. */
let tags: Record<string, string> = {}
let page: Page
beforeAll(async () => {
  site = await openSite((path) => {
    const script = tags[path] === undefined ? '' : `<script async src="/playhead.js" data-key="k" ${tags[path]}></script>`
    const content = path === '/child' ? '<p>told apart</p><button>Pay</button>' : `<h1>shop</h1><iframe src="${foreign}/child"></iframe>`
    return `<!doctype html><title>t</title>${script}${content}`
  })
  foreign = site.url.replace('localhost', '127.0.0.1')
  browser = await openBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
beforeEach(async () => {
  site.chunks.length = site.requests.length = 0
  page = await (await browser.newContext()).newPage()
})
// A page that stays open goes on sending.
afterEach(() => page.context().close())
const open = async (parent: string, child: string): Promise<void> => {
  tags = { '/': parent, '/child': child }
  await page.goto(site.url)
}
/** Events of what arrived, by session and tab. */
async function tabs(): Promise<{ session: string; tab: string; events: PlayheadEvent[] }[]> {
  const found = new Map<string, { session: string; tab: string; seqs: Map<number, Uint8Array> }>()
  for (const { body } of site.chunks) {
    const { session, tab, seq } = readChunk(body).header
    const place = found.get(session + tab) ?? { session, tab, seqs: new Map<number, Uint8Array>() }
    place.seqs.set(seq, body)
    found.set(session + tab, place)
  }
  return Promise.all(
    [...found.values()].map(async ({ session, tab, seqs }) => {
      const ordered = [...seqs].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)
      return { session, tab, events: await readEvents(ordered) }
    }),
  )
}
const granted = 'data-consent="granted" data-privacy="relaxed"'
const holds = (events: readonly PlayheadEvent[], text: string): boolean => rebuild(events).html().includes(text)
const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 100 })

test('a frame of another origin that is named and names its page is a tab of the same session', async () => {
  await open(`${granted} data-frames="${foreign}"`, `${granted} data-frames="${site.url}"`)
  await eventually(async () => {
    const [child, parent] = (await tabs()).toSorted((a, b) => Number(holds(a.events, 'shop')) - Number(holds(b.events, 'shop')))
    expect(holds(child!.events, 'told apart')).toBe(true)
    expect(child!.session).toBe(parent!.session)
    expect(parent!.events.find(({ type }) => type === 'foreignFrame')).toMatchObject({ tab: child!.tab })
    expect(child!.events.find(({ type }) => type === 'embedded')).toMatchObject({ origin: site.url })
    const visitors = [child!, parent!].map(({ events }) => events.find((event) => event.type === 'start')?.visitor)
    expect(visitors[0]).toBe(visitors[1])
    expect(child!.events.some(({ type }) => type === 'page')).toBe(false)
  })
  const frame = page.frames().find((one) => one.url().includes('/child'))!
  // It is joined for now: nothing of the other site's visit is remembered there.
  // (A browser may forbid it storage altogether.)
  expect(await frame.evaluate('(() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } })()')).toBe(0)
  // The page's recording ends: so does the frame's, and begins again with it.
  await page.evaluate('playhead.stop()')
  await eventually(async () => expect(await frame.evaluate('playhead.status().recording')).toBe(false))
  await page.evaluate('playhead.start()')
  await eventually(async () => expect(await frame.evaluate('playhead.status().recording')).toBe(true))
  expect(new Set((await tabs()).map(({ session }) => session)).size).toBe(1)
  await page.evaluate('playhead.consent.withdraw()')
  await eventually(async () => expect(await frame.evaluate('playhead.status().recording')).toBe(false))
})

test.each([
  ['not named by its page', () => `${granted} data-frames="https://else.example"`, () => `${granted} data-frames="${site.url}"`],
  ['not naming its page', () => `${granted} data-frames="${foreign}"`, () => `${granted} data-frames="https://else.example"`],
  ['of a page that is not recorded', () => `data-frames="${foreign}"`, () => `${granted} data-frames="${site.url}"`],
])('a frame, %s, records itself, apart', { timeout: 20_000 }, async (_, parent, child) => {
  await open(parent(), child())
  await eventually(async () => {
    const found = (await tabs()).find(({ events }) => holds(events, 'told apart'))!
    expect(found.events.some(({ type }) => type === 'embedded')).toBe(false)
    expect(found.events.some(({ type }) => type === 'page')).toBe(true)
  })
  const all = await tabs()
  expect(new Set(all.map(({ session }) => session)).size).toBe(all.length)
  expect(all.flatMap(({ events }) => events).some(({ type }) => type === 'foreignFrame')).toBe(false)
})

// A page before may still be asking while it closes.
test('a frame without consent of its own joins nothing', { retry: 2 }, async () => {
  await open(`${granted} data-frames="${foreign}"`, `data-frames="${site.url}"`)
  await eventually(async () => expect((await tabs()).some(({ events }) => holds(events, 'shop'))).toBe(true))
  expect(site.requests.filter(({ path }) => path.startsWith('/extra/'))).toHaveLength(1)
  expect((await tabs()).length).toBe(1)
})
