/**
 * Chunks at a steady rate for a long while: memory and file handles of the server and its children must stay flat.
 * The rate is half of what the same server took just before in a burst, or `--rate` chunks a second.
 * `npm run bench -- soak [--minutes 20] [--rate 300] [--json]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile, startLoad } from './server/load.ts'
import { numberOption } from './server/option.ts'
import { childrenOf, cpuUs, handleCount, residentMb } from './server/process.ts'
import { createSender, createVisit, sendVisits } from './server/sender.ts'
import { startPlayhead } from './server/way.ts'

const minutes = numberOption('minutes', 2)
const lines = 10
const chunksPerVisit = 20

const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
const server = await startPlayhead(join(dir, 'data'))

/** Chunks a second that the server takes when they come as fast as it answers. */
async function findCapacity(): Promise<number> {
  const visits = await Promise.all(Array.from({ length: 160 }, () => createVisit(chunksPerVisit)))
  const sender = createSender(32)
  const from = performance.now()
  await sendVisits(sender, server.url, visits, 32)
  const perSecond = (visits.length * chunksPerVisit) / ((performance.now() - from) / 1000)
  sender.close()
  return perSecond
}
const rate = Math.round(process.argv.includes('--rate') ? numberOption('rate', 1) : (await findCapacity()) / 2)

interface Line {
  readonly minute: number
  readonly chunks: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuUs: number
  readonly residentMb: number
  readonly childMb: number
  readonly handles: number
}
const found: Line[] = []
const load = startLoad({ url: server.url, chunksPerSecond: rate, chunksPerVisit })
const { outcome } = load
let [sent, cpu] = [0, cpuUs(server.pid)]
for (let line = 1; line <= lines; line++) {
  await new Promise((resolve) => setTimeout(resolve, (minutes * 60_000) / lines))
  const waits = outcome.waitsMs.splice(0)
  const chunks = outcome.sent - sent
  const cpuNow = cpuUs(server.pid)
  found.push({
    minute: Number(((minutes * line) / lines).toFixed(1)),
    chunks,
    p50Ms: Math.round(quantile(waits, 0.5)),
    p99Ms: Math.round(quantile(waits, 0.99)),
    cpuUs: Math.round((cpuNow - cpu) / Math.max(1, chunks)),
    residentMb: Math.round(residentMb(server.pid)),
    childMb: Math.round(childrenOf(server.pid).reduce((sum, pid) => sum + residentMb(pid), 0)),
    handles: handleCount(server.pid),
  })
  ;[sent, cpu] = [outcome.sent, cpuNow]
}
await load.stop()
await server.stop()
rmSync(dir, { recursive: true })

if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'soak', minutes, rate, refused: outcome.refused, lines: found }))
else {
  console.log(`## Soak: ${rate} chunks of 20 KB a second for ${minutes} minutes, ${outcome.sent} sent, ${outcome.refused} refused\n`)
  console.log(
    '| minute | chunks | answered after, ms: half | 99 % | CPU, µs per chunk | serving process, MB | its children, MB | handles |',
  )
  console.log('|---|---|---|---|---|---|---|---|')
  for (const row of found)
    console.log(
      `| ${row.minute} | ${row.chunks} | ${row.p50Ms} | ${row.p99Ms} | ${row.cpuUs} | ${row.residentMb} | ${row.childMb} | ${row.handles} |`,
    )
  console.log(outcome.firstRefusal ? `\nFirst refusal: ${outcome.firstRefusal}\n` : '')
}
