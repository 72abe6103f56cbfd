import type { EventOf, EventType } from '@playhead/wire'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Backend, openBackend } from '../../test/backend.ts'
import { readEvents } from '../../test/rebuild.ts'
import { openBrowser, openSite, type Site } from '../../test/site.ts'

let browser: Browser
let site: Site
let backend: Backend
/** What the page does before the recorder comes. */
let before = ''
beforeAll(async () => {
  site = await openSite(
    () => `<!doctype html><script>${before}</script><script src="/playhead.js" data-key="k" data-consent="granted"></script><p>page</p>`,
  )
  backend = await openBackend()
  browser = await openBrowser()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await backend?.close()
  await site?.close()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
const allOf = async <T extends EventType>(type: T): Promise<EventOf<T>[]> =>
  (await readEvents(site.chunks.map(({ body }) => body))).filter((event) => event.type === type) as unknown as EventOf<T>[]
async function openPage(early = ''): Promise<Page> {
  before = early
  site.chunks.length = 0
  const page = await browser.newPage()
  await page.goto(site.url)
  await page.waitForFunction('window.playhead.status().recording')
  return page
}
/** Runs `body` in the page, `at` being the backend's address. */
const run = <T>(page: Page, body: string): Promise<T> => page.evaluate(`(async (at) => {${body}})('http://${backend.host}')`) as Promise<T>
const pathOf = ({ url }: { url: string }): string => new URL(url).pathname

test('fetches: their time, and those that fail, are aborted or come bit by bit', { timeout: 30_000 }, async () => {
  const page = await openPage()
  await run(page, `await fetch(at + '/slow'); await fetch(new Request(at + '/missing', { method: 'POST' }))`)
  const said = await run(
    page,
    `const stop = new AbortController(); setTimeout(() => stop.abort(), 50)
     const kinds = []
     for (const [path, init] of [['/cut'], ['/hang', { signal: stop.signal }]]) await fetch(at + path, init).catch((error) => kinds.push(error.name))
     return [...kinds, await (await fetch(at + '/stream')).text()]`,
  )
  expect(said).toEqual(['TypeError', 'AbortError', 'onetwo'])
  await vi.waitFor(async () => expect(await allOf('request')).toHaveLength(5), 8000)
  const requests = await allOf('request')
  expect(requests.map((request) => [pathOf(request), request.method, request.status])).toEqual([
    ['/slow', 'GET', 200],
    ['/missing', 'POST', 404],
    ['/cut', 'GET', 0],
    ['/hang', 'GET', 0],
    ['/stream', 'GET', 200],
  ])
  expect(requests[0]!.durationMs).toBeGreaterThanOrEqual(195)
  expect(requests[1]!.responseBytes).toBe(5)
  expect(requests[3]!.durationMs).toBeLessThan(1000)
  expect(requests[4]!.responseBytes).toBe(undefined)
})

test('a rejection that nobody handles is reported once, one that is handled never', { timeout: 30_000 }, async () => {
  const page = await openPage()
  await run(page, `window.seen = 0; addEventListener('unhandledrejection', () => window.seen++); void fetch(at + '/cut')`)
  await page.waitForFunction('window.seen')
  await run(page, `await fetch(at + '/cut').catch(() => 0); void Promise.reject(new RangeError('own'))`)
  await page.waitForFunction('window.seen === 2')
  await vi.waitFor(
    async () => expect((await allOf('error')).map(({ message }) => message.split(':')[0])).toEqual(['TypeError', 'RangeError']),
    8000,
  )
  expect((await allOf('request')).map(({ status }) => status)).toEqual([0, 0])
})

test('a page’s own kind of fetch and promise goes on as it was', { timeout: 30_000 }, async () => {
  const page = await openPage(`
    const real = fetch
    window.given = []
    window.fetch = (...args) => { const promise = Object.assign(real(...args), { abort: () => 'aborted' }); given.push(promise); return promise }
`)
  const kept = await run(
    page,
    `const one = fetch(at + '/slow'); const same = one === given.at(-1); return [same, one.abort(), await (await one).text()]`,
  )
  expect(kept).toEqual([true, 'aborted', 'slow'])
  await run(page, `await fetch(at + '/cut').then(() => 0, () => 0)`)
  await vi.waitFor(async () => expect((await allOf('request')).map(({ status }) => status)).toEqual([200, 0]), 8000)
  const other = await openPage(`window.fetch = () => ({ then: (done) => done('not a response') })`)
  expect(await run(other, `return await fetch('/x')`)).toBe('not a response')
})

test('XHR: asynchronous, opened again, and one that blocks the page; beacons', { timeout: 30_000 }, async () => {
  const page = await openPage()
  const told = await run(
    page,
    `const load = (xhr) => new Promise((done) => xhr.addEventListener('loadend', () => done(xhr.status)))
     const one = new XMLHttpRequest(); one.open('post', at + '/plain'); one.send('x'); const first = await load(one)
     const two = new XMLHttpRequest(); two.open('GET', at + '/hang'); two.send(); two.open('GET', at + '/missing'); two.send(); const second = await load(two)
     const three = new XMLHttpRequest(); three.open('GET', at + '/slow', false); three.send()
     navigator.sendBeacon(at + '/beacon', 'x')
     return [first, second, three.responseText]`,
  )
  expect(told).toEqual([200, 404, 'slow'])
  await vi.waitFor(async () => expect(await allOf('request')).toHaveLength(4), 8000)
  const requests = await allOf('request')
  expect(requests.map((request) => [request.kind, request.method, pathOf(request), request.status])).toEqual([
    ['xhr', 'POST', '/plain', 200],
    ['xhr', 'GET', '/missing', 404],
    ['xhr', 'GET', '/slow', 200],
    ['beacon', 'POST', '/beacon', 0],
  ])
  expect(requests[2]!.durationMs).toBeGreaterThanOrEqual(195)
})
