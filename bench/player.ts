import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumArguments, findChromium } from '@playhead/chromium'
import type { PlayheadEvent } from '@playhead/wire'
import { build as bundle } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from '../packages/player/build.ts'
import { ours, type Scope, theirs } from './player/driver.ts'
import { busy, createMotion, createSession, rrwebOf, storeSession } from './player/session.ts'
import { serve } from './player/site.ts'

/**
 * From "open this session" to its first picture, seeks, playing and memory: Playhead's player against rrweb's Replayer,
 * the same events, the same browser, taking turns. Fetch, inflate and parse are included on both sides.
 * `PLAYHEAD_BENCH_ROUNDS` and `PLAYHEAD_BENCH_MINUTES` (a list) change how often and how long.
 */
const rounds = Number(process.env['PLAYHEAD_BENCH_ROUNDS'] ?? 5)
const lengths = (process.env['PLAYHEAD_BENCH_MINUTES'] ?? '30,60').split(',').filter(Boolean).map(Number)

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

/** Playing alone; runs in the page. */
async function playOnly(durationMs: number): Promise<Pick<Timed, 'fps1' | 'fps4' | 'fps8'>> {
  const { driver } = globalThis as never as Scope
  await driver.open()
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const fps: number[] = []
  for (const speed of [1, 4, 8]) fps.push((await driver.play(durationMs * 0.4, speed)) / 3)
  return { fps1: fps[0]!, fps4: fps[1]!, fps8: fps[2]! }
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

async function withPage<T>(browser: Browser, url: string, side: Side, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  // What the TypeScript runner puts around named functions does not exist in the page.
  await page.addInitScript('globalThis.__name = (fn) => fn')
  await page.goto(url)
  await (side === 'rrweb' ? page.evaluate(theirs) : page.evaluate(ours, side === 'stored'))
  const result = await work(page)
  await page.close()
  return result
}

/** The same session on every side, in turns. The first round warms all up. */
async function takeTurns<T>(events: readonly PlayheadEvent[], what: string, work: (page: Page) => Promise<T>) {
  const stored = await storeSession(events)
  const json = JSON.stringify(rrwebOf(events))
  const server = await serve(dir, stored, json)
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...chromiumArguments] })
  const runs: Record<Side, T[]> = { rrweb: [], stored: [], live: [] }
  try {
    for (let round = 0; round <= rounds; round++)
      for (const side of round % 2 ? sides.toReversed() : sides) {
        process.stderr.write(`${what}, round ${round} of ${rounds}: ${side}\n`)
        const one = await withPage(browser, server.url, side, work)
        if (round) runs[side].push(one)
      }
  } finally {
    await browser.close()
    server.close()
  }
  const mb = (list: Iterable<Uint8Array>): number => [...list].reduce((sum, { length }) => sum + length, 0) / 1e6
  const sizes = `${(json.length / 1e6).toFixed(1)} MB as rrweb JSON, ${mb(stored.live.chunks).toFixed(1)} MB as chunks, ${(mb(stored.blocks) + mb(stored.checkpoints.values())).toFixed(1)} MB as blocks and checkpoints`
  return { runs, sizes }
}

function table<K extends string>(
  title: string,
  names: Readonly<Partial<Record<K, string>>>,
  runs: Record<Side, Record<K, number>[]>,
): string {
  const rows = (Object.keys(names) as K[]).map((measure) => {
    const value = (side: Side): number => median(runs[side].map((one) => one[measure]))
    const cell = (side: Side): string => value(side).toFixed(value(side) < 10 ? 1 : 0)
    const ratio = (side: Side): string => (value(side) / value('rrweb')).toFixed(2)
    return `| ${names[measure]} | ${cell('rrweb')} | ${cell('stored')} | ${ratio('stored')} | ${cell('live')} | ${ratio('live')} |`
  })
  return [
    `## Player: ${title}; medians of ${rounds}`,
    '',
    '| measure | rrweb Replayer | Playhead, stored | ratio | Playhead, as chunks | ratio |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

async function benchSession(minutes: number): Promise<string> {
  const events = createSession({ minutes, ...busy })
  const { runs, sizes } = await takeTurns(events, `${minutes} min`, async (page) => ({
    ...(await page.evaluate(drive, minutes * 60_000)),
    heapMb: await heapOf(page),
  }))
  return table(`${minutes} min, some 10,000 nodes, ${events.length} events, ${sizes}`, measures, runs)
}

/** The page that is the hardest to keep up with. */
async function benchMotion(moving: number): Promise<string> {
  const { runs, sizes } = await takeTurns(createMotion(moving), `${moving} moving`, (page) => page.evaluate(playOnly, 60_000))
  const { fps1, fps4, fps8 } = measures
  return table(`${moving} of 10,000 nodes moved 60 times a second, 1 min, ${sizes}`, { fps1, fps4, fps8 }, runs)
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
  for (const minutes of lengths) tables.push(await benchSession(minutes))
  tables.push(await benchMotion(300))
  console.log(`${tables.join('\n\n')}\n`)
} finally {
  await rm(dir, { recursive: true, force: true })
}
