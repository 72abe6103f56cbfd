import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createDocumentModel,
  type DomEvent,
  encodeChunk,
  type PlayheadEvent,
  readChunk,
  type RecordingManifest,
  rrwebFromEvents,
} from '@playhead/wire'
import { build as bundle } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { build } from '../packages/player/build.ts'

/**
 * Time from "open this session" to its first picture, and of seeks: Playhead's player against rrweb's Replayer, the
 * same events, the same browser, taking turns. Fetch, inflate and parse are included on both sides.
 */
const rounds = Number(process.env['PLAYHEAD_BENCH_ROUNDS'] ?? 5)
const startMs = 1_700_000_000_000
const durationMs = Number(process.env['PLAYHEAD_BENCH_MINUTES'] ?? 10) * 60_000
const rowCount = 490
const tab = 'T'.repeat(22)

/** `PLAYHEAD_BENCH_ROUNDS` and `PLAYHEAD_BENCH_MINUTES` change how often and how long. A session of a page with about 3,000 nodes that keeps changing; every event is one that a real page could cause. */
function createSession(): PlayheadEvent[] {
  let state = 42
  const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  const row = (i: number): string =>
    `<li class="row r${i % 7}" data-i="${i}"><a href="https://shop.example/item/${i}"><b>Item ${i}</b></a><span class="price">${(i * 7) % 90}.00</span></li>`
  const css = Array.from({ length: 300 }, (_, i) => `.r${i % 7} .c${i}{padding:${i % 9}px;color:rgb(${i % 255},20,40)}`).join('')
  const html =
    `<html><head><style>${css}body{font:14px sans-serif}.row{display:flex;gap:8px;height:22px}</style></head><body><h1>Shop</h1><ul>` +
    `${Array.from({ length: rowCount }, (_, i) => row(i)).join('')}</ul><input></body></html>`
  const model = createDocumentModel()
  const events: PlayheadEvent[] = []
  const push = (event: PlayheadEvent): void => void events.push(event)
  const keyframe: DomEvent = {
    type: 'keyframe', timeMs: startMs, html, doctype: '<!DOCTYPE html>', url: 'https://shop.example/', base: 'https://shop.example/',
    nodes: 10 + rowCount * 6, width: 1280, height: 720, scrollX: 0, scrollY: 0, splits: [], empties: [],
  } // prettier-ignore
  model.apply(keyframe)
  push(keyframe)
  const rows: number[] = []
  let list = 0
  for (let id = 1; id <= model.lastId; id++) {
    const name = model.node(id)?.name
    if (name === 'li') rows.push(id)
    if (name === 'ul') list = id
  }
  for (let timeMs = startMs + 200; timeMs < startMs + durationMs; timeMs += 150) {
    const change = (event: DomEvent): void => {
      model.apply(event)
      push(event)
    }
    for (let i = 0; i < 2; i++) {
      const id = rows[pick(rows.length)]!
      change({ type: 'attribute', timeMs, id, name: 'class', value: `row r${pick(7)} c${pick(300)}` })
    }
    const text = model.node(rows[pick(rows.length)]!)?.first?.first?.first
    if (text) change({ type: 'text', timeMs, id: text.id, text: `Item ${pick(100_000)}` })
    if (pick(4) === 0) {
      const id = model.lastId + 1
      change({ type: 'add', timeMs, parent: list, before: rows[pick(rows.length)]!, html: row(pick(100_000)), splits: [], empties: [] })
      rows.push(id)
      change({ type: 'remove', timeMs, id: rows.splice(pick(rows.length - 1), 1)[0]! })
    }
    if (pick(3) === 0) change({ type: 'scroll', timeMs, id: 1, x: 0, y: pick(6000) })
    push({
      type: 'pointer',
      timeMs,
      pointer: 'mouse',
      points: Array.from({ length: 5 }, (_, i) => ({
        afterMs: i ? 30 : 0,
        x: i ? pick(40) - 20 : pick(1200),
        y: i ? pick(40) - 20 : pick(700),
      })),
    })
  }
  return events
}

async function encode(events: readonly PlayheadEvent[]): Promise<{ chunks: Uint8Array[]; manifest: RecordingManifest }> {
  const chunks: Uint8Array[] = []
  for (let from = startMs, at = 0; at < events.length; from += 2000) {
    let to = at
    while (to < events.length && events[to]!.timeMs < from + 2000) to++
    const seq = chunks.length
    if (to > at)
      chunks.push(
        await encodeChunk(
          { session: 'S'.repeat(22), tab, view: 'V'.repeat(22), seq, baseSeq: 0, last: to === events.length, sentMs: from },
          events.slice(at, to),
        ),
      )
    at = to
  }
  const refs = chunks.map((bytes) => {
    const { seq, baseSeq, baseMs, endMs, keyframe } = readChunk(bytes).header
    return { tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: bytes.length }
  })
  const endedAtMs = refs.at(-1)!.endMs
  const manifest = {
    sessionId: 'S'.repeat(22), startedAtMs: startMs, endedAtMs, durationMs: endedAtMs - startMs, live: false,
    tabs: [{ id: tab, startedAtMs: startMs, endedAtMs }], chunks: refs, assets: [],
  } // prettier-ignore
  return { chunks, manifest }
}

interface Run {
  firstMs: number
  forwardMs: number
  backwardMs: number
}
type Scope = {
  PlayheadPlayer: typeof import('../packages/player/src/index.ts')
  rrweb: { Replayer: new (events: unknown[], options: object) => { pause(ms: number): void; on(name: string, fn: () => void): void } }
}

