/**
 * The recorder beside @rrweb/record: CPU of the first snapshot of a generated page, and sizes.
 * `npx tsx bench/recorder.ts [--json]`; needs a Chromium.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { chromium } from 'playwright-core'
import { build } from '../packages/recorder/build.ts'

const rounds = 7
const nodes = 10_000
const dist = fileURLToPath(new URL('../packages/recorder/dist/', import.meta.url))

const findChromium = (): string | undefined =>
  [process.env['PLAYHEAD_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  )

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

await build()
const ours = await readFile(join(dist, 'playhead.js'), 'utf8')
const rrwebRoot = dirname(createRequire(import.meta.url).resolve('@rrweb/record'))
const rrweb = await bundle({
  stdin: { contents: "import { record } from '@rrweb/record'; window.rrwebRecord = record", resolveDir: rrwebRoot },
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: 'es2020',
})
const theirs = rrweb.outputFiles[0]!.text

/** Rows of a table of things, about 10 nodes each: 5 elements and their texts. */
const page = `<!doctype html><title>bench</title><style>.row{display:flex}.cell{color:#333}.name{font-weight:bold}</style><main>${Array.from(
  { length: nodes / 10 },
  (_, i) =>
    `<div class="row" data-i="${i}"><a class="name" href="/item/${i}" title="Item ${i}">Item number ${i}</a><span class="cell">Some words about it, ${i * 7}</span><em class="cell">${i % 13} left</em><b class="cell">${(i * 37) % 1000} €</b></div>`,
).join('')}</main>`

const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
})

/** CPU time of the main thread for starting a recording, snapshot included, ms: what else the machine does has no part in it. A fresh page each time. */
async function time(script: string, start: string): Promise<number> {
  const tab = await browser.newPage()
  await tab.route('**', (route) => route.fulfill({ contentType: 'text/html', body: page }))
  await tab.goto('http://bench.test/list')
  await tab.addScriptTag({ content: script })
  const session = await tab.context().newCDPSession(tab)
  await session.send('Performance.enable')
  const threadMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'ThreadTime')!.value * 1000
  }
  const before = await threadMs()
  const idle = (await threadMs()) - before
  const from = await threadMs()
  await tab.evaluate(`${start}; 0`)
  const spent = (await threadMs()) - from - idle
  await tab.close()
  return spent
}
const start = (privacy: string): string => `playhead.record({ emit() {}, privacy: '${privacy}', assets: 'off' })`
const variants = {
  rrweb: () => time(theirs, 'rrwebRecord({ emit() {} })'),
  'playhead relaxed': () => time(ours, start('relaxed')),
  'playhead strict': () => time(ours, start('strict')),
}
type Variant = keyof typeof variants
const names = Object.keys(variants) as Variant[]
const times = new Map<Variant, number[]>(names.map((name) => [name, []]))
for (let round = 0; round <= rounds; round++)
  for (const name of names) {
    const spent = await variants[name]()
    // The first round warms the browser up.
    if (round) times.get(name)!.push(spent)
  }
await browser.close()

const base = median(times.get('rrweb')!)
const size = (text: string): number => brotliCompressSync(Buffer.from(text)).length
const result = {
  snapshot: {
    nodes,
    rounds,
    unit: 'ratio to @rrweb/record',
    ...Object.fromEntries(names.map((name) => [name, +(median(times.get(name)!) / base).toFixed(3)])),
  },
  size: { unit: 'bytes, brotli', rrweb: size(theirs), playhead: size(ours) },
  target: { snapshot: 0.2, sizeBytes: 15 * 1024 },
}
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
else {
  const kb = (bytes: number): string => (bytes / 1024).toFixed(1)
  const rows = [
    `## Recorder: snapshot of ${nodes} nodes, main-thread CPU, median of ${rounds}; size, brotli\n`,
    '| measure | rrweb | Playhead | aim |\n|---|---|---|---|',
    ...names
      .filter((name) => name !== 'rrweb')
      .map((name) => `| snapshot CPU, ${name}, relative to rrweb | 1 | ${(median(times.get(name)!) / base).toFixed(2)} | 0.2 |`),
    `| size, KiB (rrweb’s without transport) | ${kb(size(theirs))} | ${kb(size(ours))} | 15 |`,
  ]
  process.stdout.write(`${rows.join('\n')}\n\n`)
}
