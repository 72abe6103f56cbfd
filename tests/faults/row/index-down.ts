import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../bed/load.ts'
import { type Bed, openBed } from '../bed/server.ts'
import { findLost, readLog, settleRows } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

/** Visitors, and how long each waits between chunks: some hundred chunks a second, as of a few thousand people. */
const traffic = { visitors: 30, pauseMs: 200 } as const

/** The index's process is killed and can't be started for a while of traffic; then it can. */
export const indexDown: Fault = {
  name: 'index-down',
  aim: 'ingest 100 %, caught up >= 5 x live speed, 0 lost, 0 doubled',
  count: { long: 120, short: 3, unit: 's without an index' },
  async run(seconds) {
    const bed = await openBed()
    try {
      let failed = 0
      const load = startLoad({
        post: bed.post,
        project: bed.project,
        ...traffic,
        onAnswer: ({ status }) => {
          if (status !== 200) failed++
        },
      })
      await sleep(2000)
      await takeIndex(bed)
      const before = load.acked.size
      await sleep(seconds * 1000)
      const missed = load.acked.size - before
      giveIndex(bed)
      const backMs = Date.now()
      // Traffic goes on while the index catches up.
      for (const endMs = backMs + seconds * 1000 + 60_000; (await lagOf(bed)) > 1 && Date.now() < endMs;) await sleep(50)
      const caughtUpMs = Date.now() - backMs
      const during = load.acked.size - before - missed
      await load.stop()
      const { places } = readLog(bed.dataDir)
      const doubled = [...places.values()].filter((hashes) => hashes.length > 1).length
      const rows = await settleRows(bed, places.keys(), 60_000)
      const lost = (await findLost(bed, load.acked)).length
      const live = missed / seconds
      const speed = (missed + during) / (caughtUpMs / 1000) / live
      const isSound = missed > 0 && failed + lost + doubled + rows.short + rows.doubled === 0
      return {
        done: `${seconds} s without an index, ${missed} chunks meanwhile (${live.toFixed(0)} a second)`,
        figure:
          `not taken ${failed}, caught up in ${(caughtUpMs / 1000).toFixed(1)} s = ${speed.toFixed(1)} x live speed, acked lost ${lost}, ` +
          `rows missing ${rows.short}, doubled ${rows.doubled + doubled}`,
        isSound,
        isMet: isSound && speed >= 5,
      }
    } finally {
      await bed.close()
    }
  },
}

const chdb = (bed: Bed): string => join(bed.dataDir, 'index', 'chdb')

/** Puts a file where the index's folder is, so that its process can't start, and kills the one that runs. */
async function takeIndex(bed: Bed): Promise<void> {
  renameSync(chdb(bed), `${chdb(bed)}.aside`)
  writeFileSync(chdb(bed), '')
  for (const endMs = Date.now() + 5000; Date.now() < endMs;) {
    if (existsSync(join(bed.dataDir, 'index', 'child.pid')) && endChild(bed)) return
    await sleep(20)
  }
  throw new Error('the index process was not found')
}
function endChild(bed: Bed): boolean {
  const pid = Number(readFileSync(join(bed.dataDir, 'index', 'child.pid'), 'utf8'))
  // Only a child of this very server.
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== bed.pid) return false
  process.kill(pid, 'SIGKILL')
  return true
}
function giveIndex(bed: Bed): void {
  rmSync(chdb(bed), { recursive: true })
  renameSync(`${chdb(bed)}.aside`, chdb(bed))
}

/** How long the index has been behind, s. */
async function lagOf(bed: Bed): Promise<number> {
  const metrics = await (await fetch(`${bed.url}/metrics`)).text()
  return Number(/^playhead_index_lag_seconds (\S+)/m.exec(metrics)![1])
}
