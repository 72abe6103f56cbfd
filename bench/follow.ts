/**
 * What an index that is far behind costs the serving process: CPU per chunk that is caught up from the log's files, beside a bare
 * loop that reads and hashes the same bytes; the longest turn, as pages wait for their answers meanwhile; memory.
 * `npm run bench -- follow [--mb 256] [--json]`
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DirectoryCatalog, Position } from '../packages/store/src/catalog/sqlite.ts'
import { createFollower } from '../packages/store/src/follow.ts'
import { openDirectoryReader } from '../packages/store/src/log/directory.ts'
import { fileHead, filePath } from '../packages/store/src/log/file.ts'
import { encodeRecordHead, hashChunk } from '../packages/store/src/log/record.ts'
import { createVisit } from '../tests/faults/bed/chunk.ts'

const rounds = 5
const mbAt = process.argv.indexOf('--mb')
const fileBytes = (mbAt < 0 ? 256 : Number(process.argv[mbAt + 1])) << 20

/** A full file of 2 KB chunks, as `tests/faults` sends them. */
async function writeLog(dir: string): Promise<{ end: Position; chunks: number; recordBytes: number }> {
  mkdirSync(join(dir, 'log'))
  const { bytes } = await createVisit(2_000)(1)
  const record = Buffer.concat([encodeRecordHead({ project: 'demo', receivedMs: 1, hash: hashChunk(bytes), bytes }), bytes])
  const [file, many] = [openSync(filePath(dir, 1), 'w'), Buffer.concat(Array<Buffer>(400).fill(record))]
  let at = writeSync(file, fileHead)
  while (at < fileBytes) at += writeSync(file, many)
  closeSync(file)
  return { end: { file: 1, at }, chunks: (at - fileHead.length) / record.length, recordBytes: record.length }
}

const cpuUs = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}
/** CPU of this process, and the longest stretch of it in which nothing else had its turn. */
async function measure(work: () => Promise<void>): Promise<{ cpuUs: number; turnMs: number }> {
  let isOver = false
  let longest = 0
  let last = cpuUs()
  const take = (): void => {
    const now = cpuUs()
    longest = Math.max(longest, now - last)
    last = now
    if (!isOver) setTimeout(take)
  }
  const from = cpuUs()
  take()
  await work()
  take()
  isOver = true
  return { cpuUs: cpuUs() - from, turnMs: longest / 1000 }
}

async function catchUp(dir: string, end: Position): Promise<void> {
  const catalog = { flush: () => undefined, position: () => end } as unknown as DirectoryCatalog
  const follower = createFollower(openDirectoryReader(dir), catalog, () => undefined)
  for (let after: Position = { file: 1, at: fileHead.length }, found; (found = await follower.next(after, null));) after = found.to
}
/** The least that a reader must do which trusts nothing. */
async function readBarely(dir: string, recordBytes: number): Promise<void> {
  const file = openSync(filePath(dir, 1), 'r')
  const piece = Buffer.allocUnsafe(100 * recordBytes)
  for (let at = fileHead.length, count; (count = readSync(file, piece, 0, piece.length, at)); at += count) {
    for (let n = 0; n < count; n += recordBytes) hashChunk(piece.subarray(n, n + recordBytes))
    await new Promise((resolve) => setImmediate(resolve))
  }
  closeSync(file)
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
  try {
    const { end, chunks, recordBytes } = await writeLog(dir)
    const ways = { follower: () => catchUp(dir, end), 'read + hash': () => readBarely(dir, recordBytes) }
    const found = { follower: { cpuUs: [] as number[], turnMs: 0 }, 'read + hash': { cpuUs: [] as number[], turnMs: 0 } }
    for (let round = -1; round < rounds; round++)
      for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
        const { cpuUs, turnMs } = await measure(ways[way])
        // The first round warms up.
        if (round < 0) continue
        found[way].cpuUs.push(cpuUs / chunks)
        found[way].turnMs = Math.max(found[way].turnMs, turnMs)
      }
    const bare = median(found['read + hash'].cpuUs)
    const rows = Object.entries(found).map(([way, { cpuUs, turnMs }]) => ({
      way,
      cpuUs: Math.round(median(cpuUs)),
      ratio: Number((median(cpuUs) / bare).toFixed(2)),
      turnMs: Math.round(turnMs),
    }))
    const rssMiB = Math.round(process.resourceUsage().maxRSS / 1024)
    if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'follow', chunks, recordBytes, rounds, rssMiB, rows }))
    else {
      console.log(
        `## Catching up from the log: CPU per chunk, ${chunks} records of ${recordBytes} bytes in one file, median of ${rounds}\n`,
      )
      console.log('| way | CPU, µs | ratio | longest turn, ms of CPU |\n|---|---|---|---|')
      for (const { way, cpuUs, ratio, turnMs } of rows) console.log(`| ${way} | ${cpuUs} | ${ratio} | ${turnMs} |`)
      console.log(`\nMemory at most: ${rssMiB} MiB.\n`)
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}
await main()
