import {
  changeBetween,
  chunksFromEvents,
  createDocumentModel,
  createId,
  createSessionId,
  type DomEvent,
  type EventOf,
  openEvents,
  isDomEvent,
  type PlayheadEvent,
  readChunk,
  type RecordingManifest,
  type RecordingSource,
} from '@playhead/wire'
import { expect, test } from 'vitest'
import { htmlOf } from './exchange.ts'

const startMs = 1_760_000_000_000
const session = createSessionId(startMs)
const at = (ms: number): number => startMs + ms

const keyframe = (ms: number, body: string, nodes: number): PlayheadEvent => ({
  type: 'keyframe',
  timeMs: at(ms),
  html: `<html><head></head><body>${body}</body></html>`,
  doctype: '<!DOCTYPE html>',
  url: 'https://shop.example/a/',
  base: 'https://shop.example/a/',
  nodes,
  width: 800,
  height: 600,
  scrollX: 0,
  scrollY: 0,
  splits: [],
  empties: [],
})
const page = (ms: number, url: string): PlayheadEvent => ({ type: 'page', timeMs: at(ms), view: createId(), url, title: '', kind: 'load' })
const add = (ms: number, html: string, parent = 4): PlayheadEvent => ({
  type: 'add',
  timeMs: at(ms),
  parent,
  before: 0,
  html,
  splits: [],
  empties: [],
})
const text = (ms: number, id: number, value: string): PlayheadEvent => ({ type: 'text', timeMs: at(ms), id, text: value })
const click = (ms: number): PlayheadEvent => ({ type: 'click', timeMs: at(ms), ordinal: 1, id: 5, key: 'p', name: '', tag: 'p', interactive: false, pointer: 'mouse', button: 0, x: 1, y: 1, relX: 0, relY: 0, boxX: 0, boxY: 0, boxWidth: 0, boxHeight: 0 }) // prettier-ignore
const payload = (ms: number): PlayheadEvent => ({ type: 'payload', timeMs: at(ms), method: 'GET', url: 'https://shop.example/api', status: 200, request: 'secret' }) // prettier-ignore
const pointer = (ms: number, points: [afterMs: number, x: number, y: number][]): PlayheadEvent => ({
  type: 'pointer',
  timeMs: at(ms),
  pointer: 'mouse',
  points: points.map(([afterMs, x, y]) => ({ afterMs, x, y })),
})

const assets: Record<string, { url: string; mime: string; body: string }> = {
  sheet: { url: 'https://cdn.example/css/main.css', mime: 'text/css', body: '@import "more.css"; a{background:url(../img/bg.png)}' },
  more: { url: 'https://cdn.example/css/more.css', mime: 'text/css', body: '@font-face{src:url("f\\6fnt.woff2")}' },
  bg: { url: 'https://cdn.example/img/bg.png', mime: 'image/png', body: 'bg' },
  font: { url: 'https://cdn.example/css/font.woff2', mime: 'font/woff2', body: 'font' },
  before: { url: 'https://shop.example/before.png', mime: 'image/png', body: 'before' },
  kept: { url: 'https://shop.example/a/kept.png', mime: 'image/png', body: 'kept' },
  inside: { url: 'https://shop.example/inside.png?~1f', mime: 'image/png', body: 'inside' },
  after: { url: 'https://shop.example/after.png', mime: 'image/png', body: 'after' },
  unused: { url: 'https://shop.example/unused.png', mime: 'image/png', body: 'unused' },
}

/** A stored recording of these tabs' events. */
async function sourceOf(tabs: Readonly<Record<string, PlayheadEvent[]>>, durationMs: number): Promise<RecordingSource> {
  const stored = new Map<string, Uint8Array>()
  const chunks: RecordingManifest['chunks'][number][] = []
  for (const [tab, events] of Object.entries(tabs))
    for await (const bytes of chunksFromEvents({ session, tab, view: createId() }, events)) {
      const { seq, baseSeq, baseMs, endMs, keyframe } = readChunk(bytes).header
      stored.set(`${tab} ${seq}`, bytes)
      chunks.push({ tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: bytes.length })
    }
  const span = { startedAtMs: startMs, endedAtMs: at(durationMs) }
  return {
    manifest: {
      sessionId: session,
      ...span,
      durationMs,
      live: false,
      tabs: Object.keys(tabs).map((id) => ({ id, ...span })),
      chunks,
      marks: [{ kind: 'click', tab: 'a', atMs: [100, 8000] }],
      stills: [{ tab: 'a', atMs: 8000 }],
      assets: Object.entries(assets).map(([hash, { url, mime, body }]) => ({ url, hash, mime, sizeBytes: body.length })),
    },
    loadChunk: ({ tab, seq }) => Promise.resolve(stored.get(`${tab} ${seq}`)!),
    loadAsset: (hash) => Promise.resolve({ mime: assets[hash]!.mime, bytes: new TextEncoder().encode(assets[hash]!.body) }),
  }
}

