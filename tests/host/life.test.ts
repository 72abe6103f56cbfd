import { chromiumArguments, findChromiumShell } from '@playhead/chromium'
import { openEvents, type PlayheadEvent, readChunk } from '@playhead/wire'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import puppeteer from 'puppeteer-core'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test, vi } from 'vitest'
import { launchWholeBrowser, requireChromium } from '../e2e/harness/browser.ts'
import { type Guest, type HostSite, openHost } from './harness/site.ts'

let browser: Browser
let context: BrowserContext
let site: HostSite

const pages: Readonly<Record<string, string>> = {
  '/a': '<p>first</p><a href="/b">on</a>',
  '/b': '<p>second</p>',
  '/speculate':
    '<p>before</p><script type="speculationrules">{"prerender":[{"source":"list","urls":["/b"],"eagerness":"immediate"}]}</script>',
  '/memory': '<main></main>',
}
const heard = `<script>
  window.heard = []
  addEventListener('pageshow', (event) => heard.push('pageshow ' + event.persisted))
  addEventListener('pagehide', (event) => heard.push('pagehide ' + event.persisted))
  for (const type of ['freeze', 'resume', 'visibilitychange', 'prerenderingchange']) document.addEventListener(type, () => heard.push(type))
</script>`

beforeAll(async () => {
  site = await openHost((path) => {
    const body = pages[path]
    return (
      body &&
      `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>${path}</title>${heard}<!--head-->${body}<!--foot-->`
    )
  })
  // Off by default for its own sake; it is what is tested here.
  browser = await launchWholeBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
beforeEach(async () => {
  context = await browser.newContext()
  for (const chunks of site.chunks.values()) chunks.length = 0
})
afterEach(() => context.close())

async function eventsOf(guest: Guest): Promise<PlayheadEvent[]> {
  const events: PlayheadEvent[] = []
  for (const bytes of site.chunks.get(guest)!) for (const event of await openEvents(readChunk(bytes))) events.push(event)
  return events
}
const recorded = (guest: Guest, type: PlayheadEvent['type']): Promise<void> =>
  vi.waitFor(async () => expect((await eventsOf(guest)).map((event) => event.type)).toContain(type), 20_000)
const open = async (guest: Guest, path: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(site.url(guest) + path)
  return page
}

test('back from the cache, with the recorder as without', async () => {
  const told: Record<string, unknown> = {}
  for (const guest of ['off', 'init'] as const) {
    const page = await open(guest, '/a')
    if (guest === 'init') await recorded('init', 'keyframe')
    await page.evaluate('window.kept = true')
    await page.goto(`${site.url(guest)}/b`)
    if (guest === 'init')
      await vi.waitFor(async () => expect((await eventsOf('init')).filter(({ type }) => type === 'keyframe').length).toBe(2), 20_000)
    // A document that comes back does not load.
    await page.goBack({ waitUntil: 'commit' })
    await vi.waitFor(async () => expect(await page.evaluate('window.heard')).toContain('pageshow true'), 10_000)
    told[guest] = await page.evaluate(`[window.kept, heard.filter((line) => line.startsWith('page'))]`)
    if (guest === 'init')
      await vi.waitFor(
        async () => expect(await eventsOf('init')).toContainEqual(expect.objectContaining({ type: 'page', kind: 'restore' })),
        20_000,
      )
  }
  expect(told['init']).toEqual(told['off'])
})

test('frozen and resumed', async () => {
  // Playwright keeps pages visible, and visible pages are not frozen.
  const other = await puppeteer.launch({ executablePath: requireChromium(findChromiumShell()), args: [...chromiumArguments] })
  try {
    const page = await other.newPage()
    await page.goto(`${site.url('init')}/a`)
    await recorded('init', 'keyframe')
    const session = await page.createCDPSession()
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    await page.bringToFront()
    await page.evaluate(`document.querySelector('p').textContent = 'after'`)
    expect(await page.evaluate('heard.filter((type) => type === "freeze" || type === "resume")')).toEqual(['freeze', 'resume'])
    await vi.waitFor(async () => {
      const states = (await eventsOf('init')).flatMap((event) => (event.type === 'visibility' ? [event.state] : []))
      expect(states).toEqual(expect.arrayContaining(['frozen', 'resumed']))
    }, 20_000)
    await recorded('init', 'add')
  } finally {
    await other.close()
  }
})

test('a page that is only prepared is not recorded; when it is shown, it is', async () => {
  const page = await open('init', '/speculate')
  await recorded('init', 'keyframe')
  await vi.waitFor(() => expect(site.requests).toContain('/b'), 10_000)
  const urls = async (): Promise<string[]> =>
    (await eventsOf('init')).flatMap((event) => (event.type === 'page' ? [new URL(event.url).pathname] : []))
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 3000))`)
  expect(await urls()).toEqual(['/speculate'])
  await page.evaluate(`location.href = '/b'`).catch(() => undefined)
  await vi.waitFor(async () => expect(await urls()).toEqual(['/speculate', '/b']), 20_000)
})

test('a document that is opened anew is told', async () => {
  const page = await open('last', '/a')
  await page.evaluate(`document.open(); document.write('<!doctype html><body><h1>written anew</h1>'); document.close()`)
  await vi.waitFor(async () => expect(await page.evaluate('guest.flush().then(() => guestChunks.length)')).toBeGreaterThan(0), 10_000)
  await page.click('h1')
  const chunks = await page.evaluate<number[][]>('guest.stop().then(() => guestChunks.map((chunk) => [...chunk]))')
  site.chunks.get('last')!.push(...chunks.map((bytes) => new Uint8Array(bytes)))
  const events = await eventsOf('last')
  expect(JSON.stringify(events)).toContain('written anew')
  expect(events.filter(({ type }) => type === 'click')).toHaveLength(1)
  expect(events.filter((event) => event.type === 'loss' && event.what === 'hook-error')).toEqual([])
})

test('what a page lets go of, the recorder lets go of: 50 routes of 2,000 nodes', { timeout: 240_000 }, async () => {
  const grown: Record<string, { nodes: number; bytes: number }> = {}
  for (const guest of ['off', 'last'] as const) {
    const page = await open(guest, '/memory')
    const session = await context.newCDPSession(page)
    await session.send('Performance.enable')
    const measure = async (): Promise<{ nodes: number; bytes: number }> => {
      await page.evaluate('window.guest?.flush().then(() => { guestChunks.length = 0 })')
      for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage')
      const { metrics } = await session.send('Performance.getMetrics')
      const metric = (name: string): number => metrics.find((found) => found.name === name)!.value
      return { nodes: metric('Nodes'), bytes: metric('JSHeapUsedSize') }
    }
    const route = (i: number): Promise<unknown> =>
      page.evaluate(`new Promise((resolve) => {
        history.pushState(null, '', '/route/${i}')
        document.querySelector('main').innerHTML = '<p class="row"><b>text</b></p>'.repeat(667)
        for (const row of document.querySelectorAll('.row:nth-child(10n)')) {
          const root = row.attachShadow({ mode: 'open' })
          root.innerHTML = '<slot></slot>'
          const sheet = new CSSStyleSheet()
          sheet.replaceSync('b { color: red }')
          root.adoptedStyleSheets = [sheet]
        }
        requestAnimationFrame(() => requestAnimationFrame(resolve))
      })`)
    for (let i = 0; i < 10; i++) await route(i)
    const before = await measure()
    for (let i = 10; i < 60; i++) await route(i)
    const after = await measure()
    grown[guest] = { nodes: after.nodes - before.nodes, bytes: after.bytes - before.bytes }
    await page.close()
  }
  console.info(
    `after 50 routes: nodes ${grown['off']!.nodes} without, ${grown['last']!.nodes} with; heap ${grown['off']!.bytes} and ${grown['last']!.bytes} bytes`,
  )
  // One route's worth may still be held when it is measured.
  expect(grown['last']!.nodes - grown['off']!.nodes).toBeLessThan(2500)
  expect(grown['last']!.bytes - grown['off']!.bytes).toBeLessThan(2 << 20)
})
