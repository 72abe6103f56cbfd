import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '@playhead/chromium'
import { type RecordingManifest, rrwebFromEvents } from '@playhead/wire'
import { build as bundle } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from '../packages/player/build.ts'
import { busy, createSession, type Stored, storeSession } from './player/session.ts'

/**
 * From "open this session" to its first picture, seeks, playing and memory: Playhead's player against rrweb's Replayer,
 * the same events, the same browser, taking turns. Fetch, inflate and parse are included on both sides.
 * `PLAYHEAD_BENCH_ROUNDS` and `PLAYHEAD_BENCH_MINUTES` (a list) change how often and how long.
 */
const rounds = Number(process.env['PLAYHEAD_BENCH_ROUNDS'] ?? 5)
const lengths = (process.env['PLAYHEAD_BENCH_MINUTES'] ?? '30,60').split(',').map(Number)

/** What is measured, in the order of the table; ms, frames a second, MB. */
const measures = {
  firstMs: 'first frame, ms',
  forwardMs: 'seek +5 s, ms',
  backwardMs: 'seek -5 s, ms',
  farMs: 'seek far forward, ms',
  farBackMs: 'seek far back, ms',
  randomMs: 'seek anywhere, ms (median of 8)',
  fps1: 'frames/s at 1x',
  fps4: 'frames/s at 4x',
  fps8: 'frames/s at 8x',
  heapMb: 'heap after all that, MB',
} as const
type Run = Record<keyof typeof measures, number>
type Timed = Omit<Run, 'heapMb'>

/** What a page does with its player; runs in the page. */
interface Driver {
  open(): Promise<void>
  seek(ms: number): Promise<void>
  /** Frames shown in 3 s of playing from a moment. */
  play(fromMs: number, speed: number): Promise<number>
}
type Scope = {
  PlayheadPlayer: typeof import('../packages/player/src/index.ts')
  rrweb: {
    Replayer: new (
      events: unknown[],
      options: object,
    ) => { pause(ms: number): void; play(ms: number): void; setConfig(config: { speed: number }): void }
  }
  driver: Driver
}

function ours(stored: boolean): void {
  const scope = globalThis as never as Scope
  let player: Awaited<ReturnType<Scope['PlayheadPlayer']['createPlayer']>>
  const load = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(path)).arrayBuffer())
  scope.driver = {
    async open() {
      const manifest = (await (await fetch(stored ? '/stored.json' : '/manifest.json')).json()) as RecordingManifest
      const source = {
        manifest,
        loadChunk: ({ seq }: { seq: number }) => load(`/${stored ? 'block' : 'chunk'}/${seq}`),
        loadCheckpoint: ({ seq }: { seq: number }) => load(`/checkpoint/${seq}`),
        loadAsset: async () => null,
      }
      player = await scope.PlayheadPlayer.createPlayer({
        container: document.querySelector<HTMLElement>('#stage')!,
        source,
        frameUrl: '/frame.html',
      })
    },
    seek: (ms) => player.seek(ms),
    async play(fromMs, speed) {
      await player.seek(fromMs)
      let frames = 0
      const end = player.on('shown', () => frames++)
      player.setSpeed(speed)
      player.play()
      await new Promise((resolve) => setTimeout(resolve, 3000))
      player.pause()
      end()
      return frames
    },
  }
}

function theirs(): void {
  const scope = globalThis as never as Scope
  const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
  let replayer: InstanceType<Scope['rrweb']['Replayer']>
  scope.driver = {
    async open() {
      const events = (await (await fetch('/rrweb.json')).json()) as unknown[]
      replayer = new scope.rrweb.Replayer(events, { root: document.querySelector('#stage')!, mouseTail: false, showWarning: false })
      replayer.pause(0)
      await painted()
    },
    async seek(ms) {
      replayer.pause(ms)
      await painted()
    },
    async play(fromMs, speed) {
      replayer.pause(fromMs)
      await painted()
      replayer.setConfig({ speed })
      replayer.play(fromMs)
      let frames = 0
      const until = performance.now() + 3000
      const count = (): void => {
        frames++
        if (performance.now() < until) requestAnimationFrame(count)
      }
      requestAnimationFrame(count)
      await new Promise((resolve) => setTimeout(resolve, 3000))
      replayer.pause(fromMs)
      return frames
    },
  }
}

/** The course of one run; runs in the page. */
async function drive(durationMs: number): Promise<Timed> {
  const { driver } = globalThis as never as Scope
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!
  async function timed(work: () => Promise<void>): Promise<number> {
    const from = performance.now()
    await work()
    return performance.now() - from
  }
  const firstMs = await timed(() => driver.open())
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const farMs = await timed(() => driver.seek(durationMs * 0.8))
  const forward: number[] = []
  const backward: number[] = []
  for (let i = 0; i < 3; i++) {
    forward.push(await timed(() => driver.seek(durationMs * 0.8 + 5000 * (i + 1))))
  }
  for (let i = 3; i > 0; i--) backward.push(await timed(() => driver.seek(durationMs * 0.8 + 5000 * (i - 1))))
  const farBackMs = await timed(() => driver.seek(durationMs * 0.1))
  const random: number[] = []
  for (const part of [0.52, 0.13, 0.91, 0.34, 0.77, 0.05, 0.63, 0.46]) random.push(await timed(() => driver.seek(durationMs * part)))
  const fps: number[] = []
  for (const speed of [1, 4, 8]) fps.push((await driver.play(durationMs * 0.4, speed)) / 3)
  return {
    firstMs,
    farMs,
    farBackMs,
    forwardMs: middle(forward),
    backwardMs: middle(backward),
    randomMs: middle(random),
    fps1: fps[0]!,
    fps4: fps[1]!,
    fps8: fps[2]!,
  }
}

