import { readChunk } from '@playhead/wire'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { rebuild } from './rebuild.ts'
import { until } from './until.ts'

let attributes = ''
const body =
  '<link rel="stylesheet" href="/style.css"><button class="known" onclick="document.querySelector(\'p\').textContent=Math.random()">Buy</button><p>text</p><a href="/two">two</a>'
const bed: Bed = useBed((path) => `<!doctype html><title>t</title>${bed.tag(attributes)}${path === '/bare' ? '' : body}`)
const { chunks, events } = bed
type Api = {
  playhead: {
    consent: { grant(): void; withdraw(): void }
    track(name: string, more: object): void
    status(): { recording: boolean; reason: string }
  }
}
const call = <T>(page: Page, what: (api: Api['playhead']) => T): Promise<T> =>
  page.evaluate(`(${String(what)})(window.playhead)`) as Promise<T>

test('without consent: the loader alone, no storage; after it: everything, earlier calls too', async () => {
  attributes = ''
  const page = await bed.context.newPage()
  await page.goto(bed.site.url)
  await page.waitForFunction('window.playhead')
  await call(page, (api) => api.track('early', { plan: 'pro' }))
  expect(await call(page, (api) => api.status().reason)).toBe('consent')
  expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0)
  expect(bed.requests().map(({ path }) => path)).toEqual(['/playhead.js'])
  await call(page, (api) => api.consent.grant())
  await until(async () =>
    expect((await events()).map(({ type }) => type)).toEqual(expect.arrayContaining(['keyframe', 'start', 'page', 'track'])),
  )
  await call(page, (api) => api.track('unsent', {}))
  await call(page, (api) => api.consent.withdraw())
  expect(await call(page, (api) => api.status())).toEqual({ recording: false, reason: 'denied' })
  await until(async () => expect((await events()).at(-1)).toMatchObject({ type: 'end', reason: 'withdraw' }))
  expect((await events()).filter(({ type }) => type === 'track')).toHaveLength(1)
  expect(await page.evaluate('localStorage.getItem("playhead")')).toBe(null)
  expect(await page.evaluate('sessionStorage.length')).toBe(0)
})

test('a visit over two pages: one session and tab, seq without holes, the last second on exit, wanted assets', async () => {
  attributes = 'data-consent="granted" data-privacy="relaxed"'
  const page = await bed.context.newPage()
  await page.goto(bed.site.url)
  await until(() => expect(chunks().length).toBeGreaterThan(0))
  await until(async () => expect((await events()).some(({ type }) => type === 'asset')).toBe(true))
  const asset = (await events()).find((event) => event.type === 'asset')!
  expect(asset).toMatchObject({ url: `${bed.site.url}/style.css`, mime: 'text/css' })
  bed.site.want = ['hash' in asset ? asset.hash : '']
  await page.click('button')
  await page.click('a')
  await until(async () => expect((await events()).filter(({ type }) => type === 'keyframe').length).toBeGreaterThanOrEqual(2))
  await until(() =>
    expect(
      bed
        .requests()
        .some(({ path, body: bytes }) => path === '/i/asset' && new TextDecoder().decode(bytes).includes(`url("${bed.site.url}/a.png")`)),
    ).toBe(true),
  )
  const headers = chunks().map(({ body: bytes }) => readChunk(bytes).header)
  const seqs = [...new Set(headers.map(({ seq }) => seq))].sort((a, b) => a - b)
  expect(seqs).toEqual(seqs.map((_, i) => i))
  expect(new Set(headers.map(({ session, tab }) => session + tab)).size).toBe(1)
  expect(headers.every(({ session, tab, view }) => [session, tab, view].every((id) => /^[\w-]{22}$/.test(id)))).toBe(true)
  expect(chunks().at(-1)!.query.get('t')).toBe('tok')
  const all = await events()
  expect(all.filter(({ type }) => type === 'start')).toHaveLength(1)
  const clicks = all.filter((event) => event.type === 'click')
  expect(clicks.map((event) => event.name)).toEqual(['Buy', 'two'])
  expect(clicks[0]).toMatchObject({ key: 'body>button:1', interactive: true, tag: 'button', ordinal: 1 })
  expect(all.filter((event) => event.type === 'response').map((event) => event.kind)).toEqual(['mutation', 'navigation'])
  expect(rebuild(all).unplaced).toBe(0)
})

test('the next page hands over what this one could not, and reads nothing twice', async () => {
  attributes = 'data-consent="granted" data-privacy="relaxed"'
  const page = await bed.context.newPage()
  const uploads: { hash: string; isOpen: boolean }[] = []
  let isOpen = false
  await page.route('**/i/asset*', (route) => {
    uploads.push({ hash: new URL(route.request().url()).searchParams.get('h')!, isOpen })
    return isOpen ? route.fulfill({ status: 204 }) : route.abort()
  })
  await page.goto(bed.site.url)
  const assets = async (): Promise<string[]> =>
    (await events()).flatMap((event) => (event.type === 'asset' && event.hash ? [event.hash] : []))
  const told = (count: number): Promise<void> => until(async () => expect(await assets()).toHaveLength(count))
  await told(1)
  const [hash] = await assets()
  // The next page knows it, and reads nothing.
  const reads: string[] = []
  page.on('request', (request) => request.resourceType() === 'fetch' && reads.push(new URL(request.url()).pathname))
  await page.click('a')
  await told(2)
  expect(await assets()).toEqual([hash, hash])
  expect(reads).not.toContain('/style.css')
  expect(uploads).toEqual([])
  // The one after it is asked for it, and cannot hand it over.
  bed.site.want = [hash!]
  await page.goto(`${bed.site.url}/three`)
  await until(() => expect(uploads).toContainEqual({ hash, isOpen }))
  isOpen = true
  await page.goto(`${bed.site.url}/bare`)
  await until(() => expect(uploads).toContainEqual({ hash, isOpen }))
  expect(new Set(uploads.map((upload) => upload.hash))).toEqual(new Set([hash]))
})

test('overload is waited out, in order', async () => {
  attributes = 'data-consent="granted"'
  bed.site.answers.push({ status: 503, headers: { 'retry-after': '1' } }, { status: 429 })
  const page = await bed.context.newPage()
  await page.goto(bed.site.url)
  await until(() => expect(chunks().length).toBeGreaterThan(0))
  expect((await events())[0]).toMatchObject({ type: 'keyframe' })
})

test('a browser that opts out is left alone, whatever the page says', async () => {
  attributes = 'data-consent="granted"'
  const page = await bed.context.newPage()
  await page.addInitScript('Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true })')
  await page.goto(bed.site.url)
  await page.waitForFunction('window.playhead')
  await call(page, (api) => api.consent.grant())
  expect(bed.requests().some(({ path }) => path === '/playhead-1.js')).toBe(false)
  expect(chunks()).toEqual([])
})
