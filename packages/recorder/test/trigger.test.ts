import { type PlayheadEvent, readChunk } from '@playhead/wire'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { type Bed, movableClock, useBed } from './bed.ts'
import { readEvents, rebuild } from './rebuild.ts'
import { until } from './until.ts'

/** Which visits are recorded, and when what was recorded leaves the page. */

let attributes = ''
const bed: Bed = useBed(
  () => `<!doctype html><title>t</title><link rel="stylesheet" href="/style.css">
      ${bed.tag(`data-consent="granted" ${attributes}`)}<button class="known">Buy</button><p>text</p>`,
)
const { posts } = bed
beforeEach(() => {
  attributes = ''
})

const chunks = (): Uint8Array[] =>
  posts()
    .map(({ body }) => body)
    .sort((a, b) => readChunk(a).header.seq - readChunk(b).header.seq)
const events = (): Promise<PlayheadEvent[]> => readEvents(chunks())
const typesOf = (told: readonly PlayheadEvent[]): string[] => told.map(({ type }) => type)
const say = (page: Page, call: string): Promise<unknown> => page.evaluate(`window.playhead.${call}`)
const status = (page: Page): Promise<unknown> => page.evaluate('window.playhead.status()')
async function open(path = '/', context = bed.context): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(movableClock)
  await page.goto(bed.site.url + path)
  await page.waitForFunction('window.playhead?.record')
  return page
}
const rules = (list: readonly object[]): string => `data-sampling="0" data-sampling-rules='${JSON.stringify(list)}'`

test('a share of none: nothing leaves, and it is said why', async () => {
  attributes = 'data-sampling="0"'
  const page = await open()
  await until(async () => expect(await status(page)).toEqual({ recording: false, reason: 'sampled-out' }))
  expect(posts()).toEqual([])
})

test('a rule for pages: these are recorded, and the visit stays so', async () => {
  attributes = rules([{ name: 'checkout', url: '/cart/*', rate: 1 }])
  const page = await open('/')
  expect(await status(page)).toEqual({ recording: false, reason: 'sampled-out' })
  await page.goto(`${bed.site.url}/cart/one`)
  await until(async () => expect(await status(page)).toEqual({ recording: true, reason: 'rule:checkout' }))
  await until(async () => expect((await events()).find(({ type }) => type === 'decision')).toMatchObject({ rate: 1, rule: 'checkout' }))
  await page.goto(`${bed.site.url}/`)
  await until(async () => expect(await status(page)).toEqual({ recording: true, reason: 'rule:checkout' }))
  await until(async () => expect((await events()).filter(({ type }) => type === 'keyframe')).toHaveLength(2))
  expect((await events()).filter(({ type }) => type === 'start')).toHaveLength(1)
})

test.each([
  ['a trait', { trait: { role: 'admin' }, rate: 1 }, `identify('u1', { role: 'admin' })`, 'role'],
  ['an event', { event: 'signup', rate: 1 }, `track('signup')`, 'signup'],
  ['a flag', { name: 'beta', flag: 'beta-user', rate: 1 }, `flag('beta-user')`, 'beta'],
])('a rule for %s: the recording begins when it holds', async (_, rule, call, name) => {
  attributes = rules([rule])
  const page = await open()
  expect(await status(page)).toEqual({ recording: false, reason: 'sampled-out' })
  await say(page, call)
  expect(await status(page)).toEqual({ recording: true, reason: `rule:${name}` })
  await until(async () => expect(typesOf(await events())).toEqual(expect.arrayContaining(['start', 'page', 'keyframe', 'decision'])))
  if (call.startsWith('track') || call.startsWith('identify')) expect(typesOf(await events())).toContain(call.slice(0, call.indexOf('(')))
})

test('who is never to be recorded is not, though the recording has begun', async () => {
  attributes = `data-sampling-rules='[{"name":"staff","trait":{"role":"staff"},"rate":0}]'`
  const page = await open()
  await until(async () => expect(typesOf(await events())).toContain('keyframe'))
  await say(page, `identify('u1', { role: 'staff' })`)
  expect(await status(page)).toEqual({ recording: false, reason: 'rule:staff' })
  await until(async () => expect((await events()).at(-1)).toMatchObject({ type: 'end' }))
  const before = posts().length
  await say(page, `track('unseen')`)
  await page.click('button')
  await page.goto('about:blank')
  expect(posts().length).toBe(before)
})

