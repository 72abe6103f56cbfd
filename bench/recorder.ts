/**
 * The recorder beside the recorders of the field, in one run: size, first snapshot, six mutation workloads, heap.
 * `npm run bench -- recorder`, or `npx tsx bench/recorder.ts [--rounds 5] [--only rrweb,Playhead] [--part snapshot|workload|app]`; needs a Chromium.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { chromiumArguments, findChromium } from '@playhead/chromium'
import { chromium } from 'playwright-core'
import { build } from '../packages/recorder/build.ts'
import { loadApps } from './recorder/app.ts'
import { measureApp, measureSnapshot, measureTask, measureWorkloads, type Snapshot, type Work } from './recorder/measure.ts'
import { loadPeers, type Peer, scriptPath } from './recorder/peer.ts'
import { startSite } from './recorder/site.ts'
import { workloads } from './recorder/workload.ts'

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string', default: '' }, part: { type: 'string', default: '' } },
})
const rounds = Number(values.rounds)
const dist = fileURLToPath(new URL('../packages/recorder/dist/', import.meta.url))
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN

await build()
const loaded = await loadPeers(dist)
const wanted = values.only.split(',').filter(Boolean)
const peers = loaded.list.filter(({ name }) => !wanted.length || wanted.some((part) => name.startsWith(part)))
/** The page alone: what it costs by itself is taken off. */
const nobody: Peer = { name: 'none', script: 'window.startPeer = () => undefined' }

const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [...chromiumArguments, '--enable-precise-memory-info'],
})
const apps = await loadApps()
const all = [nobody, ...peers]
const site = await startSite(
  new Map([...apps.map(({ name, html }) => [`/${name}`, html] as const), ...all.map((peer) => [scriptPath(peer), peer.script] as const)]),
)
const isWanted = (part: string): boolean => !values.part || values.part === part

/** Results of each, interleaved. Every one has a fresh page. */
async function interleave<T>(what: string, measure: (peer: Peer) => Promise<T>, times = rounds): Promise<Map<string, T[]>> {
  const results = new Map<string, T[]>(all.map(({ name }) => [name, []]))
  for (let round = 1; round <= times; round++)
    for (const peer of all) {
      process.stderr.write(`round ${round} of ${times}: ${what}, ${peer.name}\n`)
      const result = await measure(peer)
      results.get(peer.name)!.push(result)
    }
  return results
}
const cells: string[][] = []
const row = (measure: string, value: (name: string) => string, aim: string): void =>
  void cells.push([measure, ...peers.map(({ name }) => value(name)), aim])
const ratio = (value: number, base: number): string => (value / base).toFixed(value / base < 0.1 ? 3 : 2)
const kb = (bytes: number): string => (bytes / 1024).toFixed(bytes < 102_400 ? 1 : 0)

row(
  'size, brotli, KB',
  (name) => kb(brotliCompressSync(Buffer.from(loaded.sizes[name] ?? peers.find((peer) => peer.name === name)!.script)).length),
  '≤ 15',
)
for (const nodes of isWanted('snapshot') ? [10_000, 50_000] : []) {
  const label = `${nodes / 1000}k nodes`
  const found = await interleave(label, (peer) => measureSnapshot(browser, site, peer, nodes))
  const of = (name: string, pick: (one: Snapshot) => number): number => median(found.get(name)!.map(pick))
  const cpu = (name: string): number => of(name, (one) => one.cpuMs) - of('none', (one) => one.cpuMs)
  row(`snapshot CPU with loading, ${label}, relative to rrweb`, (name) => ratio(cpu(name), cpu('rrweb')), '≤ 0.2')
  row(`snapshot on the wire, ${label}, KB`, (name) => kb(of(name, (one) => one.wireBytes)), nodes > 10_000 ? '≤ 390' : '≤ 100')
  if (nodes < 50_000) continue
  row(
    `heap growth, ${label}, MB`,
    (name) => ((of(name, (one) => one.heapBytes) - of('none', (one) => one.heapBytes)) / 1e6).toFixed(1),
    '≤ 4',
  )
  const tasks = await interleave(`longest task, ${label}`, (peer) => measureTask(browser, site, peer, nodes))
  const longest = (name: string): number => median(tasks.get(name)!)
  row(`longest task, ${label}, relative to rrweb`, (name) => ratio(longest(name), longest('rrweb')), '≤ 0.055')
}
if (isWanted('workload')) {
  const work = await interleave('workloads', (peer) => measureWorkloads(browser, site, peer))
  const sum = (name: string, pick: (one: Work) => number): number =>
    median(work.get(name)!.map((run) => run.reduce((total, one) => total + pick(one), 0)))
  const added = (name: string, index: number): number =>
    median(work.get(name)!.map((run) => run[index]!.cpuMs)) - median(work.get('none')!.map((run) => run[index]!.cpuMs))
  const addedAll = (name: string): number => workloads.reduce((total, _, i) => total + added(name, i), 0)
  row('CPU added by six workloads, relative to rrweb', (name) => ratio(addedAll(name), addedAll('rrweb')), '≤ 0.28')
  row('wire of the six workloads, KB', (name) => kb(sum(name, (one) => one.wireBytes)), '≤ 290')
  workloads.forEach((workload, i) => {
    row(`· ${workload.name}: CPU`, (name) => ratio(added(name, i), added('rrweb', i)), '')
    row(`· ${workload.name}: KB`, (name) => kb(median(work.get(name)!.map((run) => run[i]!.wireBytes))), '')
  })
}
for (const app of isWanted('app') ? apps : []) {
  const found = await interleave(app.name, (peer) => measureApp(browser, site, peer, app), Math.min(rounds, 2))
  const added = (name: string): number =>
    median(found.get(name)!.map(({ cpuMs }) => cpuMs)) - median(found.get('none')!.map(({ cpuMs }) => cpuMs))
  row(`${app.name}, 30 s: CPU added, relative to rrweb`, (name) => ratio(added(name), added('rrweb')), '')
  row(`${app.name}, 30 s: KB`, (name) => kb(median(found.get(name)!.map(({ wireBytes }) => wireBytes))), '')
}
await browser.close()
await site.stop()

const head = ['measure', ...peers.map(({ name }) => name), 'aim']
const table = [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`)
const notes = peers.flatMap(({ name, note }) => (note ? [`${name}: ${note}.`] : []))
process.stdout.write(
  `## Recorder: main-thread CPU, wire and size beside the field, medians of ${rounds}\n\n${table.join('\n')}\n\nWhat the page costs without a recorder is taken off. Applications: the higher of ${Math.min(rounds, 2)} runs. Size of rrweb: without a transport. ${notes.join(' ')}\n\n`,
)
