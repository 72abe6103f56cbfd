import { readChunk } from '@playhead/wire'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readEvents, rebuild } from '../test/rebuild.ts'
import { openBrowser, openSite, type Site } from '../test/site.ts'

let browser: Browser
let site: Site
let tag = ''
let round = 0
const body =
  '<link rel="stylesheet" href="/style.css"><button class="known" onclick="document.querySelector(\'p\').textContent=Math.random()">Buy</button><p>text</p><a href="/two">two</a>'
beforeAll(async () => {
  site = await openSite((path) => `<!doctype html><title>t</title>${tag}${path === '/bare' ? '' : body}`)
  browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
let key = ''
beforeEach(() => {
  key = `k${++round}`
  site.requests.length = site.chunks.length = site.answers.length = 0
  site.want = []
})
const withTag = (attributes: string): void => {
  tag = `<script async src="/playhead.js" data-key="${key}" ${attributes}></script>`
}
type Api = {
  playhead: {
    consent: { grant(): void; withdraw(): void }
    track(name: string, more: object): void
    status(): { recording: boolean; reason: string }
  }
}
const call = <T>(page: Page, what: (api: Api['playhead']) => T): Promise<T> =>
  page.evaluate(`(${String(what)})(window.playhead)`) as Promise<T>
const openPage = async (more: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => (await browser.newContext(more)).newPage()
const chunks = (): Site['chunks'] => site.chunks.filter(({ query }) => query.get('k') === key)
/** What arrived, each chunk once: one that was in flight when the page went comes twice. */
const events = (): ReturnType<typeof readEvents> => {
  const bySeq = new Map(chunks().map(({ body: bytes }) => [readChunk(bytes).header.seq, bytes]))
  return readEvents([...bySeq].sort(([a], [b]) => a - b).map(([, bytes]) => bytes))
}

test('without consent: the loader alone, no storage; after it: everything, earlier calls too', async () => {
  withTag('')
  const page = await openPage()
  await page.goto(site.url)
  await page.waitForFunction('window.playhead')
  await call(page, (api) => api.track('early', { plan: 'pro' }))
  expect(await call(page, (api) => api.status().reason)).toBe('consent')
  expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0)
  expect(site.requests.map(({ path }) => path)).toEqual(['/playhead.js'])
  await call(page, (api) => api.consent.grant())
  await vi.waitFor(
    async () => expect((await events()).map(({ type }) => type)).toEqual(expect.arrayContaining(['keyframe', 'start', 'page', 'track'])),
    8000,
  )
  await call(page, (api) => api.track('unsent', {}))
  await call(page, (api) => api.consent.withdraw())
  expect(await call(page, (api) => api.status())).toEqual({ recording: false, reason: 'denied' })
  await vi.waitFor(async () => expect((await events()).at(-1)).toMatchObject({ type: 'end', reason: 'withdraw' }), 8000)
  expect((await events()).filter(({ type }) => type === 'track')).toHaveLength(1)
  expect(await page.evaluate('localStorage.getItem("playhead")')).toBe(null)
  expect(await page.evaluate('sessionStorage.length')).toBe(0)
  await page.close()
})

test(
  'a visit over two pages: one session and tab, seq without holes, the last second on exit, wanted assets',
  { timeout: 30_000 },
  async () => {
    withTag('data-consent="granted" data-privacy="relaxed"')
    const page = await openPage()
    await page.goto(site.url)
    await vi.waitFor(() => expect(chunks().length).toBeGreaterThan(0), 8000)
    await vi.waitFor(async () => expect((await events()).some(({ type }) => type === 'asset')).toBe(true), 8000)
    const asset = (await events()).find((event) => event.type === 'asset')!
    expect(asset).toMatchObject({ url: `${site.url}/style.css`, mime: 'text/css' })
    site.want = ['hash' in asset ? asset.hash : '']
    await page.click('button')
    await page.click('a')
    await vi.waitFor(async () => expect((await events()).filter(({ type }) => type === 'keyframe').length).toBeGreaterThanOrEqual(2), 8000)
    await vi.waitFor(
      () =>
        expect(
          site.requests.some(
            ({ path, body: bytes }) => path === '/i/asset' && new TextDecoder().decode(bytes).includes(`url("${site.url}/a.png")`),
          ),
        ).toBe(true),
      8000,
    )
    const headers = chunks().map(({ body: bytes }) => readChunk(bytes).header)
    const seqs = [...new Set(headers.map(({ seq }) => seq))].sort((a, b) => a - b)
    expect(seqs).toEqual(seqs.map((_, i) => i))
    expect(new Set(headers.map(({ session, tab }) => session + tab)).size).toBe(1)
    expect(headers.every(({ session, tab, view }) => [session, tab, view].every((id) => /^[\w-]{22}$/.test(id)))).toBe(true)
    expect(chunks().at(-1)!.query.get('t')).toBe('tok')
    const all = await events()
    expect(all.filter(({ type }) => type === 'start')).toHaveLength(1)
    const clicks = all.filter((event) => event.type === 'click')
    expect(clicks.map((event) => event.name)).toEqual(['Buy', 'two'])
    expect(clicks[0]).toMatchObject({ key: 'body>button:1', interactive: true, tag: 'button', ordinal: 1 })
    expect(all.filter((event) => event.type === 'response').map((event) => event.kind)).toEqual(['mutation', 'navigation'])
    expect(rebuild(all).unplaced).toBe(0)
    await page.close()
  },
)

test('the next page hands over what this one could not, and reads nothing twice', { timeout: 30_000 }, async () => {
  withTag('data-consent="granted" data-privacy="relaxed"')
  const page = await openPage()
  const uploads: { hash: string; isOpen: boolean }[] = []
  let isOpen = false
  await page.route('**/i/asset*', (route) => {
    uploads.push({ hash: new URL(route.request().url()).searchParams.get('h')!, isOpen })
    return isOpen ? route.fulfill({ status: 204 }) : route.abort()
  })
  await page.goto(site.url)
  const assets = async (): Promise<string[]> =>
    (await events()).flatMap((event) => (event.type === 'asset' && event.hash ? [event.hash] : []))
  const told = (count: number): Promise<void> => vi.waitFor(async () => expect(await assets()).toHaveLength(count), 8000)
  await told(1)
  const [hash] = await assets()
  // The next page knows it, and reads nothing.
  const reads: string[] = []
  page.on('request', (request) => request.resourceType() === 'fetch' && reads.push(new URL(request.url()).pathname))
  await page.click('a')
  await told(2)
  expect(await assets()).toEqual([hash, hash])
  expect(reads).not.toContain('/style.css')
  expect(uploads).toEqual([])
  // The one after it is asked for it, and cannot hand it over.
  site.want = [hash!]
  await page.goto(`${site.url}/three`)
  await vi.waitFor(() => expect(uploads).toContainEqual({ hash, isOpen }), 8000)
  isOpen = true
  await page.goto(`${site.url}/bare`)
  await vi.waitFor(() => expect(uploads).toContainEqual({ hash, isOpen }), 8000)
  expect(new Set(uploads.map((upload) => upload.hash))).toEqual(new Set([hash]))
  await page.close()
})

test('overload is waited out, in order', { timeout: 30_000 }, async () => {
  withTag('data-consent="granted"')
  site.answers.push({ status: 503, headers: { 'retry-after': '1' } }, { status: 429 })
  const page = await openPage()
  await page.goto(site.url)
  await vi.waitFor(() => expect(chunks().length).toBeGreaterThan(0), 15_000)
  expect((await events())[0]).toMatchObject({ type: 'keyframe' })
  await page.close()
})

test('a browser that opts out is left alone, whatever the page says', async () => {
  withTag('data-consent="granted"')
  const page = await openPage()
  await page.addInitScript('Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true })')
  await page.goto(site.url)
  await page.waitForFunction('window.playhead')
  await call(page, (api) => api.consent.grant())
  expect(site.requests.some(({ path }) => path === '/playhead-1.js')).toBe(false)
  expect(chunks()).toEqual([])
  await page.close()
})
