import { readChunk } from '@playhead/wire'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readEvents } from '../test/rebuild.ts'
import { openBrowser, openSite, type Site } from '../test/site.ts'

let browser: Browser
let context: BrowserContext
let site: Site
let key = ''
let round = 0
let body = ''
let script = ''
beforeAll(async () => {
  site = await openSite(
    (path) =>
      `<!doctype html><title>t</title>${path === '/early' ? script.replace('async', '') : script}${path === '/early' ? '<script>playhead.track("before", {});playhead.consent.withdraw()</script>' : ''}<button>Buy</button><p>text</p>${body}`,
  )
  browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
beforeEach(async () => {
  key = `life${++round}`
  body = ''
  script = `<script async src="/playhead.js" data-key="${key}" data-consent="granted"></script>`
  site.chunks.length = site.answers.length = 0
  context = await browser.newContext()
})
const chunks = (): Site['chunks'] => site.chunks.filter(({ query }) => query.get('k') === key)
const header = ({ body: bytes }: Site['chunks'][number]): ReturnType<typeof readChunk>['header'] => readChunk(bytes).header
const eventsOf = (found: Site['chunks']): ReturnType<typeof readEvents> => readEvents(found.map(({ body: bytes }) => bytes))
const typesOf = async (found: Site['chunks']): Promise<string[]> => (await eventsOf(found)).map(({ type }) => type)
const remembered = (page: Page): Promise<string[]> =>
  page.evaluate('[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()') as Promise<string[]>
const status = (page: Page): Promise<{ recording: boolean; reason: string }> =>
  page.evaluate('window.playhead.status()') as Promise<{ recording: boolean; reason: string }>
async function open(path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript('const now = Date.now.bind(Date); window.aheadMs = 0; Date.now = () => now() + window.aheadMs')
  const before = chunks().length
  await page.goto(site.url + path)
  if (path === '/') await vi.waitFor(() => expect(chunks().length).toBeGreaterThan(before), 10_000)
  return page
}

test('a withdrawal in one tab ends the other, which remembers nothing again', { timeout: 40_000 }, async () => {
  const one = await open()
  const two = await open()
  await one.evaluate('window.playhead.consent.withdraw()')
  await vi.waitFor(async () => expect(await status(two)).toEqual({ recording: false, reason: 'denied' }), 5000)
  const before = chunks().length
  await two.waitForTimeout(1100)
  await two.mouse.move(50, 50)
  await two.click('button')
  await two.goto(`${site.url}/`)
  await two.waitForTimeout(500)
  expect(await remembered(two)).toEqual(['playhead.consent'])
  expect(await status(two)).toMatchObject({ recording: false })
  // The withdrawing tab's own farewell may come late.
  for (const type of await typesOf(chunks().slice(before))) expect(type).toBe('end')
})

test('a choice is read again before anything is remembered, though nothing told of it', { timeout: 40_000 }, async () => {
  const page = await open()
  // A document hears nothing of what it stores itself.
  await page.evaluate('localStorage.clear(); sessionStorage.clear(); localStorage.setItem("playhead.consent", "denied")')
  await page.waitForTimeout(1100)
  await page.mouse.move(50, 50)
  await page.mouse.move(60, 60)
  expect(await status(page)).toEqual({ recording: false, reason: 'denied' })
  expect(await remembered(page)).toEqual(['playhead.consent'])
})

test('a withdrawal before the recorder is there forgets what was remembered', { timeout: 40_000 }, async () => {
  const page = await open()
  await vi.waitFor(async () => expect(await remembered(page)).toContain('playhead'))
  script = `<script async src="/playhead.js" data-key="${key}"></script>`
  await page.goto(`${site.url}/early`)
  expect(await remembered(page)).toEqual(['playhead.consent'])
  await page.waitForTimeout(500)
  expect(await remembered(page)).toEqual(['playhead.consent'])
  expect(await typesOf(chunks())).not.toContain('track')
})

test('after a sleep: the old session ends when it last was one, the next begins without its token', { timeout: 40_000 }, async () => {
  const page = await open()
  const first = header(chunks()[0]!).session
  await page.waitForTimeout(500)
  await page.evaluate('window.aheadMs = 31 * 60_000')
  await page.mouse.move(10, 10)
  await page.click('button')
  const next = (): Site['chunks'] => chunks().filter((chunk) => header(chunk).session !== first)
  await vi.waitFor(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start', 'click'])), 10_000)
  expect(next()[0]!.query.get('t')).toBe(null)
  const old = await eventsOf(chunks().filter((chunk) => header(chunk).session === first))
  expect(old.at(-1)).toMatchObject({ type: 'end', reason: 'roll' })
  expect(old.at(-1)!.timeMs - old[0]!.timeMs).toBeLessThan(60_000)
  expect(await status(page)).toEqual({ recording: true, reason: 'recording' })
})

test('back from the cache after the session was over: a new one, with its start', { timeout: 40_000 }, async () => {
  const page = await open()
  const first = header(chunks()[0]!).session
  await page.evaluate(`window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    window.aheadMs = 31 * 60_000
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
  const next = (): Site['chunks'] => chunks().filter((chunk) => header(chunk).session !== first)
  await vi.waitFor(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start'])), 10_000)
  expect(header(next()[0]!).seq).toBe(0)
  expect(next()[0]!.query.get('t')).toBe(null)
  const old = await eventsOf(chunks().filter((chunk) => header(chunk).session === first))
  expect(Math.max(...old.map(({ timeMs }) => timeMs)) - old[0]!.timeMs).toBeLessThan(60_000)
})

test('what a page does by itself while nobody is there makes no session longer', { timeout: 40_000 }, async () => {
  const page = await open()
  await page.evaluate(`window.aheadMs = 6 * 60_000; document.querySelector('p').textContent = 'ticked'; console.log('tick')`)
  await vi.waitFor(async () => expect(await typesOf(chunks())).toContain('end'), 10_000)
  const told = await eventsOf(chunks())
  expect(told.filter(({ type }) => type === 'console' || type === 'text')).toEqual([])
  expect(told.find(({ type }) => type === 'end')).toMatchObject({ reason: 'idle' })
  expect(Math.max(...told.map(({ timeMs }) => timeMs)) - told[0]!.timeMs).toBeLessThan(60_000)
  expect(await status(page)).toEqual({ recording: false, reason: 'idle' })
})

test('a page too large to be told: its signals alone, no second keyframe at once', { timeout: 60_000 }, async () => {
  let seed = 1
  const random = (): string => String((seed = (seed * 48271) % 2147483647))
  for (let i = 0; i < 14_000; i++) body += `<svg><path d="M${Array.from({ length: 16 }, random).join(' ')}"/></svg>`
  const page = await open()
  await page.click('button')
  await page.waitForTimeout(4000)
  const types = await typesOf(chunks())
  expect(types).toEqual(expect.arrayContaining(['start', 'page', 'click', 'loss']))
  expect(types).not.toContain('keyframe')
  expect(chunks().every(({ body: bytes }) => bytes.length < 1 << 20)).toBe(true)
  expect((await eventsOf(chunks())).filter((event) => event.type === 'loss' && event.what === 'chunk')).toHaveLength(1)
})

test('refused over and over: a few tries, then it is said', { timeout: 60_000 }, async () => {
  for (let i = 0; i < 40; i++) site.answers.push({ status: 413 })
  const page = await context.newPage()
  const posts: number[] = []
  page.on('request', (request) => request.url().includes('/i?') && posts.push(Date.now()))
  await page.goto(site.url)
  await vi.waitFor(async () => expect((await status(page)).reason).toBe('refused:slow-down'), 30_000)
  expect(posts.length).toBeLessThanOrEqual(7)
})
