import { setTimeout as sleep } from 'node:timers/promises'
import { type BadLine, openBadLine } from '../bed/bad-line.ts'
import { type Cluster, openCluster, whyNoCluster } from '../bed/cluster.ts'
import { inspectCluster } from '../bed/cluster-stored.ts'
import { startLoad } from '../bed/load.ts'
import type { Fault } from '../fault.ts'

const share = 0.3
/** Together more than both servers that take chunks may hold of one network, 32 MiB each. */
const large = { visitors: 100, sizeBytes: 900_000, visitChunks: 1 } as const
const mostMiB = 512

/**
 * S3 fails three requests in ten while visitors send; then it does not answer at all, while more is sent than may wait for
 * it, and fails three in ten again.
 */
export const s3Errors: Fault = {
  name: 's3-errors',
  aim: `0 acked lost, 0 doubled, spool bounded (RSS <= ${mostMiB} MiB)`,
  count: { long: 120, short: 3, unit: 's with 30 % of all requests to S3 spoiled' },
  async run(seconds) {
    const missing = whyNoCluster()
    if (missing) return { done: 'nothing', figure: 'not measured', isMet: false, isSound: null, instead: missing }
    let line: BadLine | undefined
    const bed = await openCluster({
      async s3Port(port) {
        line = await openBadLine(port)
        return line.port
      },
    })
    try {
      line!.set(share)
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 8, visitChunks: 12, pauseMs: 5 })
      await sleep(seconds * 1000)
      const over = await overfill(bed, line!, Math.min(30, seconds))
      const isAnswered = await load.stop(60_000)
      const { passed, ...spoils } = line!.counts()
      const spoiled = Object.values(spoils).reduce((sum, count) => sum + count, 0)
      const mostBytes = Math.max(bed.nodes.ingest1.memory().mostBytes, bed.nodes.ingest2.memory().mostBytes)
      const stored = await inspectCluster(bed, new Map([...load.acked, ...over.acked]), load.acked)
      const isBounded = mostBytes <= mostMiB * 2 ** 20
      const wasTried = spoiled > seconds && over.acked.size > 0 && over.roomless > 0
      const isSound = stored.isRight && isAnswered && over.isAnswered && wasTried && load.refused.size + over.refused === 0 && isBounded
      return {
        done:
          `${spoiled} of ${spoiled + passed} requests to S3 spoiled (${Object.entries(spoils)
            .map(([name, count]) => `${count} ${name}`)
            .join(', ')}), ` +
          `${load.acked.size + over.acked.size} chunks acked, ${over.roomless} times no room for a chunk of ${large.sizeBytes / 1000} KB`,
        figure: `${stored.figure}, RSS at most ${Math.round(mostBytes / 2 ** 20)} MiB`,
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
      line?.close()
    }
  },
}

interface Overfilled {
  readonly acked: ReadonlyMap<string, string>
  /** Answers that said that no more bodies may be held, or wait for S3. */
  readonly roomless: number
  /** Chunks refused for good. */
  readonly refused: number
  readonly isAnswered: boolean
}
/** S3 leaves every request hanging for so long, while more is sent than fits into the memory that may wait for it. */
async function overfill(bed: Cluster, line: BadLine, seconds: number): Promise<Overfilled> {
  let roomless = 0
  line.set(1, ['hung'])
  const load = startLoad({
    post: bed.post,
    project: bed.project,
    ...large,
    onAnswer: ({ detail }) => {
      if (detail === 'log-overloaded' || detail === 'too many bodies at once') roomless++
    },
  })
  await sleep(seconds * 1000)
  line.set(share)
  const isAnswered = await load.stop(60_000)
  return { acked: load.acked, roomless, refused: load.refused.size, isAnswered }
}
