/**
 * Chunks over HTTP, acknowledged after a sync: the built server beside a bare `node:http` that writes and syncs what came
 * together (group commit), the same in fastify, and one synced file per chunk; interleaved in one run.
 * CPU is the scheduler's, of the serving process and, apart, of its children (the index, behind the answers).
 * `npm run bench -- ingest [--json]`
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childrenOf, cpuUs, residentMb } from './server/process.ts'
import { createSender, createVisit, median, sendVisits, type Visit } from './server/sender.ts'
import { startPlayhead, startWay, type Way } from './server/way.ts'

const [rounds, concurrency, chunksPerRound, chunksPerVisit] = [5, 32, 1_600, 20]

const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
mkdirSync(join(dir, 'files'))
const playhead = await startPlayhead(join(dir, 'data'))
const ways: { readonly name: string; readonly way: Way; readonly chunksPerVisit: number }[] = [
  { name: `playhead, visits of ${chunksPerVisit} chunks`, way: playhead, chunksPerVisit },
  { name: 'playhead, each chunk the first of a visit', way: playhead, chunksPerVisit: 1 },
]
for (const [name, args] of [
  ['bare node:http, group commit', ['bench/peer/bare-http.mjs', join(dir, 'bare.log')]],
  ['fastify, group commit', ['bench/peer/fastify.mjs', join(dir, 'fastify.log')]],
  ['bare node:http, a file per chunk', ['bench/peer/file-per-chunk.mjs', join(dir, 'files')]],
] as const)
  ways.push({ name, way: await startWay(name, { args }), chunksPerVisit })

const found = ways.map(() => ({ cpuUs: [] as number[], childUs: [] as number[], perSecond: [] as number[] }))
const residents: number[] = []
let sizeBytes = 0
const childrenUs = (pid: number): number => childrenOf(pid).reduce((sum, child) => sum + cpuUs(child), 0)
const createVisits = (length: number, chunks: number): Promise<Visit[]> => Promise.all(Array.from({ length }, () => createVisit(chunks)))

for (let round = -1; round < rounds; round++) {
  // The others keep no visits, so they get what the first one got.
  const ofLengths = new Map<number, Visit[]>()
  for (const chunks of [chunksPerVisit, 1]) ofLengths.set(chunks, await createVisits(chunksPerRound / chunks, chunks))
  for (const [index, { way, chunksPerVisit: chunks }] of ways.entries()) {
    const visits = ofLengths.get(chunks)!
    const bodies = visits.flatMap((visit) => visit.bodies)
    sizeBytes = Math.round(bodies.reduce((sum, body) => sum + body.length, 0) / bodies.length)
    const [own, others, from] = [cpuUs(way.pid), childrenUs(way.pid), performance.now()]
    // Sockets that were left alone for seconds may be closed by the other side.
    const sender = createSender(concurrency)
    await sendVisits(sender, way.url, visits, concurrency)
    const wallMs = performance.now() - from
    sender.close()
    // What is done behind the answers counts, too, and must not be done in the next one's time.
    if (way === playhead) await new Promise((resolve) => setTimeout(resolve, 2_500))
    // The first round warms up.
    if (round < 0) continue
    found[index]!.cpuUs.push((cpuUs(way.pid) - own) / chunksPerRound)
    found[index]!.childUs.push((childrenUs(way.pid) - others) / chunksPerRound)
    found[index]!.perSecond.push((chunksPerRound / wallMs) * 1000)
    if (index === 0) residents.push(residentMb(way.pid))
  }
}
for (const way of new Set(ways.map((each) => each.way))) await way.stop()
rmSync(dir, { recursive: true })

const bare = found[2]!
const rows = ways.map(({ name }, index) => ({
  way: name,
  cpuUs: Math.round(median(found[index]!.cpuUs)),
  cpuRatio: Number((median(found[index]!.cpuUs) / median(bare.cpuUs)).toFixed(2)),
  childUs: Math.round(median(found[index]!.childUs)),
  perSecond: Math.round(median(found[index]!.perSecond)),
}))
const resident = residents.map((mb) => Math.round(mb))
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ bench: 'ingest', chunkBytes: sizeBytes, rounds, chunksPerRound, concurrency, rows, residentMb: resident }))
else {
  console.log(
    `## Ingest: chunks of ${sizeBytes} bytes over HTTP, acknowledged after a sync; ${concurrency} at once, ${rounds} rounds of ${chunksPerRound}, medians; aim: ratio ≤ 1.5\n`,
  )
  console.log(
    '| way | CPU of the serving process, µs per chunk | ratio | CPU of its children, µs per chunk | chunks/s |\n|---|---|---|---|---|',
  )
  for (const row of rows) console.log(`| ${row.way} | ${row.cpuUs} | ${row.cpuRatio} | ${row.childUs || '–'} | ${row.perSecond} |`)
  console.log(`\nResident memory of the serving process after each round, MB: ${resident.join(', ')}.\n`)
}