/** JavaScript heap of the page and of the frames in processes of their own, after collecting garbage. */
async function heapOf(page: Page): Promise<number> {
  let bytes = 0
  for (const target of [page, ...page.frames().slice(1)]) {
    const session = await page
      .context()
      .newCDPSession(target)
      .catch(() => null)
    if (!session) continue
    await session.send('HeapProfiler.enable')
    await session.send('HeapProfiler.collectGarbage')
    bytes += (await session.send('Runtime.getHeapUsage')).usedSize
    await session.detach()
  }
  return bytes / 1e6
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN
const sides = ['rrweb', 'stored', 'live'] as const
type Side = (typeof sides)[number]

async function serve(dir: string, stored: Stored, json: string): Promise<{ url: string; close(): void }> {
  const page =
    '<!doctype html><body style="margin:0"><div id="stage" style="width:1280px;height:720px"></div><script src="/player.iife.js"></script><script src="/rrweb.js"></script>'
  const policy = (await readFile(join(dir, 'frame.csp'), 'utf8')).trim()
  const files: Record<string, [type: string, body: () => Promise<Buffer | string> | string | Uint8Array]> = {
    '/': ['text/html', () => page],
    '/frame.html': ['text/html', () => readFile(join(dir, 'frame.html'))],
    '/player.iife.js': ['text/javascript', () => readFile(join(dir, 'player.iife.js'))],
    '/rrweb.js': ['text/javascript', () => readFile(join(dir, 'rrweb.js'))],
    '/manifest.json': ['application/json', () => JSON.stringify(stored.live.manifest)],
    '/stored.json': ['application/json', () => JSON.stringify(stored.manifest)],
    '/rrweb.json': ['application/json', () => json],
  }
  const lists: Record<string, (seq: number) => Uint8Array | undefined> = {
    chunk: (seq) => stored.live.chunks[seq],
    block: (seq) => stored.blocks[seq],
    checkpoint: (seq) => stored.checkpoints.get(seq),
  }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const [, list = '', seq] = /^\/(chunk|block|checkpoint)\/(\d+)$/.exec(path) ?? []
    const [type, body] = lists[list]
      ? (['application/octet-stream', () => lists[list]!(Number(seq)) ?? ''] as const)
      : (files[path] ?? ['text/plain', () => ''])
    response.setHeader('Content-Type', type)
    if (path === '/frame.html') response.setHeader('Content-Security-Policy', policy)
    // As stored: a viewer's browser undoes it beside the page's own work.
    if (list === 'block' || list === 'checkpoint') response.setHeader('Content-Encoding', 'br')
    void Promise.resolve(body()).then((content) => response.end(content))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function run(browser: Browser, url: string, side: Side, durationMs: number): Promise<Run> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  // What the TypeScript runner puts around named functions does not exist in the page.
  await page.addInitScript('globalThis.__name = (fn) => fn')
  await page.goto(url)
  await (side === 'rrweb' ? page.evaluate(theirs) : page.evaluate(ours, side === 'stored'))
  const timed = await page.evaluate(drive, durationMs)
  const heapMb = await heapOf(page)
  await page.close()
  return { ...timed, heapMb }
}

async function bench(minutes: number, dir: string): Promise<string> {
  const events = createSession({ minutes, ...busy })
  const stored = await storeSession(events)
  const json = JSON.stringify(rrwebFromEvents(events, { asset: () => undefined }))
  const server = await serve(dir, stored, json)
  const executablePath = findChromium()
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...chromiumArguments],
  })
  const runs: Record<Side, Run[]> = { rrweb: [], stored: [], live: [] }
  try {
    // The first round warms all up.
    for (let round = 0; round <= rounds; round++)
      for (const side of round % 2 ? sides.toReversed() : sides) {
        process.stderr.write(`${minutes} min, round ${round} of ${rounds}: ${side}\n`)
        const one = await run(browser, server.url, side, minutes * 60_000)
        if (round) runs[side].push(one)
      }
  } finally {
    await browser.close()
    server.close()
  }
  const bytes = (list: Iterable<Uint8Array>): number => [...list].reduce((sum, { length }) => sum + length, 0) / 1e6
  const rows = (Object.keys(measures) as (keyof Run)[]).map((measure) => {
    const value = (side: Side): number => median(runs[side].map((one) => one[measure]))
    const cell = (side: Side): string => value(side).toFixed(value(side) < 10 ? 1 : 0)
    const ratio = (side: Side): string => (value(side) / value('rrweb')).toFixed(2)
    return `| ${measures[measure]} | ${cell('rrweb')} | ${cell('stored')} | ${ratio('stored')} | ${cell('live')} | ${ratio('live')} |`
  })
  return [
    `## Player: ${minutes} min, some 10,000 nodes, ${events.length} events, ${(json.length / 1e6).toFixed(1)} MB as rrweb JSON, ${bytes(stored.live.chunks).toFixed(1)} MB as chunks, ${(bytes(stored.blocks) + bytes(stored.checkpoints.values())).toFixed(1)} MB as blocks and checkpoints; medians of ${rounds}`,
    '',
    '| measure | rrweb Replayer | Playhead, stored | ratio | Playhead, as chunks | ratio |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

const dir = await mkdtemp(join(tmpdir(), 'playhead-bench-'))
try {
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
  const tables: string[] = []
  for (const minutes of lengths) tables.push(await bench(minutes, dir))
  console.log(`${tables.join('\n\n')}\n`)
} finally {
  await rm(dir, { recursive: true, force: true })
}
