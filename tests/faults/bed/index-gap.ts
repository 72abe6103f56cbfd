import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../fault.ts'
import { startLoad } from './load.ts'
import type { Bed } from './server.ts'
import { findLost, readLog, settleRows } from './stored.ts'

/** Visitors, and how long each waits between chunks: some hundred chunks a second, as of a few thousand people. */
const traffic = { visitors: 30, pauseMs: 200 } as const

/** Takes what the index runs on away for a while of traffic, gives it back, and sees what is missing. */
export async function goWithout(bed: Bed, seconds: number, index: { take(): Promise<void>; give(): Promise<void> }): Promise<Outcome> {
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
  await index.take()
  const before = load.acked.size
  await sleep(seconds * 1000)
  const missed = load.acked.size - before
  await index.give()
  const backMs = Date.now()
  // Traffic goes on while the index catches up.
  for (const endMs = backMs + seconds * 1000 + 60_000; (await lagOf(bed)) > 1 && Date.now() < endMs;) await sleep(50)
  const caughtUpMs = Date.now() - backMs
  const during = load.acked.size - before - missed
  await load.stop()
  const { places, doubled } = readLog(bed.dataDir)
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
}

/** How long the index has been behind, s. */
async function lagOf(bed: Bed): Promise<number> {
  const metrics = await (await fetch(`${bed.url}/metrics`)).text()
  return Number(/^playhead_index_lag_seconds (\S+)/m.exec(metrics)![1])
}
