import { setTimeout as sleep } from 'node:timers/promises'
import { openCluster, whyNoCluster } from '../bed/cluster.ts'
import { inspectCluster } from '../bed/cluster-stored.ts'
import { startLoad } from '../bed/load.ts'
import type { Fault } from '../fault.ts'

const order = ['ingest1', 'worker', 'ingest2', 'api'] as const

/** Each server of a cluster is killed in turn under load, and started again; every session sends to both that take chunks. */
export const cluster: Fault = {
  name: 'cluster',
  aim: 'acked - stored = 0, duplicates 0, each event once in the index, every recording file made',
  count: { long: 60, short: 4, unit: 'kills' },
  async run(kills) {
    const missing = whyNoCluster()
    if (missing) return { done: 'nothing', figure: 'not measured', isMet: false, isSound: null, instead: missing }
    const bed = await openCluster()
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 24, visitChunks: 12, pauseMs: 15 })
      let slowestMs = 0
      for (let round = 0; round < kills; round++) {
        const node = bed.nodes[order[round % order.length]!]
        await sleep(500 + Math.random() * 2_000)
        await node.end('SIGKILL')
        await sleep(Math.random() * 1_500)
        slowestMs = Math.max(slowestMs, await node.start())
      }
      const isAnswered = await load.stop(60_000)
      const stored = await inspectCluster(bed, load.acked)
      const refused = [...load.refused].map(([name, count]) => `${count} × ${name}`).join(', ')
      const isSound = load.acked.size > kills && isAnswered && stored.isRight && load.refused.size === 0
      return {
        done: `${kills} kills of 2 ingest, 1 api, 1 worker, ${load.acked.size} chunks acked, ${load.broken} connections cut`,
        figure: `${stored.figure}, slowest start ${slowestMs} ms${refused ? `, refused ${refused}` : ''}`,
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
    }
  },
}
