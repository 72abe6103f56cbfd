import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { until } from './until.ts'

let attributes = ''
const bed: Bed = useBed(
  () => `<!doctype html>${bed.tag(attributes).replace('async', '')}<p>page</p><canvas width="40" height="40"></canvas>`,
)
const { allOf, events, run } = bed
async function openPage(given: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  attributes = given
  const page = await bed.context.newPage()
  await prepare?.(page)
  await page.goto(bed.site.url)
  return page
}
const recording = (page: Page): Promise<unknown> => page.waitForFunction('window.playhead.status().recording')
const fetched = (): string[] =>
  bed
    .requests()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('/extra'))

test('by default no extra is fetched', async () => {
  const page = await openPage('data-consent="granted"')
  await recording(page)
  await until(async () => expect(await allOf('keyframe')).toHaveLength(1))
  expect(fetched()).toEqual([])
})

test('an extra is fetched when recording begins, not before there is consent', async () => {
  const page = await openPage('data-state')
  await page.waitForFunction('window.playhead')
  await page.evaluate('window.playhead.state("early", 1)')
  expect(bed.requests().map(({ path }) => path)).toEqual(['/playhead.js'])
  await page.evaluate('window.playhead.consent.grant()')
  await recording(page)
  await page.evaluate('window.playhead.state("cart", { title: "Shoes", seats: 3 }, "add")')
  await until(async () => expect((await allOf('appState')).at(-1)).toBeTruthy())
  expect((await allOf('appState')).at(-1)).toMatchObject({
    name: 'cart',
    action: 'add',
    isWhole: true,
    patch: '{"title":"Xxxxx","seats":"[number]"}',
  })
  expect((await allOf('appState'))[0]).toMatchObject({ name: 'early', patch: '"[number]"' })
  expect(fetched()).toEqual(['/extra/state.js'])
})

test('headers and bodies of chosen requests, redacted; the page reads them as ever', async () => {
  const page = await openPage('data-consent="granted"')
  await recording(page)
  await page.evaluate('window.playhead.stop()')
  await page.addScriptTag({ url: '/extra/network.js' })
  await run(
    page,
    `window.playhead.init({ key: '${bed.key}', host: location.origin, consent: 'granted', privacy: 'relaxed',
       network: { urls: [at + '/echo*'], headers: ['x-request-id', 'x-secret'], unmask: ['plan'] } })`,
  )
  const read = await run(
    page,
    `const body = JSON.stringify({ plan: 'pro', name: 'Ada canary', age: 40, password: 'canary-password', list: [{ cardNumber: 'canary-4111' }] })
     const one = await (await fetch(at + '/echo?q=canary-query', { method: 'POST', body })).json()
     const xhr = new XMLHttpRequest()
     const two = await new Promise((done) => { xhr.onload = () => done(xhr.response); xhr.responseType = 'json'; xhr.open('POST', at + '/echo/two'); xhr.send(body) })
     await fetch(at + '/plain').then((response) => response.text())
     await fetch(at + '/echo/form', { method: 'POST', body: new URLSearchParams({ mail: 'canary@example.org', plan: 'free' }) })
     await fetch(new Request(at + '/echo/object', { method: 'POST', body: 'canary text' }))
     return [one.name, two.age]`,
  )
  expect(read).toEqual(['Ada canary', 40])
  await until(async () => expect(await allOf('payload')).toHaveLength(4))
  const payloads = await allOf('payload')
  const said = { plan: 'pro', name: 'Xxx xxxxxx', age: 40, list: [{}] }
  const parse = (text: string | undefined): unknown => JSON.parse(text ?? 'null') as unknown
  const [first, second, form, object] = payloads.map((payload) => ({
    url: new URL(payload.url).pathname,
    status: payload.status,
    request: parse(payload.request),
    response: parse(payload.response),
  }))
  expect(first).toEqual({
    url: '/echo',
    status: 201,
    request: { headers: {}, body: said },
    response: { headers: { 'content-type': 'application/json', 'x-request-id': 'r1' }, body: said },
  })
  expect(second).toMatchObject({ url: '/echo/two', request: { body: said }, response: { body: said } })
  expect(form).toMatchObject({ request: { body: { mail: 'xxxxxx@xxxxxxx.xxx', plan: 'free' } } })
  expect(object).toMatchObject({ request: { body: '[stream]' }, response: { body: 'xxxxxx xxxx' } })
  expect(JSON.stringify(await events())).not.toContain('canary')
  const order = (await events()).filter(({ type }) => type === 'request' || type === 'payload')
  expect(order.slice(0, 2).map(({ type }) => type)).toEqual(['request', 'payload'])
})

test('what the console’s objects consist of', async () => {
  const page = await openPage('data-consent="granted" data-console="structured" data-privacy="relaxed"')
  await recording(page)
  await until(() => expect(fetched()).toEqual(['/extra/console.js']))
  await until(async () => {
    await page.evaluate('console.log("cart", { title: "canary", n: 2, token: "canary" }, [true])')
    expect((await allOf('console')).at(-1)?.message).toBe('cart {"title":"xxxxxx","n":2} [true]')
  })
})

test('an extra that cannot be fetched is told as lost, and the rest is recorded', async () => {
  const page = await openPage('data-consent="granted" data-canvas data-network="bodies"', (opened) =>
    opened.route('**/extra/canvas.js*', (route) => route.abort()),
  )
  await recording(page)
  await until(async () => expect(await allOf('loss')).toContainEqual(expect.objectContaining({ what: 'extra', detail: 'canvas' })))
  expect((await allOf('loss')).filter(({ what }) => what === 'extra')).toHaveLength(1)
  expect(fetched()).toEqual(['/extra/network.js'])
  expect(await allOf('keyframe')).toHaveLength(1)
})

test('a canvas that was there before its extra came is told', async () => {
  const page = await openPage('data-consent="granted" data-canvas data-privacy="relaxed"')
  await recording(page)
  await page.evaluate(
    `(() => { const context = document.querySelector('canvas').getContext('2d'); context.fillStyle = 'red'; context.fillRect(0, 0, 40, 40) })()`,
  )
  await until(async () => expect((await allOf('canvas')).length).toBeGreaterThan(0))
})