test('a trigger: nothing leaves before, then what led to it, whole, and what follows', async () => {
  attributes = 'data-trigger="error event:paid"'
  const page = await open()
  await page.click('button')
  await page.evaluate(`document.querySelector('p').textContent = 'before'`)
  await say(page, `track('seen')`)
  await page.waitForTimeout(3000)
  expect(await status(page)).toEqual({ recording: true, reason: 'buffering:trigger' })
  expect(posts()).toEqual([])
  await say(page, `track('paid')`)
  await until(async () => expect(await status(page)).toEqual({ recording: true, reason: 'trigger:event:paid' }))
  await until(async () => expect(typesOf(await events())).toEqual(expect.arrayContaining(['start', 'page', 'click', 'decision'])))
  const told = await events()
  expect(told.flatMap((event) => (event.type === 'track' ? [event.name] : []))).toEqual(['seen', 'paid'])
  expect(told.find(({ type }) => type === 'decision')).toMatchObject({ rate: 1, trigger: 'event:paid' })
  expect(rebuild(told).unplaced).toBe(0)
  await page.evaluate(`document.querySelector('p').textContent = 'after'`)
  await page.goto(`${bed.site.url}/two`)
  await until(async () => expect((await events()).filter(({ type }) => type === 'keyframe')).toHaveLength(2))
  expect(await status(page)).toEqual({ recording: true, reason: 'trigger:event:paid' })
})

test('a minute later only the last one is told, and it can be read on its own', async () => {
  attributes = 'data-trigger="error" data-privacy="relaxed"'
  const page = await open()
  await say(page, `track('long-gone')`)
  await say(page, `identify('u1')`)
  // Three times half a minute, each with something in it.
  for (let i = 0; i < 3; i++) {
    await page.waitForTimeout(2500)
    await page.evaluate('window.aheadMs += 31000')
    await page.mouse.move(10 + i, 10)
    await page.evaluate(`document.querySelector('p').textContent = 'round ${i}'`)
    await page.waitForTimeout(3500)
  }
  await say(page, `track('close')`)
  expect(posts()).toEqual([])
  await page.evaluate('setTimeout(() => { throw new Error("oh") })')
  await until(async () => expect(typesOf(await events())).toContain('decision'))
  const told = await events()
  const names = told.flatMap((event) => (event.type === 'track' ? [event.name] : []))
  expect(names).toEqual(['close'])
  // What was true before is told again: whose visit, which page, and what its style sheet is called.
  expect(typesOf(told)).toEqual(expect.arrayContaining(['start', 'page', 'viewport', 'identify', 'asset', 'error']))
  expect(Math.max(...told.map(({ timeMs }) => timeMs)) - Math.min(...told.map(({ timeMs }) => timeMs))).toBeLessThan(75_000)
  expect(told.find(({ type }) => type === 'keyframe')).toBeDefined()
  const first = readChunk(chunks()[0]!).header
  expect(first.keyframe).toBe(true)
  expect(rebuild(told).unplaced).toBe(0)
})

test('a trigger at the last moment takes all along', async () => {
  attributes = 'data-trigger="error"'
  const page = await open()
  await page.waitForTimeout(2500)
  await page.evaluate(`addEventListener('pagehide', () => window.playhead.captureError(new Error('late')), true)`)
  await page.goto('about:blank')
  await until(async () => expect(typesOf(await events())).toEqual(expect.arrayContaining(['keyframe', 'start', 'error', 'decision'])))
})

test('rage clicks fire, clicks that are answered do not', async () => {
  attributes = 'data-trigger="rage"'
  const page = await open()
  await page.evaluate(`document.querySelector('button').onclick = () => document.querySelector('p').textContent += '.'`)
  for (let i = 0; i < 4; i++) await page.click('button', { delay: 10 })
  await page.waitForTimeout(3000)
  expect(posts()).toEqual([])
  await page.evaluate(`document.querySelector('button').onclick = null`)
  for (let i = 0; i < 4; i++) await page.click('button', { delay: 10 })
  await until(async () => expect(await status(page)).toEqual({ recording: true, reason: 'trigger:rage' }))
  await until(async () => expect(typesOf(await events())).toContain('decision'))
})

test('a visit that is too short leaves nothing, a longer one everything', async () => {
  attributes = 'data-minimum-ms="4000"'
  const short = await open()
  await say(short, `track('brief')`)
  expect(await status(short)).toEqual({ recording: true, reason: 'buffering:minimum' })
  await short.close({ runBeforeUnload: true })
  await until(() => expect(bed.context.pages()).toHaveLength(0))
  expect(posts()).toEqual([])
  const long = await open('/', await bed.browser.newContext())
  await say(long, `track('early')`)
  await until(async () => expect(await status(long)).toEqual({ recording: true, reason: 'recording' }))
  await until(async () => expect(typesOf(await events())).toEqual(expect.arrayContaining(['start', 'keyframe', 'track', 'decision'])))
})
