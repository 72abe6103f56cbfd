/**
 * A day of a small site on a small machine: 1,000 visits on one core and 1 GB, sent within minutes, nothing refused, and each
 * made into a recording file. The server and all its children run under `taskset -c 0` in a control group; where none can be
 * made, memory is added up every second and told: it must stay below the limit.
 * `npm run bench -- small [--visits 1000] [--minutes 3] [--json]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile, startLoad } from './server/load.ts'
import { createMemoryLimit } from './server/memory-limit.ts'
import { numberOption } from './server/option.ts'
import { childrenOf, cpuUs, residentMb } from './server/process.ts'
import { startPlayhead } from './server/way.ts'

const visits = numberOption('visits', 1_000)
const minutes = numberOption('minutes', 3)
/** What a visit of the demo shop's length sends: 12 chunks of 12 KB. */
const [chunksPerVisit, chunkBytes] = [12, 12_000]
const limitMb = 1_000

const limit = createMemoryLimit(limitMb * 1e6)
const under = [...(limit?.under ?? []), 'taskset', '-c', '0']

const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
const server = await startPlayhead(join(dir, 'data'), { under })
const pids = (): number[] => [server.pid, ...childrenOf(server.pid)]
const memory = (): number => pids().reduce((sum, pid) => sum + residentMb(pid), 0)
const atStartMb = memory()
let mostMb = atStartMb
const timer = setInterval(() => (mostMb = Math.max(mostMb, memory())), 1_000)

const from = performance.now()
const load = startLoad({
  url: server.url,
  chunksPerSecond: (visits * chunksPerVisit) / (minutes * 60),
  chunksPerVisit,
  chunkBytes,
  visits,
  ends: true,
})
await load.done
const seconds = (performance.now() - from) / 1000

/** Recording files are made one after the other, from a minute after the visit's end on. */
async function countFiles(known: number): Promise<number> {
  // On a core that is all taken a connection may have been left alone for so long that it is closed as it is asked again.
  const answer = await fetch(new URL('/metrics', server.url)).catch(() => null)
  const made = answer && /^playhead_recordings_total\{result="made"\} (\d+)/m.exec(await answer.text())
  return made ? Number(made[1]) : known
}
let files = 0
/** From the first chunk to the last recording file, seen once a second. */
let filesSeconds = 0
for (let quiet = 0; files < visits && quiet < 90; quiet++) {
  const now = await countFiles(files)
  if (now > files) [quiet, filesSeconds] = [0, (performance.now() - from) / 1000]
  files = now
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}
clearInterval(timer)
const cpuSeconds = pids().reduce((sum, pid) => sum + cpuUs(pid), 0) / 1e6
const kills = limit?.kills() ?? 0
await server.stop()
limit?.close()
rmSync(dir, { recursive: true })

const { sent, refused, waitsMs, firstRefusal } = load.outcome
const figures = {
  visits,
  seconds: Math.round(seconds),
  chunks: sent,
  refused,
  files,
  filesSeconds: Math.round(filesSeconds),
  kills,
  p50Ms: Math.round(quantile(waitsMs, 0.5)),
  p99Ms: Math.round(quantile(waitsMs, 0.99)),
  cpuSeconds: Math.round(cpuSeconds),
  cpuSecondsPerVisit: Number((cpuSeconds / visits).toFixed(2)),
  atStartMb: Math.round(atStartMb),
  mostMb: Math.round(mostMb),
}
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'small', isLimited: limit !== null, ...figures }))
else {
  console.log(
    `## Small: ${visits} visits of ${chunksPerVisit} chunks of 12 KB in ${figures.seconds} s on one core${limit ? ` and ${limitMb} MB` : ''}\n`,
  )
  console.log(
    '| chunks | refused | answered after, ms: half | 99 % | recording files made | the last of them after, s | CPU of server and its children, s | of it a visit | memory of all at the start, MB | at most | ended for memory |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|---|')
  const { chunks, p50Ms, p99Ms } = figures
  console.log(
    `| ${chunks} | ${refused} | ${p50Ms} | ${p99Ms} | ${files} | ${figures.filesSeconds} | ${figures.cpuSeconds} | ${figures.cpuSecondsPerVisit} | ${figures.atStartMb} | ${figures.mostMb} | ${kills} |`,
  )
  if (!limit) console.log(`\nNo control group could be made here: memory was added up every second; ${limitMb} MB is the aim.`)
  if (firstRefusal) console.log(`\nFirst refusal: ${firstRefusal}`)
  console.log('')
}
