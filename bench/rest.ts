/**
 * What a session takes at rest: its recording file, checkpoints included, against gzip of the same session as rrweb JSON.
 * Sizes only, so one run is enough. `PLAYHEAD_BENCH_MINUTES` makes other sessions; `--json` prints the figures instead.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openLane, readChunk, rrwebFromEvents } from '@playhead/wire'
import { openStore } from '../packages/store/src/index.ts'
import { busy, createSession, sendSession, type SessionShape } from './player/session.ts'

const aim = 0.4
const minutes = Number(process.env['PLAYHEAD_BENCH_MINUTES'] ?? 30)
const project = 'bench'

interface Row {
  readonly shape: string
  readonly rrwebJsonBytes: number
  readonly rrwebGzipBytes: number
  readonly chunkBytes: number
  readonly fileBytes: number
  readonly blockBytes: number
  readonly checkpointBytes: number
  readonly signalBytes: number
  readonly checkpoints: number
  readonly longestCheckpointBytes: number
  readonly madeMs: number
  readonly ratio: number
}

async function measure(name: string, shape: Omit<SessionShape, 'minutes'>): Promise<Row> {
  const events = createSession({ minutes, ...shape })
  const { chunks, manifest } = await sendSession(events)
  const json = Buffer.from(JSON.stringify(rrwebFromEvents(events, { asset: () => undefined })))
  const dir = await mkdtemp(join(tmpdir(), 'playhead-bench-'))
  const store = await openStore({ dir })
  try {
    await Promise.all(
      chunks.map(async (bytes) => {
        const chunk = readChunk(bytes)
        await store.append({ project, receivedMs: Date.now(), bytes, header: chunk.header, signals: await openLane(chunk, 'signal') })
      }),
    )
    const made = await store.recordings.finish(project, manifest.sessionId, { yields: true })
    if (made.result !== 'made' || made.counts.astray || made.counts.without) throw new Error(JSON.stringify(made))
    const { chunks: blocks, checkpoints = [], signals } = (await store.recordings.manifest(project, manifest.sessionId))!
    const rrwebGzipBytes = gzipSync(json).length
    return {
      shape: name,
      rrwebJsonBytes: json.length,
      rrwebGzipBytes,
      chunkBytes: sum(chunks.map(({ length }) => length)),
      fileBytes: made.sizeBytes,
      blockBytes: sum(blocks.map(({ sizeBytes }) => sizeBytes)),
      checkpointBytes: sum(checkpoints.map(({ sizeBytes }) => sizeBytes)),
      signalBytes: signals?.sizeBytes ?? 0,
      checkpoints: checkpoints.length,
      longestCheckpointBytes: Math.max(...checkpoints.map(({ sizeBytes }) => sizeBytes)),
      madeMs: made.tookMs,
      ratio: made.sizeBytes / rrwebGzipBytes,
    }
  } finally {
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
}
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)
const kb = (bytes: number): string => (bytes / 1000).toFixed(0)

/** Changes 14 and 150 times a second, all of them by chance. */
const rows = [await measure('lively', { attributes: 2, texts: 1, rows: 0 }), await measure('busy', busy)]
if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else {
  console.log(`## At rest: sessions of ${minutes} minutes, kB; aim: ratio ≤ ${aim}\n`)
  console.log(
    '| session | rrweb JSON | its gzip | recording file | ratio | of it blocks | checkpoints | longest one | signals apart | chunks in the log |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|')
  for (const row of rows)
    console.log(
      `| ${row.shape} | ${kb(row.rrwebJsonBytes)} | ${kb(row.rrwebGzipBytes)} | ${kb(row.fileBytes)} | ${row.ratio.toFixed(2)} | ${kb(row.blockBytes)} | ${kb(row.checkpointBytes)} (${row.checkpoints}) | ${kb(row.longestCheckpointBytes)} | ${kb(row.signalBytes)} | ${kb(row.chunkBytes)} |`,
    )
  console.log('\nThe log keeps its chunks beside the file.\n')
}
