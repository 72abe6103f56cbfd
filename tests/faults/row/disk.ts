import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFailingDisk, type DiskFault, type FailingDisk } from '../bed/disk.ts'
import { startLoad } from '../bed/load.ts'
import type { Answer } from '../bed/post.ts'
import { openBed } from '../bed/server.ts'
import { findLost, readLog } from '../bed/stored.ts'
import type { Fault, Outcome } from '../fault.ts'

const kinds: readonly DiskFault[] = ['sync', 'write', 'torn', 'full']
const aim = { answerMs: 100, resumeMs: 5000 } as const

/** What was answered while a disk failed. */
export interface Watch {
  falseAcks: number
  /** Refusals that are no 503, or do not say when to come back. */
  wrong: number
  readonly refusedMs: number[]
  resumedMs: number
}
export const createWatch = (): Watch => ({ falseAcks: 0, wrong: 0, refusedMs: [], resumedMs: 0 })
export function watchAnswer(watch: Watch, { status, retryAfterS, tookMs }: Answer): void {
  if (status === 200) return void watch.falseAcks++
  if (status !== 503 || !(retryAfterS! >= 1)) watch.wrong++
  watch.refusedMs.push(tookMs)
}
/** The slowest refusal, and the 99th percentile, ms. */
export function slowestOf({ refusedMs }: Watch): { mostMs: number; p99Ms: number } {
  const sorted = [...refusedMs].sort((a, b) => a - b)
  return { mostMs: sorted.at(-1) ?? 0, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0 }
}

/** The disk under the log fails for a while, again and again, while visitors send. */
export const disk: Fault = {
  name: 'disk',
  aim: `0 false acks, 503 + Retry-After within ${aim.answerMs} ms, resumes <= ${aim.resumeMs / 1000} s after, no sync tried twice`,
  count: { long: 100, short: 4, unit: 'failures' },
  async run(failures) {
    const folder = mkdtempSync(join(tmpdir(), 'playhead-disk-'))
    try {
      const failing = createFailingDisk(folder)
      if (!failing)
        return {
          done: 'nothing',
          figure: 'no C compiler',
          isMet: false,
          isSound: null,
          instead: 'packages/store/src/log/log.test.ts lets the writer’s own calls fail',
        }
      return await failUnderLoad(failing, failures)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function failUnderLoad(failing: FailingDisk, failures: number): Promise<Outcome> {
  const bed = await openBed({ env: failing.env })
  try {
    const watch = createWatch()
    let failedSinceMs: number | null = null
    let mendedMs: number | null = null
    const load = startLoad({
      post: bed.post,
      project: bed.project,
      visitors: 8,
      onAnswer(answer) {
        const sentMs = performance.now() - answer.tookMs
        // What was sent before the disk failed may be answered either way.
        if (failedSinceMs !== null && sentMs > failedSinceMs) watchAnswer(watch, answer)
        if (mendedMs !== null && answer.status === 200) {
          watch.resumedMs = Math.max(watch.resumedMs, performance.now() - mendedMs)
          mendedMs = null
        }
      },
    })
    for (let i = 0; i < failures; i++) {
      await sleep(150)
      failing.set(kinds[i % kinds.length]!)
      // Where the first sync after a successful write fails, the request before it was answered by then.
      failedSinceMs = performance.now()
      await sleep(300 + Math.random() * 300)
      failedSinceMs = null
      mendedMs = performance.now()
      failing.set(null)
      for (const endMs = mendedMs + 10_000; mendedMs !== null && performance.now() < endMs;) await sleep(10)
      if (mendedMs !== null) watch.resumedMs = Infinity
    }
    await load.stop()
    await bed.end('SIGKILL')
    const { places } = readLog(bed.dataDir)
    const inLog = [...load.acked].filter(([place, hash]) => !places.get(place)?.includes(hash)).length
    await bed.start()
    const lost = inLog + (await findLost(bed, load.acked)).length
    const again = failing.syncedAgain().length
    const { writes, syncs } = failing.failed()
    const { mostMs, p99Ms } = slowestOf(watch)
    const refused = watch.refusedMs.length
    const isSound =
      refused > failures && watch.falseAcks + watch.wrong + lost + again === 0 && writes > 0 && syncs > 0 && watch.resumedMs < 10_000
    return {
      done: `${failures} times a disk that fails (EIO at sync, EIO at write, torn, full: ${writes} writes, ${syncs} syncs), ${load.acked.size} chunks acked`,
      figure:
        `false acks ${watch.falseAcks}, acked lost ${lost}, ${refused} refused, ${watch.wrong} of them without 503 and Retry-After, ` +
        `p99 ${p99Ms.toFixed(0)} ms, slowest ${mostMs.toFixed(0)} ms, resumed after ${watch.resumedMs.toFixed(0)} ms at most, synced again ${again}`,
      isSound,
      isMet: isSound && mostMs <= aim.answerMs && watch.resumedMs <= aim.resumeMs,
    }
  } finally {
    await bed.close()
  }
}