interface Clip {
  manifest: RecordingManifest
  fromMs: number
  toMs: number
  assets: Record<string, { mime: string; base64: string }>
  events: (PlayheadEvent & { tab: string; atMs: number })[]
}
async function clipOf(source: RecordingSource, span: { fromMs?: number; toMs?: number; withBodies?: boolean }): Promise<Clip> {
  const { chunks, ...rest } = JSON.parse(await htmlOf(source, '__PLAYHEAD_RECORDING__', span)) as Clip & {
    chunks: string[]
  }
  const events: Clip['events'] = []
  for (const [i, chunk] of chunks.entries()) {
    const read = readChunk(Uint8Array.from(Buffer.from(chunk, 'base64')))
    const { tab, seq, baseSeq, baseMs, endMs, keyframe } = read.header
    expect(rest.manifest.chunks[i]).toEqual({ tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: expect.any(Number) as number })
    for (const event of await openEvents(read)) events.push({ ...event, tab, atMs: event.timeMs - startMs })
  }
  return { ...rest, events }
}
/** What a tab shows at a moment, ids included. */
function shown(events: readonly PlayheadEvent[], ms: number): readonly DomEvent[] {
  const model = createDocumentModel()
  for (const event of events) if (isDomEvent(event) && event.timeMs <= at(ms)) model.apply(event)
  expect(model.unplaced).toBe(0)
  return changeBetween(null, model, 0)
}
const ofTab = (clip: Clip, tab: string): PlayheadEvent[] => clip.events.filter((event) => event.tab === tab)

const visit = (): PlayheadEvent[] => [
  page(0, 'https://shop.example/a/'),
  keyframe(0, '<p>one</p><img src="https://shop.example/before.png"><input>', 8),
  { type: 'viewport', timeMs: at(50), width: 700, height: 500, pixelRatio: 1 },
  click(100),
  payload(200),
  { type: 'remove', timeMs: at(300), id: 7 },
  add(400, '<link rel="stylesheet" href="https://cdn.example/css/main.css"><img srcset="kept.png 1x, https://shop.example/none.png 2x">'),
  { type: 'input', timeMs: at(450), id: 8, value: 'typed before' },
  { type: 'scroll', timeMs: at(460), id: 1, x: 0, y: 40 },
  pointer(900, [[0, 10, 10], [90, 5, 5], [60, 5, 5], [900, 1, 1], [500, 1, 1]]), // prettier-ignore
  text(1000, 6, 'at the start'),
  click(1200),
  payload(1300),
  add(1500, '<b style="background:url(/inside.png?~1f)">new</b>'),
  text(2000, 6, 'at the end'),
  text(2001, 6, 'after it'),
  add(3000, '<img src="https://shop.example/after.png">'),
  click(8000),
]

test('a clip holds what happens in its span, and nothing else of the visit', async () => {
  const clip = await clipOf(await sourceOf({ a: visit() }, 9000), { fromMs: 1000, toMs: 2000 })
  expect(clip.events.filter(({ atMs }) => atMs < 1000 || atMs > 2000)).toEqual([])
  expect(clip.events.filter(({ type }) => type === 'click').map(({ atMs }) => atMs)).toEqual([1200])
  expect(clip.events.some(({ type }) => type === 'payload')).toBe(false)
  const all = JSON.stringify(clip)
  for (const word of ['before.png', 'after.png', 'unused', 'after it', 'secret']) expect(all, word).not.toContain(word)
  const { marks, stills, startedAtMs, durationMs } = clip.manifest
  expect({ marks, stills, startedAtMs, durationMs, fromMs: clip.fromMs, toMs: clip.toMs }).toEqual({
    startedAtMs: startMs,
    durationMs: 2000,
    fromMs: 1000,
    toMs: 2000,
  })
})

