import { readChunk } from '@playhead/wire'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { type Bed, movableClock, useBed } from './bed.ts'
import { readEvents } from './rebuild.ts'
import type { Taken } from './site.ts'
import { until } from './until.ts'

/** When a recording ends, and what is remembered of it. */

let body = ''
let attributes = ''
const bed: Bed = useBed((path) => {
  const early = path === '/early' ? '<script>playhead.track("before", {});playhead.consent.withdraw()</script>' : ''
  const script = bed.tag(attributes)
  return `<!doctype html><title>t</title>${early ? script.replace('async', '') : script}${early}<button>Buy</button><p>text</p>${body}`
})
const { chunks } = bed
beforeEach(() => {
  body = ''
  attributes = 'data-consent="granted"'
})
const header = ({ body: bytes }: Taken): ReturnType<typeof readChunk>['header'] => readChunk(bytes).header
const eventsOf = (found: Taken[]): ReturnType<typeof readEvents> => readEvents(found.map(({ body: bytes }) => bytes))
const typesOf = async (found: Taken[]): Promise<string[]> => (await eventsOf(found)).map(({ type }) => type)
const remembered = (page: Page): Promise<string[]> =>
  page.evaluate('[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()') as Promise<string[]>
const status = (page: Page): Promise<{ recording: boolean; reason: string }> =>
  page.evaluate('window.playhead.status()') as Promise<{ recording: boolean; reason: string }>
async function open(path = '/'): Promise<Page> {
  const page = await bed.context.newPage()
  await page.addInitScript(movableClock)
  const before = chunks().length
  await page.goto(bed.site.url + path)
  if (path === '/') await until(() => expect(chunks().length).toBeGreaterThan(before))
  return page
}

test('a withdrawal in one tab ends the other, which remembers nothing again', async () => {
  const one = await open()
  const two = await open()
  await one.evaluate('window.playhead.consent.withdraw()')
  await until(async () => expect(await status(two)).toEqual({ recording: false, reason: 'denied' }))
  const before = chunks().length
  await two.waitForTimeout(1100)
  await two.mouse.move(50, 50)
  await two.click('button')
  await two.goto(`${bed.site.url}/`)
  await two.waitForTimeout(500)
  expect(await remembered(two)).toEqual(['playhead.consent'])
  expect(await status(two)).toMatchObject({ recording: false })
  // The withdrawing tab's own farewell may come late.
  for (const type of await typesOf(chunks().slice(before))) expect(type).toBe('end')
})

test('status says that nothing can be sent, and that it can again', async () => {
  const page = await open()
  bed.site.line = 'down'
  await page.click('button')
  await until(async () => expect(await status(page)).toMatchObject({ recording: true, reason: 'unsent' }))
  bed.site.line = 'up'
  await until(async () => expect(await status(page)).toMatchObject({ recording: true, reason: 'recording' }))
})

test('a choice is read again before anything is remembered, though nothing told of it', async () => {
  const page = await open()
  // A document hears nothing of what it stores itself.
  await page.evaluate('localStorage.clear(); sessionStorage.clear(); localStorage.setItem("playhead.consent", "denied")')
  await page.waitForTimeout(1100)
  await page.mouse.move(50, 50)
  await page.mouse.move(60, 60)
  await until(async () => expect(await status(page)).toEqual({ recording: false, reason: 'denied' }))
  expect(await remembered(page)).toEqual(['playhead.consent'])
})

test('a withdrawal before the recorder is there forgets what was remembered', async () => {
  const page = await open()
  await until(async () => expect(await remembered(page)).toContain('playhead.visit'))
  // What a site calls a player's position is its own.
  await page.evaluate('localStorage.setItem("playheadPosition", "12")')
  attributes = ''
  await page.goto(`${bed.site.url}/early`)
  expect((await remembered(page)).sort()).toEqual(['playhead.consent', 'playheadPosition'])
  await page.waitForTimeout(500)
  expect((await remembered(page)).sort()).toEqual(['playhead.consent', 'playheadPosition'])
  expect(await typesOf(chunks())).not.toContain('track')
})

