import type { PlayheadEvent } from '@playhead/wire'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { readEvents } from './rebuild.ts'
import { until } from './until.ts'

/** What a site says to the recorder, and what it can rely on. */

const bed: Bed = useBed(
  (path) =>
    `<!doctype html><title>t</title>${path === '/shared' ? '<link rel="stylesheet" href="/shared.css"><p class="known">x</p><img src="/a.png?user=7">' : ''}${path === '/bare' ? '' : bed.tag('data-consent="granted"')}<button>Buy</button>`,
)
const { posts, allOf } = bed

async function open(path = '/'): Promise<Page> {
  const page = await bed.context.newPage()
  await page.goto(bed.site.url + path)
  await page.waitForFunction('window.playhead?.record')
  return page
}
const say = (page: Page, call: string): Promise<unknown> => page.evaluate(`void window.playhead.${call}`)
/** How much too early a timer may be. */
const timerMs = 50
const reason = (page: Page): Promise<unknown> => page.evaluate('playhead.status().reason')

test.each([
  ['', 'no-key', undefined],
  [' data-key="k" data-consent="granted" data-sampling="0" data-privacy="relaxd"', 'sampled-out', ['data-privacy="relaxd"']],
])('a tag that says%s: the status says what is wrong', async (attributes, why, problems) => {
  const page = await bed.context.newPage()
  await page.goto(`${bed.site.url}/bare`)
  await page.evaluate(`const script = document.createElement('script')
    script.src = '/playhead.js'
    for (const [name, value] of ${JSON.stringify([...attributes.matchAll(/(data-[\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))}) script.setAttribute(name, value)
    if (!script.dataset.consent) script.dataset.consent = 'granted'
    document.head.append(script)`)
  await until(async () => expect(await page.evaluate('window.playhead?.status?.().reason')).toBe(why))
  expect(await page.evaluate('playhead.status().problems')).toEqual(problems)
})

test('refused, and then begun anew: it records again', async () => {
  bed.site.answers.push({ status: 403 })
  const page = await open()
  await until(async () => expect(await reason(page)).toMatch(/^refused:/))
  await say(page, 'start()')
  await until(async () => expect((await allOf('keyframe')).length).toBeGreaterThan(0))
  expect(await reason(page)).toBe('recording')
  await say(page, `track('after')`)
  await until(async () => expect((await allOf('track')).map(({ name }) => name)).toEqual(['after']))
})

test('a server that asks for patience is left alone, by the next pages too', async () => {
  bed.site.answers.push({ status: 429, headers: { 'retry-after': '8' } })
  const page = await open()
  await until(() => expect(posts()).toHaveLength(1))
  // What a page leaves to the next one is what was laid down before it went (docs/reliability.md).
  const laidDown = async (): Promise<PlayheadEvent[]> => {
    const chunks: number[][] = await page.evaluate(`indexedDB.databases().then(([found]) => found ? new Promise((resolve) => {
      const opening = indexedDB.open(found.name)
      opening.onsuccess = () => {
        const reading = opening.result.transaction('chunk').objectStore('chunk').getAll()
        reading.onsuccess = () => resolve(reading.result.map(({ chunk }) => [...chunk]))
        opening.result.close()
      }
    }) : [])`)
    return readEvents(chunks.map((bytes) => Uint8Array.from(bytes)))
  }
  await until(async () => expect(await laidDown()).not.toEqual([]))
  for (const name of ['two', 'three', 'four']) {
    await page.goto(`${bed.site.url}/${name}`)
    await page.waitForFunction('window.playhead?.record')
    await say(page, `track('${name}')`)
    // On a slow machine the server's patience may have ended by now.
    const known = async (): Promise<PlayheadEvent[]> => [...(await laidDown()), ...(await bed.events())]
    await until(async () => expect(await known()).toContainEqual(expect.objectContaining({ type: 'track', name })))
  }
  await until(async () => expect((await allOf('track')).map(({ name }) => name)).toEqual(['two', 'three', 'four']))
  await until(async () => expect(await allOf('keyframe')).toHaveLength(4))
  const [refused, next] = posts()
  expect(next!.takenMs - refused!.takenMs).toBeGreaterThan(8000 - timerMs)
})