test('both ends of a clip show what the session shows then, beside the page too', async () => {
  const whole = visit()
  const clip = await clipOf(await sourceOf({ a: whole }, 9000), { fromMs: 1000, toMs: 2000 })
  for (const ms of [1000, 1700, 2000]) expect(shown(ofTab(clip, 'a'), ms), `${ms}`).toEqual(shown(whole, ms))
  expect(JSON.stringify(shown(ofTab(clip, 'a'), 1000))).toContain('typed before')
  const first = clip.events.filter(({ atMs }) => atMs === 1000)
  expect(first.find(({ type }) => type === 'page')).toMatchObject({ url: 'https://shop.example/a/' })
  expect(first.find(({ type }) => type === 'viewport')).toMatchObject({ width: 700, height: 500 })
  // The pointer stands where it stood, and its path ends with the clip.
  const points = clip.events
    .filter((event) => event.type === 'pointer')
    .map((event) => [event.atMs, (event as unknown as EventOf<'pointer'>).points])
  expect(points).toEqual([
    [1000, [{ afterMs: 0, x: 15, y: 15 }]],
    [1050, [{ afterMs: 0, x: 20, y: 20 }, { afterMs: 900, x: 1, y: 1 }]],
  ]) // prettier-ignore
})

test('a clip holds the assets that its events refer to, by whichever way they name them', async () => {
  const clip = await clipOf(await sourceOf({ a: visit() }, 9000), { fromMs: 1000, toMs: 2000 })
  expect(Object.keys(clip.assets).sort()).toEqual(['bg', 'font', 'inside', 'kept', 'more', 'sheet'])
  expect(clip.manifest.assets.map(({ hash }) => hash).sort()).toEqual(Object.keys(clip.assets).sort())
})

test('a clip holds the tabs that are shown in it, each with the page it is at', async () => {
  const tabs = {
    a: [page(0, 'https://shop.example/a/'), keyframe(0, '<p>a</p>', 6), click(3000)],
    b: [page(500, 'https://shop.example/b/'), keyframe(500, '<p>b</p>', 6), text(2500, 6, 'b later'), click(2000)],
    c: [page(700, 'https://shop.example/c/'), keyframe(700, '<p>c</p>', 6), text(1500, 6, 'hidden')],
    d: [page(5000, 'https://shop.example/d/'), keyframe(5000, '<p>d</p>', 6)],
  }
  const clip = await clipOf(await sourceOf(tabs, 9000), { fromMs: 2200, toMs: 3500 })
  expect(clip.manifest.tabs).toEqual([
    { id: 'a', startedAtMs: at(2200), endedAtMs: at(3500) },
    { id: 'b', startedAtMs: at(2200), endedAtMs: at(3500) },
  ])
  const pages = clip.events.flatMap((event) => (event.type === 'page' ? [[event.tab, event.atMs, event.url]] : []))
  // Whichever signal comes first says which tab is shown: the other one's page is told when its turn comes.
  expect(pages).toEqual([
    ['b', 2200, 'https://shop.example/b/'],
    ['a', 3000, 'https://shop.example/a/'],
  ])
  for (const ms of [2200, 3500]) {
    expect(shown(ofTab(clip, 'a'), ms)).toEqual(shown(tabs.a, ms))
    expect(shown(ofTab(clip, 'b'), ms)).toEqual(shown(tabs.b, ms))
  }
})

test('a page that takes more than a chunk keeps the ids that it is told with', async () => {
  const long = 'x'.repeat(300_000)
  const whole = [keyframe(0, `<p>one</p><i>${long}</i>`, 8), add(10, '<b>y</b>'), text(2000, 10, 'z')]
  const clip = await clipOf(await sourceOf({ a: whole }, 9000), { fromMs: 1000, toMs: 3000 })
  expect(clip.manifest.chunks[0]).toMatchObject({ seq: 0, baseSeq: 0, keyframe: true })
  expect(shown(ofTab(clip, 'a'), 3000)).toEqual(shown(whole, 3000))
})

test('bodies of requests and the state of the app are in the file when they are asked for; a whole session begins with its start', async () => {
  const source = await sourceOf({ a: visit() }, 9000)
  const { events } = await clipOf(source, { withBodies: true })
  expect(events.map(({ atMs }) => atMs).sort((a, b) => a - b)).toEqual(
    visit()
      .map(({ timeMs }) => timeMs - startMs)
      .sort((a, b) => a - b),
  )
  expect((await clipOf(source, {})).events.some(({ type }) => type === 'payload')).toBe(false)
})

test('a body that a recording carries inline comes along where it is referred to', async () => {
  const body = (ms: number, hash: string): PlayheadEvent => ({ type: 'assetBody', timeMs: at(ms), hash, mime: 'image/png', base64: 'eA==' })
  const whole = [keyframe(0, '<img src="kept.png">', 5), body(10, 'kept'), body(20, 'before'), body(1500, 'unused'), click(8000)]
  const { events } = await clipOf(await sourceOf({ a: whole }, 9000), { fromMs: 1000, toMs: 3000 })
  expect(events.flatMap((event) => (event.type === 'assetBody' ? [[event.atMs, event.hash]] : []))).toEqual([[1000, 'kept']])
})
