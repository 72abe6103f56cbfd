import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../bed/load.ts'
import { openBed } from '../bed/server.ts'
import { findLost, readLog, settleRows } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

/** The server is asked to end at a random moment under load, and started again, as a new version is put in place. */
export const stop: Fault = {
  name: 'stop',
  aim: '0 failed acks, 0 lost',
  count: { long: 100, short: 4, unit: 'stops' },
  async run(stops) {
    const bed = await openBed()
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 12, pauseMs: 15 })
      const lost = new Set<string>()
      let [checked, slowestMs, bad] = [0, 0, 0]
      for (let round = 0; round < stops; round++) {
        await sleep(100 + Math.random() * 300)
        const startedMs = Date.now()
        const { code } = await bed.end('SIGTERM')
        slowestMs = Math.max(slowestMs, Date.now() - startedMs)
        if (code !== 0) bad++
        const promised = [...load.acked].slice(Math.max(checked, load.acked.size - 300))
        checked = load.acked.size
        await bed.start()
        for (const place of await findLost(bed, promised)) lost.add(place)
      }
      await load.stop()
      await bed.end('SIGTERM')
      const { places, doubled } = readLog(bed.dataDir)
      for (const [place, hash] of load.acked) if (!places.get(place)?.includes(hash)) lost.add(place)
      await bed.start()
      const rows = await settleRows(bed, places.keys(), 60_000)
      const refusals = [...load.refused.values()].reduce((sum, count) => sum + count, 0)
      const isSound = load.acked.size > stops && lost.size + doubled + rows.short + rows.doubled + refusals + bad + load.cut === 0
      return {
        done: `${stops} times SIGTERM, ${load.acked.size} chunks acked`,
        figure:
          `failed acks ${load.cut}, acked lost ${lost.size}, in the log twice ${doubled}, rows missing ${rows.short}, doubled ${rows.doubled}, ` +
          `refused for good ${refusals}, ends with an error ${bad}, slowest end ${slowestMs} ms`,
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
    }
  },
}