const ours = (page: Page): Promise<Run> =>
  page.evaluate(async () => {
    const { createPlayer } = (globalThis as never as Scope).PlayheadPlayer
    const started = performance.now()
    const manifest = (await (await fetch('/manifest.json')).json()) as RecordingManifest
    const source = {
      manifest,
      loadChunk: async ({ seq }: { seq: number }) => new Uint8Array(await (await fetch(`/chunk/${seq}`)).arrayBuffer()),
      loadAsset: async () => null,
    }
    const player = await createPlayer({ container: document.querySelector<HTMLElement>('#stage')!, source, frameUrl: '/frame.html' })
    const firstMs = performance.now() - started
    await player.seek(299_000)
    let from = performance.now()
    await player.seek(304_000)
    const forwardMs = performance.now() - from
    from = performance.now()
    await player.seek(299_000)
    return { firstMs, forwardMs, backwardMs: performance.now() - from }
  })

const theirs = (page: Page): Promise<Run> =>
  page.evaluate(async () => {
    const { Replayer } = (globalThis as never as Scope).rrweb
    const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
    const started = performance.now()
    const events = (await (await fetch('/rrweb.json')).json()) as unknown[]
    const replayer = new Replayer(events, {
      root: document.querySelector('#stage')!,
      mouseTail: false,
      showWarning: false,
      liveMode: false,
    })
    replayer.pause(0)
    await painted()
    const firstMs = performance.now() - started
    replayer.pause(299_000)
    await painted()
    let from = performance.now()
    replayer.pause(304_000)
    await painted()
    const forwardMs = performance.now() - from
    from = performance.now()
    replayer.pause(299_000)
    await painted()
    return { firstMs, forwardMs, backwardMs: performance.now() - from }
  })

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!

export async function benchPlayer(): Promise<{ measure: string; oursMs: number; rrwebMs: number; ratio: number }[]> {
  const dir = await mkdtemp(join(tmpdir(), 'playhead-bench-'))
  await build(dir)
  await bundle({
    stdin: { contents: "export { Replayer } from 'rrweb'", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'iife',
    globalName: 'rrweb',
    outfile: join(dir, 'rrweb.js'),
    logLevel: 'error',
    minify: true,
  })
  const events = createSession()
  const { chunks, manifest } = await encode(events)
  const json = JSON.stringify(rrwebFromEvents(events, { asset: () => undefined }))
  const sizes = { rrwebJsonBytes: json.length, chunkBytes: chunks.reduce((sum, { length }) => sum + length, 0), events: events.length }
  const files: Record<string, [type: string, body: () => Promise<Buffer | string> | string | Uint8Array]> = {
    '/': ['text/html', () => '<!doctype html><body style="margin:0"><div id="stage" style="width:1280px;height:720px"></div><script src="/player.iife.js"></script><script src="/rrweb.js"></script>'],
    '/frame.html': ['text/html', () => readFile(join(dir, 'frame.html'))],
    '/player.iife.js': ['text/javascript', () => readFile(join(dir, 'player.iife.js'))],
    '/rrweb.js': ['text/javascript', () => readFile(join(dir, 'rrweb.js'))],
    '/manifest.json': ['application/json', () => JSON.stringify(manifest)],
    '/rrweb.json': ['application/json', () => json],
  } // prettier-ignore
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const chunk = /^\/chunk\/(\d+)$/.exec(path)
    const [type, body] = chunk
      ? (['application/octet-stream', () => chunks[Number(chunk[1])]!] as const)
      : (files[path] ?? ['text/plain', () => ''])
    response.setHeader('Content-Type', type)
    void Promise.resolve(body()).then((content) => response.end(content))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const executablePath = [
    process.env['PLAYHEAD_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path && existsSync(path))
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu'] })
  const runs: { ours: Run[]; theirs: Run[] } = { ours: [], theirs: [] }
  try {
    for (let round = 0; round <= rounds; round++)
      for (const side of round % 2 ? (['theirs', 'ours'] as const) : (['ours', 'theirs'] as const)) {
        const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
        // What the TypeScript runner puts around named functions does not exist in the page.
        await page.addInitScript('globalThis.__name = (fn) => fn')
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
        const run = await (side === 'ours' ? ours(page) : theirs(page))
        // The first round warms both up.
        if (round) runs[side].push(run)
        await page.close()
      }
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
    await rm(dir, { recursive: true, force: true })
  }
  if (!process.argv.includes('--json'))
    console.log(
      `## Player: ${sizes.events} events, ${(sizes.rrwebJsonBytes / 1e6).toFixed(1)} MB as rrweb JSON, ${(sizes.chunkBytes / 1e6).toFixed(2)} MB as chunks\n`,
    )
  return (['firstMs', 'forwardMs', 'backwardMs'] as const).map((measure) => {
    const oursMs = median(runs.ours.map((run) => run[measure]))
    const rrwebMs = median(runs.theirs.map((run) => run[measure]))
    return {
      measure: { firstMs: 'first frame', forwardMs: 'seek +5 s', backwardMs: 'seek -5 s' }[measure],
      oursMs,
      rrwebMs,
      ratio: oursMs / rrwebMs,
    }
  })
}

if (process.argv[1] === import.meta.filename) {
  const rows = await benchPlayer()
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
  else {
    console.log('| measure | rrweb Replayer, ms | Playhead, ms | ratio |\n|---|---|---|---|')
    for (const { measure, oursMs, rrwebMs, ratio } of rows)
      console.log(`| ${measure} | ${rrwebMs.toFixed(0)} | ${oursMs.toFixed(0)} | ${ratio.toFixed(2)} |`)
    console.log('')
  }
}
