import { setTimeout as sleep } from 'node:timers/promises'
import { heldChunks } from '../../../packages/store/src/follow.ts'
import type { Outcome } from '../fault.ts'
import { type Load, startLoad } from './load.ts'
import type { Bed } from './server.ts'
import { findLost, readLog, settleRows } from './stored.ts'

/** How long an index is away: a quarter of an hour, with what a few thousand people send in an hour. */
export const gapCount = { long: 900, short: 3 } as const
/** Visitors, and how long each waits between chunks: some 590 chunks a second, of 2 KB. Several log files are filled. */
const traffic = { visitors: 120, pauseMs: 200 } as const
const mostBytes = 512 << 20
const mib = (bytes: number): string => (bytes / (1 << 20)).toFixed(0)

/** Takes what the index runs on away for a while of traffic, gives it back, and sees what is missing. */
export async function goWithout(bed: Bed, seconds: number, index: { take(): Promise<void>; give(): Promise<void> }): Promise<Outcome> {
  const failed: string[] = []
  let tookMs: number[] = []
  const send = (): Load =>
    startLoad({
      post: bed.post,
      project: bed.project,
      ...traffic,
      onAnswer: (answer) => {
        if (answer.status !== 200) failed.push(`${answer.status} ${answer.code}`)
        tookMs.push(answer.tookMs)
      },
    })
  let load = send()
  await sleep(2000)
  await index.take()
  const before = load.acked.size
  await sleep(seconds * 1000)
  // What the server has in memory goes with its process: what is missed is read from the log, as more than that is by itself.
  const isHeld = load.acked.size - before <= heldChunks
  if (isHeld) await load.stop()
  const acked = new Map(load.acked)
  const missed = acked.size - before
  const live = missed / seconds
  const awayBytes = bed.memory().mostBytes
  if (isHeld) await bed.end('SIGKILL')
  await index.give()
  if (isHeld) {
    await bed.start()
    load = send()
  }
  const backMs = Date.now()
  bed.forgetMost()
  tookMs = []
  // Traffic goes on while the index catches up. A server that has just started does not know yet how far it is behind.
  const last = [...acked.keys()].at(-1)!.split(' ')[0]!
  const lastCount = [...acked.keys()].filter((place) => place.startsWith(`${last} `)).length
  for (const endMs = backMs + seconds * 1000 + 60_000; Date.now() < endMs; await sleep(50))
    if ((await lagOf(bed)) <= 1 && (await clicksOf(bed, last)) >= lastCount) break
  const caughtUpMs = Date.now() - backMs
  const during = new Set([...acked.keys(), ...load.acked.keys()]).size - acked.size
  const afterBytes = bed.memory().mostBytes
  const p99Ms = tookMs.sort((a, b) => a - b)[Math.floor(tookMs.length * 0.99)] ?? NaN
  await load.stop()
  for (const [place, hash] of load.acked) acked.set(place, hash)
  const stored = readLog(bed.dataDir)
  const rows = await settleRows(bed, stored.places.keys(), 60_000)
  const lost = (await findLost(bed, acked)).length
  const speed = (missed + during) / (caughtUpMs / 1000) / live
  const isSound =
    missed > 0 && failed.length + lost + stored.doubled + rows.short + rows.doubled === 0 && Math.max(awayBytes, afterBytes) <= mostBytes
  return {
    done:
      `${seconds} s without an index, ${missed} chunks meanwhile (${live.toFixed(0)} a second)` +
      (isHeld ? ', and the server killed at their end' : ''),
    figure:
      `not taken ${failed.length}${failed.length ? ` (${[...new Set(failed)].join(', ')})` : ''}, caught up in ${(caughtUpMs / 1000).toFixed(1)} s = ${speed.toFixed(1)} x live speed, meanwhile p99 ${p99Ms.toFixed(0)} ms ` +
      `and RSS ${mib(afterBytes)} MiB at most, before that ${mib(awayBytes)}, acked lost ${lost}, rows missing ${rows.short}, doubled ${rows.doubled + stored.doubled}`,
    isSound,
    isMet: isSound && speed >= 5,
  }
}

/** How many chunks of a session the index holds: each has one click. */
async function clicksOf(bed: Bed, session: string): Promise<number> {
  const answer = await bed.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}`)
  return answer.ok ? ((await answer.json()) as { clicks: number }).clicks : 0
}

/** How long the index has been behind, s. */
async function lagOf(bed: Bed): Promise<number> {
  const metrics = await (await fetch(`${bed.url}/metrics`)).text()
  return Number(/^playhead_index_lag_seconds (\S+)/m.exec(metrics)![1])
}
