import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { until } from './until.ts'

/** What the page does before the recorder comes. */
let before = ''
const bed: Bed = useBed(
  () => `<!doctype html><script>${before}</script>${bed.tag('data-consent="granted"').replace('async', '')}<p>page</p>`,
)
const { allOf, run } = bed
async function openPage(early = ''): Promise<Page> {
  before = early
  const page = await bed.context.newPage()
  await page.goto(bed.site.url)
  await page.waitForFunction('window.playhead.status().recording')
  return page
}
const pathOf = ({ url }: { url: string }): string => new URL(url).pathname

test('fetches: their time, and those that fail, are aborted or come bit by bit', async () => {
  const page = await openPage()
  await run(page, `await fetch(at + '/slow'); await fetch(new Request(at + '/missing', { method: 'POST' }))`)
  const said = await run(
    page,
    `const stop = new AbortController(); setTimeout(() => stop.abort(), 50)
     const kinds = []
     const from = Date.now()
     for (const [path, init] of [['/cut'], ['/hang', { signal: stop.signal }]]) await fetch(at + path, init).catch((error) => kinds.push(error.name))
     window.tookMs = Date.now() - from
     return [...kinds, await (await fetch(at + '/stream')).text()]`,
  )
  expect(said).toEqual(['TypeError', 'AbortError', 'onetwo'])
  await until(async () => expect(await allOf('request')).toHaveLength(5))
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
  // It ends when it is aborted: what the page waited for it.
  expect(requests[3]!.durationMs).toBeLessThanOrEqual((await page.evaluate<number>('window.tookMs')) + 20)
  expect(requests[4]!.responseBytes).toBe(undefined)
})

test('a rejection that nobody handles is reported once, one that is handled never', async () => {
  const page = await openPage()
  await run(page, `window.seen = 0; addEventListener('unhandledrejection', () => window.seen++); void fetch(at + '/cut')`)
  await page.waitForFunction('window.seen')
  await run(page, `await fetch(at + '/cut').catch(() => 0); void Promise.reject(new RangeError('own'))`)
  await page.waitForFunction('window.seen === 2')
  await until(async () => expect((await allOf('error')).map(({ message }) => message.split(':')[0])).toEqual(['TypeError', 'RangeError']))
  expect((await allOf('request')).map(({ status }) => status)).toEqual([0, 0])
})

test('a page’s own kind of fetch and promise goes on as it was', async () => {
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
  await until(async () => expect((await allOf('request')).map(({ status }) => status)).toEqual([200, 0]))
  const other = await openPage(`window.fetch = () => ({ then: (done) => done('not a response') })`)
  expect(await run(other, `return await fetch('/x')`)).toBe('not a response')
})

test('XHR: asynchronous, opened again, and one that blocks the page; beacons', async () => {
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
  await until(async () => expect(await allOf('request')).toHaveLength(4))
  const requests = await allOf('request')
  expect(requests.map((request) => [request.kind, request.method, pathOf(request), request.status])).toEqual([
    ['xhr', 'POST', '/plain', 200],
    ['xhr', 'GET', '/missing', 404],
    ['xhr', 'GET', '/slow', 200],
    ['beacon', 'POST', '/beacon', 0],
  ])
  expect(requests[2]!.durationMs).toBeGreaterThanOrEqual(195)
})

test('a WebSocket opens, talks and closes, and is what it was to the page', async () => {
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
  await until(async () => expect((await allOf('socket')).at(-1)?.state).toBe('close'))
  const sockets = await allOf('socket')
  expect(sockets.map(({ state }) => state)).toEqual(['open', 'close'])
  expect(sockets[1]).toMatchObject({
    url: `ws://${bed.backend.host}/talk/:id`,
    sent: 3,
    sentBytes: 6,
    received: 3,
    receivedBytes: 6,
    code: 1000,
  })
  await page.evaluate('window.playhead.stop()')
  expect(await page.evaluate('window.WebSocket === Plain')).toBe(true)
})