test('after a sleep: the old session ends when it last was one, the next begins without its token', async () => {
  const page = await open()
  const first = header(chunks()[0]!).session
  await page.waitForTimeout(500)
  await page.evaluate('window.aheadMs = 31 * 60_000')
  await page.mouse.move(10, 10)
  await page.click('button')
  const next = (): Taken[] => chunks().filter((chunk) => header(chunk).session !== first)
  await until(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start', 'click'])))
  expect(next()[0]!.query.get('t')).toBe(null)
  const old = await eventsOf(chunks().filter((chunk) => header(chunk).session === first))
  expect(old.at(-1)).toMatchObject({ type: 'end', reason: 'roll' })
  expect(old.at(-1)!.timeMs - old[0]!.timeMs).toBeLessThan(60_000)
  expect(await status(page)).toEqual({ recording: true, reason: 'recording' })
})

test('long tasks that the browser remembers make the next session no longer', async () => {
  const page = await bed.context.newPage()
  await page.addInitScript(`${movableClock}
    const tick = performance.now.bind(performance); performance.now = () => tick() + window.aheadMs`)
  await page.goto(bed.site.url)
  await until(() => expect(chunks().length).toBeGreaterThan(0))
  const first = header(chunks()[0]!).session
  await page.evaluate('setTimeout(() => { for (const end = Date.now() + 200; Date.now() < end;); })')
  await until(async () => expect(await typesOf(chunks())).toContain('longTask'))
  await page.evaluate('window.aheadMs = 31 * 60_000')
  await page.mouse.move(10, 10)
  const next = (): Taken[] => chunks().filter((chunk) => header(chunk).session !== first)
  await until(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start'])))
  const times = (await eventsOf(next())).map(({ timeMs }) => timeMs)
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000)
})

test('after four hours with somebody there: the next session, and nothing in the old one that is later', async () => {
  const page = await open()
  const first = header(chunks()[0]!).session
  for (const minutes of [...Array.from({ length: 9 }, (_, i) => (i + 1) * 25), 239])
    await page.evaluate(`window.aheadMs = ${minutes * 60_000}; dispatchEvent(new PointerEvent('pointermove'))`)
  await page.evaluate(`window.aheadMs = 4 * 3_600_000 + 1000; document.querySelector('p').textContent = 'ticked'; console.log('tick')`)
  const next = (): Taken[] => chunks().filter((chunk) => header(chunk).session !== first)
  await until(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start'])))
  const old = await eventsOf(chunks().filter((chunk) => header(chunk).session === first))
  expect(old.find(({ type }) => type === 'end')).toMatchObject({ reason: 'roll' })
  expect(Math.max(...old.map(({ timeMs }) => timeMs)) - old[0]!.timeMs).toBeLessThanOrEqual(4 * 3_600_000)
})

test('a clock that is set back: a new session by the new time, here and on the next page', async () => {
  const page = await open()
  const first = header(chunks()[0]!).session
  await page.evaluate(`window.aheadMs = -5 * 3_600_000; document.querySelector('p').textContent = 'ticked'`)
  const next = (): Taken[] => chunks().filter((chunk) => header(chunk).session !== first)
  await until(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start'])))
  await page.click('button')
  await until(async () => expect(await typesOf(next())).toContain('click'))
  const old = chunks().filter((chunk) => header(chunk).session === first)
  expect((await eventsOf(old)).at(-1)).toMatchObject({ type: 'end', reason: 'roll' })
  for (const one of chunks()) expect(header(one).sentMs).toBeGreaterThanOrEqual(header(one).endMs)
  for (const { timeMs } of await eventsOf(next())) expect(Math.abs(timeMs - (Date.now() - 5 * 3_600_000))).toBeLessThan(60_000)
  // The page after it has the clock that is ahead again: that is a jump, too.
  const second = header(next()[0]!).session
  await page.goto(`${bed.site.url}/next`)
  await until(() => expect(next().some((chunk) => header(chunk).session !== second)).toBe(true))
  const third = next().filter((chunk) => header(chunk).session !== second)
  for (const { timeMs } of await eventsOf(third)) expect(Math.abs(timeMs - Date.now())).toBeLessThan(60_000)
})

test('a clock that goes back a little: the session goes on, and no event is later than its sending', async () => {
  const page = await open()
  await page.evaluate('window.aheadMs = -4 * 60_000')
  await page.click('button')
  await until(async () => expect(await typesOf(chunks())).toContain('click'))
  expect(new Set(chunks().map((chunk) => header(chunk).session)).size).toBe(1)
  for (const one of chunks()) expect(header(one).sentMs).toBeGreaterThanOrEqual(header(one).endMs)
})

test('the server says that the session is over: the next begins with what happens next, once for all that was refused', async () => {
  const page = await open()
  const { session: first } = header(chunks()[0]!)
  bed.site.answers.push({ status: 413, code: 'session-over' }, { status: 413, code: 'session-over' })
  await page.click('button')
  await until(() => expect(bed.site.answers.length).toBeLessThan(2))
  await page.evaluate('window.playhead.track("said first", {})')
  const next = (): Taken[] => chunks().filter((chunk) => header(chunk).session !== first)
  await until(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start', 'track'])))
  expect(next()[0]!.query.get('t')).toBe(null)
  await page.click('button')
  await until(async () => expect(await typesOf(next())).toContain('click'))
  expect(new Set(next().map((chunk) => header(chunk).session)).size).toBe(1)
  expect(await status(page)).toEqual({ recording: true, reason: 'recording' })
  // Its next page goes on in the new one.
  await page.goto(`${bed.site.url}/next`)
  await until(async () => expect((await eventsOf(next())).filter(({ type }) => type === 'keyframe').length).toBeGreaterThan(1))
  expect(new Set(next().map((chunk) => header(chunk).session)).size).toBe(1)
})

test('back from the cache after the session was over: a new one, with its start', async () => {
  const page = await open()
  const first = header(chunks()[0]!).session
  await page.evaluate(`window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    window.aheadMs = 31 * 60_000
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
  const next = (): Taken[] => chunks().filter((chunk) => header(chunk).session !== first)
  await until(async () => expect(await typesOf(next())).toEqual(expect.arrayContaining(['keyframe', 'start'])))
  expect(header(next()[0]!).seq).toBe(0)
  expect(next()[0]!.query.get('t')).toBe(null)
  const old = await eventsOf(chunks().filter((chunk) => header(chunk).session === first))
  expect(Math.max(...old.map(({ timeMs }) => timeMs)) - old[0]!.timeMs).toBeLessThan(60_000)
})

test('what a page does by itself while nobody is there makes no session longer', async () => {
  const page = await open()
  await page.evaluate(`window.aheadMs = 6 * 60_000; document.querySelector('p').textContent = 'ticked'; console.log('tick')`)
  await until(async () => expect(await typesOf(chunks())).toContain('end'))
  const told = await eventsOf(chunks())
  expect(told.filter(({ type }) => type === 'console' || type === 'text')).toEqual([])
  expect(told.find(({ type }) => type === 'end')).toMatchObject({ reason: 'idle' })
  expect(Math.max(...told.map(({ timeMs }) => timeMs)) - told[0]!.timeMs).toBeLessThan(60_000)
  expect(await status(page)).toEqual({ recording: false, reason: 'idle' })
})

test('a page too large to be told: its signals alone, no second keyframe at once', async () => {
  let seed = 1
  const random = (): string => String((seed = (seed * 48271) % 2147483647))
  for (let i = 0; i < 14_000; i++) body += `<svg><path d="M${Array.from({ length: 16 }, random).join(' ')}"/></svg>`
  const page = await open()
  await page.click('button')
  await until(async () => expect(await typesOf(chunks())).toEqual(expect.arrayContaining(['start', 'page', 'click', 'loss'])))
  await page.waitForTimeout(3000)
  expect(await typesOf(chunks())).not.toContain('keyframe')
  expect(chunks().every(({ body: bytes }) => bytes.length < 1 << 20)).toBe(true)
  expect((await eventsOf(chunks())).filter((event) => event.type === 'loss' && event.what === 'chunk')).toHaveLength(1)
})

test('refused over and over: a few tries, then it is said', async () => {
  for (let i = 0; i < 40; i++) bed.site.answers.push({ status: 413 })
  const page = await bed.context.newPage()
  const posts: number[] = []
  page.on('request', (request) => request.url().includes('/i?') && posts.push(Date.now()))
  await page.goto(bed.site.url)
  await until(async () => expect((await status(page)).reason).toBe('refused:slow-down'))
  expect(posts.length).toBeLessThanOrEqual(7)
})
