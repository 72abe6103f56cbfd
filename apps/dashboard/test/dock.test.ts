import { join } from 'node:path'
import { encodeChunk, type PlayheadEvent } from '@playhead/wire'
import { build } from 'esbuild'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tests/e2e/harness/browser.ts'
import { root, type RunningServer, startServer } from '../../../tests/e2e/harness/server.ts'
import type { DockPage } from './dock-page.tsx'

type Scope = { dockPage: DockPage }
let server: RunningServer
let browser: Browser
let page: Page
let frameUrl: string

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1200, height: 900 } })
  page = await context.newPage()
  const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' }
  await page.request.post('/api/v1/setup', { data: { token: server.setupUrl.split('#token=')[1], ...account } })
  frameUrl = ((await (await page.request.get('/api/v1/replay-frame')).json()) as { url: string }).url
  // The dock over a real player, on a page of the server's own: nobody else may embed the frame.
  const built = await build({
    entryPoints: [join(root, 'apps/dashboard/test/dock-page.tsx')],
    bundle: true,
    write: false,
    outdir: '/',
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const bodyOf = (type: string): string => built.outputFiles.find(({ path }) => path.endsWith(type))!.text
  const html =
    '<!doctype html><link rel="stylesheet" href="/dock-page.css"><body style="margin:0">' +
    '<div id="stage" style="height:400px"></div><div id="dock" style="height:400px"></div><script src="/dock-page.js"></script>'
  await context.route('**/dock-page.html', (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await context.route('**/dock-page.js', (route) => route.fulfill({ contentType: 'text/javascript', body: bodyOf('.js') }))
  await context.route('**/dock-page.css', (route) => route.fulfill({ contentType: 'text/css', body: bodyOf('.css') }))
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const startMs = 1_700_000_000_000
type At<T extends PlayheadEvent = PlayheadEvent> = T extends PlayheadEvent ? Omit<T, 'timeMs'> & { at: number } : never

async function chunkOf(events: readonly At[]): Promise<string> {
  const id = { session: 'S'.repeat(22), tab: 'T'.repeat(22), view: 'V'.repeat(22), seq: 0, baseSeq: 0, last: true, sentMs: startMs }
  const timed = events.map(({ at, ...event }) => ({ ...event, timeMs: startMs + at }))
  return Buffer.from(await encodeChunk(id, timed)).toString('base64')
}
/** html 2, head 3, body 4, button 5 and its text 6, p 7 and its text 8. */
const beginning: readonly At[] = [
  {
    type: 'keyframe', at: 0, nodes: 8, doctype: '<!DOCTYPE html>', url: 'https://shop.example/', base: 'https://shop.example/',
    html: '<html><head></head><body style="margin:0"><button id="pay" class="wide">Pay now</button><p>Nothing in the basket</p></body></html>',
    width: 800, height: 400, scrollX: 0, scrollY: 0, splits: [], empties: [],
  }, // prettier-ignore
  { type: 'page', at: 0, view: 'v', url: 'https://shop.example/cart', title: 'Cart', kind: 'load' },
  { type: 'viewport', at: 0, width: 800, height: 400, pixelRatio: 1 },
]
const request = (at: number, method: string, path: string, status: number): At => ({
  type: 'request', at, kind: 'fetch', method, url: `https://shop.example${path}`, status, durationMs: 200, responseBytes: 1400,
}) // prettier-ignore
const everything: readonly At[] = [
  ...beginning,
  { type: 'appState', at: 500, name: 'cart', isWhole: true, patch: '{"count":1,"lines":[]}' },
  { type: 'console', at: 1000, level: 'log', message: 'Shop ready' },
  { type: 'console', at: 1010, level: 'log', message: 'Shop ready' },
  request(2000, 'GET', '/api/stock', 200),
  { type: 'payload', at: 2010, method: 'GET', url: 'https://shop.example/api/stock', status: 200, request: '{"headers":{},"body":null}', response: '{"headers":{"content-type":"application/json"},"body":{"left":7}}' }, // prettier-ignore
  { type: 'console', at: 3000, level: 'warn', message: 'Few are left' },
  { type: 'appState', at: 4000, name: 'cart', action: 'cart/add', isWhole: false, patch: '{"/count":2,"/lines/0":"mug"}' },
  { type: 'text', at: 4000, id: 8, text: 'One mug' },
  { type: 'longTask', at: 4500, durationMs: 300 },
  { type: 'track', at: 4800, name: 'pay' },
  { type: 'error', at: 5000, kind: 'error', message: 'TypeError: No plan 1', stack: 'at pay (https://shop.example/a.js:1:2)', source: '', line: 0, column: 0 }, // prettier-ignore
  request(5300, 'POST', '/api/pay', 500),
  { type: 'error', at: 6000, kind: 'error', message: 'TypeError: No plan 2', stack: 'at pay (https://shop.example/a.js:1:2)', source: '', line: 0, column: 0 }, // prettier-ignore
  { type: 'vital', at: 7000, name: 'LCP', value: 5000, target: '#pay' },
  { type: 'attribution', at: 7000, vital: 'LCP', parts: [{ name: 'ttfb', ms: 1000 }, { name: 'load', ms: 4000 }] }, // prettier-ignore
  { type: 'budget', at: 7000, spentMs: 7, windowMs: 7000, degraded: 0 },
  { type: 'end', at: 8000, reason: 'pagehide' },
]

async function open(events: readonly At[]): Promise<void> {
  await page.goto('/dock-page.html')
  const chunk = await chunkOf(events)
  await page.evaluate(([bytes, url]) => (globalThis as never as Scope).dockPage.open([bytes!], url!), [chunk, frameUrl])
  await tab('Console').waitFor()
}
const tab = (name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}`) })
const row = (text: string | RegExp): Locator => page.getByRole('option').filter({ hasText: text })
const currentMs = (): Promise<number> => page.evaluate(() => (globalThis as never as Scope).dockPage.player.currentMs)
const seek = (ms: number): Promise<void> => page.evaluate((to) => (globalThis as never as Scope).dockPage.player.seek(to), ms)

describe('with everything recorded', () => {
  beforeEach(() => open(everything))

  test('tabs tell what is wrong, and arrows move between them alone', async () => {
    expect(await page.getByRole('tab').evaluateAll((tabs) => tabs.map((one) => one.getAttribute('aria-label')))).toEqual([
      'Console, 2 wrong',
      'Network, 1 wrong',
      'Errors, 1 wrong',
      'State',
      'Performance, 1 wrong',
      'DOM',
    ])
    await page.evaluate(() => addEventListener('keydown', () => document.body.setAttribute('data-told', '')))
    await tab('Console').focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('listbox', { name: 'Requests' }).waitFor()
    expect(await page.locator('body').getAttribute('data-told')).toBeNull()
  })

  test('the console follows the playhead, and leads it', async () => {
    expect(await row('Shop ready').textContent()).toContain('2')
    await seek(3500)
    await page.locator('[data-current]').filter({ hasText: 'Few are left' }).waitFor()
    expect(await row('No plan 1').getAttribute('data-later')).toBe('true')
    expect(await row('Shop ready').getAttribute('data-later')).toBeNull()
    await page.getByRole('listbox', { name: 'Console' }).focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    await page.getByText('at pay (https://shop.example/a.js:1:2)').waitFor()
    expect(await currentMs()).toBe(5000)
  })

  test('the console is filtered by level and by text', async () => {
    await page.getByText('Warnings 1').click()
    await expect.poll(() => page.getByRole('option').allTextContents()).toEqual([expect.stringContaining('Few are left')])
    await page.getByRole('searchbox').fill('nothing like it')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => page.getByRole('option').count()).toBe(4)
  })

  test('a request shows its bodies, and leads to where it began', async () => {
    await tab('Network').click()
    await row('/api/stock').click()
    await page.getByText('"left": 7').waitFor()
    expect(await currentMs()).toBe(1800)
    await page.getByLabel('Failed first').check()
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('/api/pay')
    await page.getByRole('button', { name: 'Close details' }).click()
    await page.getByText('Failed 1').click()
    await expect.poll(() => page.getByRole('option').count()).toBe(1)
  })

  test('errors of one kind are one, with what came before each', async () => {
    await tab('Errors').click()
    await row('No plan 1').click()
    await page.getByText('2 times, from 0:05 to 0:06').waitFor()
    const details = page.getByRole('region', { name: 'Details' })
    await details.getByText('What happened before').waitFor()
    expect(await details.textContent()).toContain('Event pay')
    await details.getByRole('button', { name: '0:06' }).click()
    await expect.poll(currentMs).toBe(6000)
    await details.getByText('POST 500').waitFor()
  })

  test('the state is that of the playhead, and says what changed', async () => {
    await tab('State').click()
    await row('cart/add').click()
    const changes = page.getByRole('listbox', { name: 'What changed' })
    await changes.getByText('lines[0]').waitFor()
    expect(await changes.getByRole('option').allTextContents()).toEqual(['~ count1 → 2', '+ lines[0]"mug"'])
    await page.getByText('State at 0:04').click()
    const state = page.getByRole('listbox', { name: 'State', exact: true })
    await state.getByText('"mug"').waitFor()
    await seek(1000)
    await expect.poll(() => state.getByRole('option').allTextContents()).toEqual([' cart: ', ' count: 1', ' lines: []'])
  })

  test('vitals are rated and taken apart, long tasks and the recorder’s own cost are told', async () => {
    await tab('Performance').click()
    await page.getByText('■ poor').waitFor()
    await page.getByText('ttfb 1.0 s').waitFor()
    await page.getByText('7 ms of the main thread in 7.0 s: 0.10%.').waitFor()
    await row('300 ms').click()
    await expect.poll(currentMs).toBe(4500)
  })

  test('the paused page can be looked into, where the playhead is', async () => {
    await page.evaluate(() => (globalThis as never as Scope).dockPage.player.play())
    await tab('DOM').click()
    await page.getByRole('button', { name: 'Pause and inspect' }).click()
    await row('id="pay"').click()
    await page.getByRole('button', { name: 'Copy selector' }).waitFor()
    await page.getByText('button#pay.wide').waitFor()
    await page.getByRole('searchbox').fill('one mug')
    await page.getByText('No elements fit.').waitFor()
    await seek(4100)
    await row('<p>').click()
    await page.getByRole('listbox', { name: 'Page' }).waitFor()
    await row('One mug').waitFor()
  })

  test('an element is marked over the page while the pointer is on its line', async () => {
    await tab('DOM').click()
    await row('id="pay"').hover()
    const mark = page.locator('#stage [style*="z-index: 2"]')
    await expect.poll(() => mark.evaluate((element) => element.style.display)).toBe('')
    expect(await mark.evaluate((element) => element.style.left + element.style.top)).toBe('0px0px')
    await page.getByRole('searchbox').hover()
    await expect.poll(() => mark.evaluate((element) => element.style.display)).toBe('none')
  })

  test('on a phone nothing stands out of the page', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const name of ['Console', 'Network', 'Errors', 'State', 'Performance', 'DOM']) {
      await tab(name).click()
      await page.getByRole('tabpanel').waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(390)
    }
    await page.setViewportSize({ width: 1200, height: 900 })
  })
})

test('what the page wrote to its console as an error is one of the errors, and leads to the console', async () => {
  const wrote = (at: number, message: string): At => ({ type: 'console', at, level: 'error', message })
  await open([
    ...beginning,
    wrote(2000, 'No stock'),
    wrote(2500, 'Other'),
    wrote(3000, 'No stock'),
    { type: 'end', at: 8000, reason: 'pagehide' },
  ])
  expect(await tab('Errors').getAttribute('aria-label')).toBe('Errors, 2 wrong')
  await tab('Errors').click()
  await page.getByText('3 errors, 2 kinds').waitFor()
  expect(await row('No stock').textContent()).toContain('console.error')
  await row('No stock').click()
  const details = page.getByRole('region', { name: 'Details' })
  await details.getByText('2 times, from 0:02 to 0:03').waitFor()
  await details.getByRole('button', { name: '0:03' }).click()
  await expect.poll(currentMs).toBe(3000)
  await details.getByRole('button', { name: 'Show in the console' }).click()
  await page.getByRole('tab', { name: /^Console/, selected: true }).waitFor()
  await page.getByRole('region', { name: 'Details' }).getByText('error at 0:03').waitFor()
})

test('a recording without them says why, with the code that changes it', async () => {
  await open([...beginning, { type: 'end', at: 8000, reason: 'pagehide' }])
  const said: Record<string, string> = {
    Console: 'data-console="structured"',
    Network: 'data-network="bodies"',
    Errors: 'playhead.captureError(error)',
    State: 'createPlayheadMiddleware()',
  }
  for (const [name, code] of Object.entries(said)) {
    await tab(name).click()
    await page.getByRole('tabpanel').getByText(code).first().waitFor()
    await page.getByRole('tabpanel').getByRole('button', { name: 'Copy' }).first().waitFor()
  }
  await tab('Performance').click()
  await page.getByText('No measurements in this recording').waitFor()
})
