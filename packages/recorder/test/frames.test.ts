import type { PlayheadEvent } from '@playhead/wire'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { readEvents, rebuild } from './rebuild.ts'
import { until } from './until.ts'

/** Attributes of the script tag, by path. */
let attributes: Record<string, string> = {}
let foreign = ''
let page: Page
const bed: Bed = useBed((path) => {
  const script = attributes[path] === undefined ? '' : bed.tag(attributes[path])
  const content = path === '/child' ? '<p>told apart</p><button>Pay</button>' : `<h1>shop</h1><iframe src="${foreign}/child"></iframe>`
  return `<!doctype html><title>t</title>${script}${content}`
})
beforeEach(async () => {
  foreign = bed.site.url.replace('localhost', '127.0.0.1')
  page = await bed.context.newPage()
})
const open = async (parent: string, child: string): Promise<void> => {
  attributes = { '/': parent, '/child': child }
  await page.goto(bed.site.url)
}
const tabs = (): Promise<{ session: string; tab: string; events: PlayheadEvent[] }[]> =>
  Promise.all(bed.tabs().map(async ({ chunks, ...id }) => ({ ...id, events: await readEvents(chunks) })))
const granted = 'data-consent="granted" data-privacy="relaxed"'
const holds = (events: readonly PlayheadEvent[], text: string): boolean => rebuild(events).html().includes(text)

test('a frame of another origin that is named and names its page is a tab of the same session', async () => {
  await open(`${granted} data-frames="${foreign}"`, `${granted} data-frames="${bed.site.url}"`)
  await until(async () => {
    const [child, parent] = (await tabs()).toSorted((a, b) => Number(holds(a.events, 'shop')) - Number(holds(b.events, 'shop')))
    expect(holds(child!.events, 'told apart')).toBe(true)
    expect(child!.session).toBe(parent!.session)
    expect(parent!.events.find(({ type }) => type === 'foreignFrame')).toMatchObject({ tab: child!.tab })
    expect(child!.events.find(({ type }) => type === 'embedded')).toMatchObject({ origin: bed.site.url })
    const visitors = [child!, parent!].map(({ events }) => events.find((event) => event.type === 'start')?.visitor)
    expect(visitors[0]).toBe(visitors[1])
    expect(child!.events.some(({ type }) => type === 'page')).toBe(false)
  })
  const frame = page.frames().find((one) => one.url().includes('/child'))!
  // It is joined for now: nothing of the other site's visit is remembered there.
  // (A browser may forbid it storage altogether.)
  expect(await frame.evaluate('(() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } })()')).toBe(0)
  // The page's recording ends: so does the frame's, and begins again with it.
  await page.evaluate('playhead.stop()')
  await until(async () => expect(await frame.evaluate('playhead.status().recording')).toBe(false))
  await page.evaluate('playhead.start()')
  await until(async () => expect(await frame.evaluate('playhead.status().recording')).toBe(true))
  expect(new Set((await tabs()).map(({ session }) => session)).size).toBe(1)
  await page.evaluate('playhead.consent.withdraw()')
  await until(async () => expect(await frame.evaluate('playhead.status().recording')).toBe(false))
})

test.each([
  ['not named by its page', () => `${granted} data-frames="https://else.example"`, () => `${granted} data-frames="${bed.site.url}"`],
  ['not naming its page', () => `${granted} data-frames="${foreign}"`, () => `${granted} data-frames="https://else.example"`],
  ['of a page that is not recorded', () => `data-frames="${foreign}"`, () => `${granted} data-frames="${bed.site.url}"`],
])('a frame, %s, records itself, apart', async (_, parent, child) => {
  await open(parent(), child())
  await until(async () => {
    const found = (await tabs()).find(({ events }) => holds(events, 'told apart'))!
    expect(found.events.some(({ type }) => type === 'embedded')).toBe(false)
    expect(found.events.some(({ type }) => type === 'page')).toBe(true)
  })
  const all = await tabs()
  expect(new Set(all.map(({ session }) => session)).size).toBe(all.length)
  expect(all.flatMap(({ events }) => events).some(({ type }) => type === 'foreignFrame')).toBe(false)
})

test('a frame without consent of its own joins nothing', async () => {
  await open(`${granted} data-frames="${foreign}"`, `data-frames="${bed.site.url}"`)
  await until(async () => expect((await tabs()).some(({ events }) => holds(events, 'shop'))).toBe(true))
  expect(bed.requests().filter(({ path }) => path.startsWith('/extra/'))).toHaveLength(1)
  expect((await tabs()).length).toBe(1)
})
