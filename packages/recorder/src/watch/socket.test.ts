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
test('a WebSocket opens, talks and closes, and is what it was to the page', { timeout: 30_000 }, async () => {
  const page = await openPage('window.Plain = WebSocket')
  const facts = await run(
    page,
    `class Own extends WebSocket {}
     const socket = new Own(at.replace('http', 'ws') + '/talk/12345678?token=canary', ['chat'].slice(1))
     await new Promise((done) => (socket.onopen = done))
     const echoes = new Promise((done) => { let n = 0; socket.addEventListener('message', ({ data }) => ++n === 3 && done(data)) })
     for (const text of ['a', 'bc', 'def']) socket.send(text)
     const last = await echoes
     socket.close(1000)
     await new Promise((done) => (socket.onclose = done))
     let wrong = ''
     try { WebSocket('ws://x') } catch (error) { wrong = error.name }
     return [last, socket instanceof WebSocket, socket instanceof Plain, socket instanceof Own, WebSocket.OPEN, WebSocket.name, WebSocket.prototype === Plain.prototype, wrong]`,
  )
  expect(facts).toEqual(['def', true, true, true, 1, 'WebSocket', true, 'TypeError'])
  await vi.waitFor(async () => expect((await allOf('socket')).at(-1)?.state).toBe('close'), 8000)
  const sockets = await allOf('socket')
  expect(sockets.map(({ state }) => state)).toEqual(['open', 'close'])
  expect(sockets[1]).toMatchObject({
    url: `ws://${backend.host}/talk/:id`,
    sent: 3,
    sentBytes: 6,
    received: 3,
    receivedBytes: 6,
    code: 1000,
  })
  await page.evaluate('window.playhead.stop()')
  expect(await page.evaluate('window.WebSocket === Plain')).toBe(true)
})
