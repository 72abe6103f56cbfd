import { setTimeout as sleep } from 'node:timers/promises'
import { type BadLine, openBadLine } from '../bed/bad-line.ts'
import { type Cluster, openCluster, whyNoCluster } from '../bed/cluster.ts'
import { inspectCluster } from '../bed/cluster-stored.ts'
import { startLoad } from '../bed/load.ts'
import type { Fault } from '../fault.ts'

const share = 0.3
/** Together more than both servers that take chunks may hold for S3: 64 MiB each. */
const large = { visitors: 160, sizeBytes: 900_000, visitChunks: 1 } as const
const mostMiB = 512

/**
 * S3 fails three requests in ten, in every way in which a network does, while visitors send; then it is away while more is
 * sent than may wait for it.
 */
export const s3Errors: Fault = {
  name: 's3-errors',
  aim: `0 acked lost, 0 doubled, spool bounded (RSS <= ${mostMiB} MiB)`,
  count: { long: 120, short: 6, unit: 's with 30 % of all requests to S3 spoiled' },
  async run(seconds) {
    const missing = whyNoCluster()
    if (missing) return { done: 'nothing', figure: 'not measured', isMet: false, isSound: true, instead: missing }
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
      const { later, acked: largeAcked } = await overfill(bed, line!, Math.min(30, seconds))
      const isAnswered = await load.stop(60_000)
      const { refused, cut, unanswered, passed } = line!.counts()
      const spoiled = refused + cut + unanswered
      const mostBytes = Math.max(bed.nodes.ingest1.memory().mostBytes, bed.nodes.ingest2.memory().mostBytes)
      const stored = await inspectCluster(bed, new Map([...load.acked, ...largeAcked]), load.acked)
      const isBounded = mostBytes <= mostMiB * 2 ** 20
      const isSound = stored.isRight && isAnswered && spoiled > seconds && largeAcked.size > 0 && load.refused.size === 0 && isBounded
      return {
        done:
          `${spoiled} of ${spoiled + passed} requests to S3 refused, cut off or left without their answer, ` +
          `${load.acked.size + largeAcked.size} chunks acked, ${later} told to come later`,
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

/** S3 is away for so long, and more is sent than fits into the memory that may wait for it; then it fails as before. */
async function overfill(bed: Cluster, line: BadLine, seconds: number): Promise<{ later: number; acked: ReadonlyMap<string, string> }> {
  let later = 0
  line.set(1)
  const load = startLoad({
    post: bed.post,
    project: bed.project,
    ...large,
    onAnswer: ({ status }) => {
      if (status === 503) later++
    },
  })
  await sleep(seconds * 1000)
  line.set(share)
  await load.stop(60_000)
  return { later, acked: load.acked }
}
