import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { countBroken, startAssets } from '../bed/assets.ts'
import { mountDisk } from '../bed/disk.ts'
import { startLoad } from '../bed/load.ts'
import { openBed, siteOrigin } from '../bed/server.ts'
import { findLost } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'
import { createWatch, slowestOf, type Watch, watchAnswer } from './disk.ts'

const aim = { answerMs: 100, resumeMs: 5000 } as const
const diskMiB = 16
/** Lies on the disk, and goes when it is full: somebody tidied up. */
const ballastBytes = 2 << 20

/** A data directory on a disk of 16 MiB is filled by visitors who go on sending, room is made, and it is filled again. */
export const fullDisk: Fault = {
  name: 'full-disk',
  aim: `0 false acks, 503 + Retry-After within ${aim.answerMs} ms, resumes <= ${aim.resumeMs / 1000} s after space, starts on a full disk`,
  count: { long: 10, short: 1, unit: 'disks' },
  async run(times) {
    const sum: Filled = { watch: createWatch(), chunks: 0, assets: 0, lost: 0, lostAssets: 0, wrong: 0, slowestStartMs: 0, mostFiles: 0 }
    for (let i = 0; i < times; i++) {
      const dataDir = mkdtempSync(join(tmpdir(), 'playhead-full-'))
      const mounted = mountDisk(dataDir, diskMiB)
      try {
        if (!mounted)
          return {
            done: 'nothing',
            figure: 'this user may not mount a disk',
            isMet: false,
            isSound: null,
            instead: 'the row disk lets writes fail as on a full disk',
          }
        await fill(dataDir, sum)
      } finally {
        mounted?.unmount()
        rmSync(dataDir, { recursive: true, force: true })
      }
    }
    const { watch, chunks, assets, lost, lostAssets, wrong, slowestStartMs, mostFiles } = sum
    const { mostMs, p99Ms } = slowestOf(watch)
    const refused = watch.refusedMs.length
    const isSound = refused > 0 && lost + lostAssets + watch.wrong + wrong === 0 && watch.resumedMs < 10_000 && mostFiles === 1
    return {
      done: `${times} disks of ${diskMiB} MiB filled twice, ${chunks} chunks and ${assets} assets of 40 KB acked`,
      figure:
        `acked lost ${lost} and ${lostAssets} assets, ${refused} refused, ${watch.wrong} of them without 503 and Retry-After, ` +
        `p99 ${p99Ms.toFixed(0)} ms, slowest ${mostMs.toFixed(0)} ms, resumed after ${watch.resumedMs.toFixed(0)} ms at most, ` +
        `${mostFiles} log file, whatever else failed ${wrong}, slowest start ${slowestStartMs} ms`,
      isSound,
      isMet: isSound && mostMs <= aim.answerMs && watch.resumedMs <= aim.resumeMs,
    }
  },
}

interface Filled {
  readonly watch: Watch
  chunks: number
  assets: number
  lost: number
  lostAssets: number
  /** Projects that could not be made, assets and chunks refused for good, chunks never delivered. */
  wrong: number
  slowestStartMs: number
  mostFiles: number
}

async function fill(dataDir: string, sum: Filled): Promise<void> {
  const { watch } = sum
  const ballast = join(dataDir, 'ballast')
  const bed = await openBed({ dataDir })
  try {
    let isFull = false
    let mendedMs: number | null = null
    const load = startLoad({
      post: bed.post,
      project: bed.project,
      visitors: 4,
      sizeBytes: 40_000,
      onAnswer(answer) {
        if (answer.code === 'disk-full') isFull = true
        if (answer.status !== 200) watchAnswer(watch, answer)
        else if (mendedMs !== null) {
          watch.resumedMs = Math.max(watch.resumedMs, performance.now() - mendedMs)
          mendedMs = null
        }
      },
    })
    const assets = startAssets(bed, { sizeBytes: 40_000, pauseMs: 60 })
    writeFileSync(ballast, Buffer.alloc(2 * ballastBytes))
    const untilFull = async (): Promise<void> => {
      for (const endMs = Date.now() + 30_000; !isFull && Date.now() < endMs;) await sleep(20)
      if (!isFull) throw new Error('the disk did not get full')
    }
    await untilFull()
    await sleep(1000)
    // People can still sign in, look and make room.
    if (!(await bed.ask('POST', '/api/v1/projects', { name: 'Another', origins: [siteOrigin] })).ok) sum.wrong++
    isFull = false
    mendedMs = performance.now()
    writeFileSync(ballast, Buffer.alloc(ballastBytes))
    for (const endMs = mendedMs + 10_000; mendedMs !== null && performance.now() < endMs;) await sleep(10)
    if (mendedMs !== null) watch.resumedMs = Infinity
    await untilFull()
    await assets.stop()
    const stopped = load.stop()
    await bed.end('SIGKILL')
    sum.slowestStartMs = Math.max(sum.slowestStartMs, await bed.start())
    // Who was refused would try for ever.
    rmSync(ballast)
    if (!(await stopped)) sum.wrong++
    sum.wrong += assets.wrong + [...load.refused.values()].reduce((all, count) => all + count, 0)
    sum.chunks += load.acked.size
    sum.assets += assets.acked.length
    sum.lost += (await findLost(bed, load.acked)).length
    sum.lostAssets += countBroken(dataDir, bed.project.id, assets.acked)
    sum.mostFiles = Math.max(sum.mostFiles, readdirSync(join(dataDir, 'log')).length)
  } finally {
    await bed.close()
  }
}
