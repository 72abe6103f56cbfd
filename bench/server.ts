/**
 * Chunks over HTTP, acknowledged after a sync: the built server beside a bare `node:http` that writes and syncs.
 * CPU is that of the serving process, read from /proc; the index works in a child and is told beside it.
 * `npx tsx bench/server.ts [--json]`
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMetadata } from '../packages/store/src/index.ts'
import { chunkOf, click, epochMs, filler, page, sessionId, start, viewport } from '../packages/store/test/fixture.ts'

const [rounds, chunksPerRound, concurrency] = [5, 800, 32]
const origin = 'https://shop.example'
const root = join(import.meta.dirname, '..')
/** `getconf CLK_TCK`: ticks of /proc a second. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

interface Way {
  readonly name: string
  readonly child: ChildProcess
  readonly url: string
}

async function startWay(name: string, args: readonly string[], env: Record<string, string>, path: string): Promise<Way> {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (data) => (output += String(data)))
  for (let turn = 0; turn < 200; turn++) {
    const found = /ready: (http:\/\/\S+)/.exec(output)
    if (found) return { name, child, url: found[1]! + path }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} did not start: ${output}`)
}

/** CPU ms that a process has used, its children left out. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000
}

const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
const post = (url: string, body: Uint8Array): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', agent, headers: { origin, 'content-type': 'text/plain', 'content-length': body.length } },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode!))
      },
    )
    call.on('error', reject)
    call.end(body)
  })

async function measure(way: Way, bodies: readonly Uint8Array[]): Promise<{ cpuUs: number; perSecond: number }> {
  const [cpu, from] = [cpuMs(way.child.pid!), performance.now()]
  let next = 0
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < bodies.length) {
        const status = await post(way.url, bodies[next++]!)
        if (status !== 200) throw new Error(`${way.name} answered ${status}`)
      }
    }),
  )
  const wallMs = performance.now() - from
  return { cpuUs: ((cpuMs(way.child.pid!) - cpu) * 1000) / bodies.length, perSecond: (bodies.length / wallMs) * 1000 }
}

let made = 0
async function createBody(): Promise<Uint8Array> {
  const events = [start(epochMs), viewport(epochMs, 1400), page(epochMs, 'https://shop.example/cart')]
  const clicks = Array.from({ length: 10 }, (_, i) => click(epochMs + i * 90, { ordinal: i + 1 }))
  const chunk = await chunkOf({ session: sessionId(made++), seq: 0 }, [...events, ...clicks, filler(epochMs, 30_500)] as never)
  return chunk.bytes
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
const metadata = await openMetadata({ dir: join(dir, 'data') })
const { writeKey } = await metadata.projects.create({ name: 'bench', origins: [origin] })
await metadata.close()
const ways = [
  await startWay('playhead', ['apps/server/dist/server.mjs'], { PORT: '0', PLAYHEAD_DATA: join(dir, 'data') }, `/i?k=${writeKey}`),
  await startWay('bare node:http', ['bench/peer/bare-http.mjs', join(dir, 'bare.log')], {}, '/'),
]
const found = ways.map(() => ({ cpuUs: [] as number[], perSecond: [] as number[] }))
let sizeBytes = 0
for (let round = -1; round < rounds; round++) {
  const bodies: Uint8Array[] = []
  for (let n = 0; n < chunksPerRound; n++) bodies.push(await createBody())
  sizeBytes = Math.round(bodies.reduce((sum, body) => sum + body.length, 0) / bodies.length)
  for (const [index, way] of ways.entries()) {
    const { cpuUs, perSecond } = await measure(way, bodies)
    // The index catches up behind the answers: it must not work in the other one's time.
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    // The first round warms up.
    if (round < 0) continue
    found[index]!.cpuUs.push(cpuUs)
    found[index]!.perSecond.push(perSecond)
  }
}
agent.destroy()
for (const { child } of ways) child.kill('SIGTERM')
await Promise.all(ways.map(({ child }) => new Promise((resolve) => child.once('exit', resolve))))
rmSync(dir, { recursive: true })

const bare = found[1]!
const rows = ways.map(({ name }, index) => ({
  way: name,
  cpuUs: Math.round(median(found[index]!.cpuUs)),
  perSecond: Math.round(median(found[index]!.perSecond)),
  cpuRatio: Number((median(found[index]!.cpuUs) / median(bare.cpuUs)).toFixed(2)),
  rateRatio: Number((median(found[index]!.perSecond) / median(bare.perSecond)).toFixed(2)),
}))
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ bench: 'server', chunkBytes: sizeBytes, rounds, chunksPerRound, concurrency, rows }))
else {
  console.log(`## Server: chunks of ${sizeBytes} bytes over HTTP, acknowledged after a sync; ${concurrency} at once, median of ${rounds}\n`)
  console.log('| way | CPU of the serving process, µs per chunk | ratio | chunks/s | ratio |\n|---|---|---|---|---|')
  for (const row of rows) console.log(`| ${row.way} | ${row.cpuUs} | ${row.cpuRatio} | ${row.perSecond} | ${row.rateRatio} |`)
  console.log('')
}