test('until a day that a server names it is left alone', async () => {
  let dayMs = 0
  bed.site.answers.push({
    status: 503,
    // Named when it is asked, however long the page takes to come to that. A day has no milliseconds.
    get headers() {
      dayMs = Math.ceil(Date.now() / 1000) * 1000 + 3000
      return { 'retry-after': new Date(dayMs).toUTCString() }
    },
  })
  await open()
  await until(async () => expect(await allOf('keyframe')).toHaveLength(1))
  expect(posts()[1]!.takenMs).toBeGreaterThan(dayMs - timerMs)
})

test.each([
  ['cyclic', 'const a = { plan: 1 }; a.self = a', '{"plan":1}'],
  ['of a kind that JSON has not', 'const a = { plan: 1, count: 2n }', '{"plan":1}'],
  ['that throw', 'const a = new Proxy({}, { ownKeys() { throw new Error() } })', undefined],
  ['too long in one key', 'const a = { long: "x".repeat(9000), plan: 1 }', '{"plan":1}'],
])('properties %s cost themselves, not the event, and are counted', async (_, made, told) => {
  const page = await open()
  await page.evaluate(`{ ${made}; playhead.track('bought', a); playhead.captureError(new Error('x'), a) }`)
  await until(async () => expect(await allOf('track')).toMatchObject([{ name: 'bought' }]))
  expect((await allOf('track'))[0]!.properties).toBe(told)
  expect((await allOf('error'))[0]!.properties).toBe(told)
  expect((await allOf('loss')).filter(({ what, detail }) => what === 'event' && detail === 'properties')).toHaveLength(2)
})

test('a linked sheet has the same bytes from every browser, and finds in them what it names; a page’s own address does not', async () => {
  const [first, second] = await Promise.all(
    [0, 1].map(async () => {
      const page = await (await bed.browser.newContext()).newPage()
      await page.goto(`${bed.site.url}/shared`)
      return page
    }),
  )
  const assets = async (): Promise<string[][]> => {
    const told = await Promise.all(bed.tabs().map((tab) => readEvents(tab.chunks)))
    return told.map((events) => events.flatMap((event) => (event.type === 'asset' ? [`${event.url} ${event.hash}`] : [])))
  }
  await until(async () => expect((await assets()).map((all) => all.filter((one) => /shared|a\.png/.test(one)).length)).toEqual([4, 4]))
  const [ours, theirs] = await assets()
  const shared = ours!.filter((one) => theirs!.includes(one))
  // The sheet, and the picture by the address that the sheet has for it; not the one that is keyed, nor another's picture.
  expect(shared.map((one) => one.replace(/^.*\/([a-z.]+).*$/, '$1')).toSorted()).toEqual(['a.png', 'shared.css'])
  expect(shared.find((one) => one.includes('shared.css'))).toMatch(/ [\w-]{22}$/)
  await Promise.all([first!.close(), second!.close()])
})

test('names are cut where they cannot be names any more', async () => {
  const page = await open()
  await page.evaluate(`playhead.track('x'.repeat(100000)); playhead.track({ toString() { throw new Error() } })`)
  await until(async () => expect((await allOf('track')).map(({ name }) => name.length)).toEqual([256, 0]))
})

test('stopped, it listens to nothing any more', async () => {
  const page = await open('/')
  const devtools = await bed.context.newCDPSession(page)
  // Whoever drives the browser listens too.
  const ours = new Set<string>()
  devtools.on('Debugger.scriptParsed', ({ scriptId, url }) => url.startsWith(bed.site.url) && ours.add(scriptId))
  await devtools.send('Debugger.enable')
  const listeners = async (): Promise<number> => {
    let count = 0
    for (const expression of ['window', 'document']) {
      const { result } = await devtools.send('Runtime.evaluate', { expression })
      const { listeners: found } = await devtools.send('DOMDebugger.getEventListeners', { objectId: result.objectId! })
      count += found.filter(({ scriptId }) => ours.has(scriptId)).length
    }
    return count
  }
  await until(async () => expect(await allOf('keyframe')).toHaveLength(1))
  expect(await listeners()).toBeGreaterThan(20)
  await say(page, 'stop()')
  await until(async () => expect(await listeners()).toBe(0))
  expect(await page.evaluate('Document.prototype.write.toString() === Document.prototype.close.toString().replace("close", "write")')).toBe(
    true,
  )
  await say(page, 'start()')
  await say(page, `track('again')`)
  await until(async () => expect((await allOf('track')).map(({ name }) => name)).toEqual(['again']))
})
