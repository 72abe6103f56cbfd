/**
 * What PostgreSQL does for a chunk that servers of a cluster take: CPU of all its processes, time of a transaction, and room, while
 * two servers register log files of 400 chunks at once. It does not sync here, so times are those of its work alone.
 * `npm run bench -- register [--json]`
 */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { createRegister } from '../packages/store/src/cluster/register.ts'
import { hashChunk, type LogRecord } from '../packages/store/src/log/record.ts'
import { connectPostgres } from '../packages/store/src/metadata/postgres.ts'
import { chunkOf, click, epochMs, page, sessionId, start } from '../packages/store/test/fixture.ts'
import { startPostgres, whyNoPostgres } from '../tests/e2e/harness/postgres.ts'

const [servers, files, chunksPerFile, chunksPerSession] = [2, 50, 400, 12]
/** Of a clock tick, as Linux counts CPU. */
const tickUs = 10_000

function cpuUs(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks * tickUs
}

async function run(): Promise<{
  chunks: number
  cpuUsPerChunk: number
  transactionMs: number
  bytesPerChunk: number
  chunksPerSecond: number
}> {
  const postgres = await startPostgres()
  const url = postgres.urlOf(await postgres.createDatabase())
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const read = async <Row>(text: string): Promise<Row[]> => (await pool.query(text)).rows as Row[]
  const pids = async (): Promise<number[]> => (await read<{ pid: number }>('SELECT pid FROM pg_stat_activity')).map(({ pid }) => pid)
  const opened = await Promise.all(Array.from({ length: servers }, () => connectPostgres(url, () => undefined)))
  try {
    const { bytes, ...chunk } = await chunkOf({ session: sessionId(1) }, [
      start(epochMs),
      page(epochMs, 'https://shop.example/'),
      click(epochMs + 9),
    ])
    const hash = hashChunk(bytes)
    let sessions = 0
    let takenMs = 0
    const serve = async (server: number): Promise<void> => {
      const register = createRegister(opened[server]!.db)
      for (let file = 0; file < files; file++) {
        const placed = Array.from({ length: chunksPerFile }, (_, n) => {
          const seq = n % chunksPerSession
          if (seq === 0) sessions++
          const header = { ...chunk.header, session: sessionId(server * 1_000_000 + sessions), seq }
          const record: LogRecord = { project: 'demo', receivedMs: epochMs, hash, bytes }
          register.describe(record, { ...chunk, header, hash: hash.toString('hex'), sizeBytes: bytes.length })
          return { record, at: n * 1000, chunkAt: n * 1000 + 60, endAt: n * 1000 + 999 }
        })
        const from = performance.now()
        await register.register({ key: `log/${server}/${file}`, sizeBytes: 1 }, placed)
        takenMs += performance.now() - from
      }
    }
    // Each connects before it counts.
    await Promise.all(opened.map(({ db }) => db.selectFrom('setting').selectAll().execute()))
    const counted = await pids()
    const [before, from] = [cpuUs(counted), performance.now()]
    await Promise.all(opened.map((_, server) => serve(server)))
    const [spentUs, tookMs] = [cpuUs(counted) - before, performance.now() - from]
    const chunks = servers * files * chunksPerFile
    const [room] = await read<{ n: string }>(
      `SELECT sum(pg_total_relation_size(name)) AS n FROM unnest(ARRAY['chunk', 'log_file', 'finish', 'stray', 'total']::regclass[]) AS name`,
    )
    return {
      chunks,
      cpuUsPerChunk: spentUs / chunks,
      transactionMs: takenMs / (servers * files),
      bytesPerChunk: Number(room!.n) / chunks,
      chunksPerSecond: (chunks * 1000) / tookMs,
    }
  } finally {
    await Promise.all(opened.map(({ db }) => db.destroy()))
    await pool.end()
    await postgres.dispose()
  }
}

const missing = whyNoPostgres()
if (missing) process.stdout.write(`## Chunks in a cluster's catalog\n\nNot measured: ${missing}.\n`)
else {
  const result = await run()
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`)
  else
    process.stdout.write(`## Chunks in a cluster's catalog

${servers} servers register ${files} log files of ${chunksPerFile} chunks each, ${chunksPerSession} chunks to a session, in one PostgreSQL that does not sync.

| CPU of PostgreSQL per chunk | a file's transaction | chunks a second | room per chunk, with indexes |
|---|---|---|---|
| ${result.cpuUsPerChunk.toFixed(0)} µs | ${result.transactionMs.toFixed(0)} ms | ${result.chunksPerSecond.toFixed(0)} | ${result.bytesPerChunk.toFixed(0)} bytes |
`)
}
