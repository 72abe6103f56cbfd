/**
 * What a visitor of the demo shop notices of the recorder: Core Web Vitals, long tasks and main-thread CPU of a load and
 * a few clicks, with the script tag and without, taking turns.
 * `npx tsx bench/vitals.ts [--json]`; `PLAYHEAD_BENCH_ROUNDS` changes how often.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumArguments, findChromium } from '@playhead/chromium'
import { chromium } from 'playwright-core'
import { buildDemoShop } from '../apps/demo-shop/src/build.ts'
import { createDemoHandler } from '../apps/demo-shop/src/serve.ts'
import { build } from '../packages/recorder/build.ts'

const rounds = Number(process.env['PLAYHEAD_BENCH_ROUNDS'] ?? 15)
const dist = fileURLToPath(new URL('../packages/recorder/dist/', import.meta.url))

const shopDir = await mkdtemp(join(tmpdir(), 'playhead-shop-'))
await Promise.all([build(), buildDemoShop(shopDir)])
const [loader, recorder] = await Promise.all(['loader.js', 'playhead.js'].map((name) => readFile(join(dist, name), 'utf8')))

const variants = ['without', 'with'] as const
type Variant = (typeof variants)[number]
const tag = '<script async src="/playhead.js" data-key="bench" data-consent="granted"></script>'
let chunkBytes = 0
const shops = {
  without: createDemoHandler({ distDir: shopDir, snippet: '' }),
  with: createDemoHandler({ distDir: shopDir, snippet: tag }),
}

async function serve(variant: Variant): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://shop')
    const script =
      pathname === '/playhead.js' ? loader!.replace('__PLAYHEAD_RECORDER__', '/recorder.js') : pathname === '/recorder.js' && recorder
    if (script) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    else if (pathname === '/i' || pathname === '/i/asset') {
      request.on('data', (data: Buffer) => void (chunkBytes += data.length))
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"token":"t","want":[]}'))
    } else if (!shops[variant](request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/demo/`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What is measured, in the order of the table. Times in ms. */
const measures = ['LCP', 'CLS', 'INP', 'long tasks', 'blocking time', 'main-thread CPU'] as const
type Reading = Record<(typeof measures)[number], number>

/** Gathers what the browser measures, from before the first script on. */
const observe = `
  window.read = { lcp: 0, cls: 0, inp: 0, tasks: 0, blocked: 0 }
  const watch = (type, hook, more) => new PerformanceObserver((list) => list.getEntries().forEach(hook)).observe({ type, buffered: true, ...more })
  watch('largest-contentful-paint', (entry) => { read.lcp = entry.startTime })
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) read.cls += entry.value })
  watch('event', (entry) => { if (entry.interactionId) read.inp = Math.max(read.inp, entry.duration) }, { durationThreshold: 16 })
  watch('longtask', (entry) => { read.tasks++; read.blocked += entry.duration - 50 })`

const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...chromiumArguments],
})
const servers = { without: await serve('without'), with: await serve('with') }

async function load(variant: Variant): Promise<Reading> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(observe)
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  const sentBefore = chunkBytes
  await page.goto(servers[variant].url, { waitUntil: 'load' })
  await page.locator('#shop a').first().waitFor()
  // Long enough for a keyframe, a first batch, and whatever a shop does after it is shown.
  await page.waitForTimeout(2500)
  for (const _ of [1, 2, 3]) {
    await page.locator('#shop main a').first().click()
    await page.waitForTimeout(400)
    await page.goBack({ waitUntil: 'commit' })
    await page.waitForTimeout(400)
  }
  const read = await page.evaluate<{ lcp: number; cls: number; inp: number; tasks: number; blocked: number }>('read')
  const { metrics } = await session.send('Performance.getMetrics')
  const cpu = metrics.find(({ name }) => name === 'ThreadTime')!.value * 1000
  await context.close()
  if (variant === 'with' && chunkBytes === sentBefore) throw new Error('the recorder sent nothing: there is nothing to compare')
  return { LCP: read.lcp, CLS: read.cls, INP: read.inp, 'long tasks': read.tasks, 'blocking time': read.blocked, 'main-thread CPU': cpu }
}

const readings: Record<Variant, Reading[]> = { without: [], with: [] }
for (let round = 0; round <= rounds; round++)
  // Who is first changes, so that neither always finds the machine as the other left it.
  for (const variant of round % 2 ? variants : [...variants].reverse()) {
    const reading = await load(variant)
    // The first round warms the browser up.
    if (round) readings[variant].push(reading)
  }
await browser.close()
for (const { close } of Object.values(servers)) close()
await rm(shopDir, { recursive: true })

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
const result = measures.map((name) => {
  const [without, found] = variants.map((variant) => readings[variant].map((reading) => reading[name])) as [number[], number[]]
  const median = { without: quantile(without, 0.5), with: quantile(found, 0.5) }
  // Half of all loads without the recorder differ from each other by more than this.
  const noise = quantile(without, 0.75) - quantile(without, 0.25)
  return { name, without: median.without, with: median.with, difference: median.with - median.without, noise }
})
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ rounds, result })}\n`)
else {
  const show = (name: string, value: number): string => value.toFixed(name === 'CLS' ? 4 : name === 'long tasks' ? 0 : 1)
  process.stdout.write(
    `## Web vitals of the demo shop, with and without the recorder: medians of ${rounds} loads each, taking turns\n\n` +
      '| measure (ms; CLS without unit) | without | with | difference | noise (interquartile range without) |\n|---|---|---|---|---|\n' +
      result
        .map(
          (row) =>
            `| ${row.name} | ${[row.without, row.with, row.difference, row.noise].map((value) => show(row.name, value)).join(' | ')} |\n`,
        )
        .join('') +
      '\n',
  )
}
