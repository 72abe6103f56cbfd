import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../bed/load.ts'
import { createNode } from '../bed/node.ts'
import { buildOldVersion, differs } from '../bed/old-version.ts'
import { openBed } from '../bed/server.ts'
import { findLost, readLog, settleRows } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

/** A version before this one that reads the same data: the last that changed any format's number. A release puts its tag here. */
const before = '09a7dc8'

/** The version before, this one, and the one before again, one after the other on the same data, under load. */
export const version: Fault = {
  name: 'version',
  aim: 'N−1 → N → N−1: 0 failed acks, 0 lost',
  count: { long: 10, short: 1, unit: 'times there and back' },
  async run(times) {
    const old = buildOldVersion(before)
    if (!old)
      return { done: 'nothing', figure: 'not measured', isMet: false, isSound: null, instead: `the history does not hold ${before}` }
    const bed = await openBed({ root: old.root }).catch((error: unknown) => {
      old.remove()
      throw error
    })
    const current = createNode({ PLAYHEAD_DATA: bed.dataDir, PORT: new URL(bed.url).port })
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 12, pauseMs: 15 })
      let [bad, slowestMs] = [0, 0]
      for (let change = 0; change < times * 2; change++) {
        await sleep(500 + Math.random() * 500)
        const [from, to] = change % 2 ? [current, bed] : [bed, current]
        const { code } = await from.end('SIGTERM')
        if (code !== 0) bad++
        slowestMs = Math.max(slowestMs, await to.start())
      }
      await sleep(500)
      await load.stop()
      const lost = await findLost(bed, load.acked)
      const { places, doubled, damages } = readLog(bed.dataDir)
      const rows = await settleRows(bed, places.keys(), 60_000)
      const isOther = differs(before)
      const wrong = lost.length + doubled + damages + rows.short + rows.doubled + load.refused.size + bad + load.cut
      const isSound = isOther && load.acked.size > times && wrong === 0
      return {
        done: `${times} times from ${before} to this version and back, ${load.acked.size} chunks acked`,
        figure:
          `failed acks ${load.cut}, acked lost ${lost.length}, in the log twice ${doubled}, damaged ${damages}, rows missing ${rows.short}, ` +
          `doubled ${rows.doubled}, ends with an error ${bad}, slowest start ${slowestMs} ms${isOther ? '' : ', and it is this very version'}`,
        isSound,
        isMet: isSound,
      }
    } finally {
      await current.end('SIGKILL').catch(() => undefined)
      await bed.close()
      old.remove()
    }
  },
}
