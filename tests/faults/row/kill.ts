import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import { startLoad } from '../bed/load.ts'
import { openBed } from '../bed/server.ts'
import { findLost, readLog, settleRows } from '../bed/stored.ts'

/** The server is killed at a random moment under load, and started again; visitors go on sending all the while. */
export const kill: Fault = {
  name: 'kill',
  aim: 'acked − stored = 0, duplicates 0',
  count: { long: 500, short: 5, unit: 'kills' },
  async run(kills) {
    const bed = await openBed()
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 12, pauseMs: 15 })
      const lost = new Set<string>()
      let checked = 0
      let slowestMs = 0
      for (let round = 0; round < kills; round++) {
        await sleep(Math.random() * 400)
        await bed.end('SIGKILL')
        // The last that were promised are asked for at once, all of them at the end.
        const promised = [...load.acked].slice(Math.max(checked, load.acked.size - 300))
        checked = load.acked.size
        slowestMs = Math.max(slowestMs, await bed.start())
        for (const place of await findLost(bed, promised)) lost.add(place)
      }
      await load.stop()
      await bed.end('SIGKILL')
      const { places, doubled } = readLog(bed.dataDir)
      for (const [place, hash] of load.acked) if (!places.get(place)?.includes(hash)) lost.add(place)
      await bed.start()
      const rows = await settleRows(bed, places.keys(), 60_000)
      const refused = [...load.refused].map(([name, count]) => `${count} × ${name}`).join(', ')
      const isSound = load.acked.size > kills && lost.size + doubled + rows.short + rows.doubled + load.refused.size === 0
      return {
        done: `${kills} kills, ${load.acked.size} chunks acked, ${load.broken} connections cut`,
        figure:
          `acked − stored = ${lost.size}, in the log twice ${doubled}, rows missing ${rows.short}, doubled ${rows.doubled}, ` +
          `slowest start ${slowestMs} ms${refused ? `, refused ${refused}` : ''}`,
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
    }
  },
}
