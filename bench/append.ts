/**
 * CPU per 20 KB chunk of the store's append, which acknowledges after a sync, beside the same bytes
 * written by a bare loop that writes and syncs, and by one synced file per chunk.
 * `npm run bench -- append [--json]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IncomingChunk, openStore } from '../packages/store/src/index.ts'
import { chunkOf, click, epochMs, filler, page, sessionId, start, viewport } from '../packages/store/test/fixture.ts'

const [rounds, chunksPerRound, concurrency] = [5, 600, 64]
type Way = 'store' | 'write + fdatasync' | 'file per chunk'
type Append = (chunk: IncomingChunk) => Promise<unknown>

let made = 0
async function createChunk(): Promise<IncomingChunk> {
  const n = made++
  const events = [start(epochMs), viewport(epochMs, 1400), page(epochMs, 'https://shop.example/cart')]
  for (let i = 0; i < 10; i++) events.push(click(epochMs + i * 900, { ordinal: i + 1 }) as never)
  // Random text deflates to about three quarters: 20 KB on the wire.
  return chunkOf({ session: sessionId(Math.floor(n / 30)), seq: n % 30 }, [...events, filler(epochMs, 30_500)])
}

/** CPU µs and wall µs per chunk, of this process only (the index works in a child). */
async function measure(append: Append, chunks: readonly IncomingChunk[]): Promise<{ cpuUs: number; wallUs: number }> {
  const [cpu, from] = [process.cpuUsage(), performance.now()]
  let next = 0
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < chunks.length) await append(chunks[next++]!)
    }),
  )
  const { user, system } = process.cpuUsage(cpu)
  return { cpuUs: (user + system) / chunks.length, wallUs: ((performance.now() - from) * 1000) / chunks.length }
}

/** The least that a loop must do which acknowledges after a sync: gather what came meanwhile, write, sync. */
async function createBareLoop(dir: string): Promise<Append> {
  const file = await open(join(dir, 'bare.log'), 'a')
  let waiting: { bytes: Uint8Array; resolve: () => void }[] = []
  let isRunning = false
  const run = async (): Promise<void> => {
    isRunning = true
    while (waiting.length) {
      const batch = waiting
      waiting = []
      await file.writev(batch.map(({ bytes }) => bytes))
      await file.datasync()
      for (const { resolve } of batch) resolve()
    }
    isRunning = false
  }
  return ({ bytes }) =>
    new Promise<void>((resolve) => {
      waiting.push({ bytes, resolve })
      if (!isRunning) void run()
    })
}

async function createFilePerChunk(dir: string): Promise<Append> {
  await mkdir(join(dir, 'files'))
  let n = 0
  return async ({ bytes }) => {
    const file = await open(join(dir, 'files', String(n++)), 'wx')
    await file.writeFile(bytes)
    await file.datasync()
    await file.close()
  }
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
  const store = await openStore({ dir: join(dir, 'data') })
  const ways: Record<Way, Append> = {
    store: store.append,
    'write + fdatasync': await createBareLoop(dir),
    'file per chunk': await createFilePerChunk(dir),
  }
  const found: Record<Way, { cpuUs: number[]; wallUs: number[] }> = {
    store: { cpuUs: [], wallUs: [] },
    'write + fdatasync': { cpuUs: [], wallUs: [] },
    'file per chunk': { cpuUs: [], wallUs: [] },
  }
  let sizeBytes = 0
  for (let round = -1; round < rounds; round++) {
    const chunks: IncomingChunk[] = []
    for (let n = 0; n < chunksPerRound; n++) chunks.push(await createChunk())
    sizeBytes = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) / chunks.length
    for (const way of Object.keys(ways) as Way[]) {
      const { cpuUs, wallUs } = await measure(ways[way], chunks)
      if (way === 'store') await store.flushIndex()
      // The first round warms up.
      if (round < 0) continue
      found[way].cpuUs.push(cpuUs)
      found[way].wallUs.push(wallUs)
    }
  }
  await store.close()
  rmSync(dir, { recursive: true })
  const bare = median(found['write + fdatasync'].cpuUs)
  const rows = (Object.keys(ways) as Way[]).map((way) => ({
    way,
    cpuUs: Math.round(median(found[way].cpuUs)),
    wallUs: Math.round(median(found[way].wallUs)),
    ratio: Number((median(found[way].cpuUs) / bare).toFixed(2)),
  }))
  if (process.argv.includes('--json'))
    console.log(JSON.stringify({ bench: 'append', chunkBytes: Math.round(sizeBytes), rounds, chunksPerRound, concurrency, rows }))
  else {
    console.log(
      `## Store: CPU per chunk of ${Math.round(sizeBytes)} bytes, acknowledged after a sync; ${concurrency} at once, median of ${rounds}\n`,
    )
    console.log('| way | CPU, µs | ratio | wall, µs |\n|---|---|---|---|')
    for (const { way, cpuUs, wallUs, ratio } of rows) console.log(`| ${way} | ${cpuUs} | ${ratio} | ${wallUs} |`)
    console.log('')
  }
}
await main()
