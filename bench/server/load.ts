import { createSender, createVisit, type Visit } from './sender.ts'

/** What became of a load. */
export interface Outcome {
  sent: number
  refused: number
  /** Text of the first answer that was no 200. */
  firstRefusal: string
  /** Ms from sending a chunk to its acknowledgement. */
  readonly waitsMs: number[]
}
export interface LoadOptions {
  readonly url: string
  readonly chunksPerSecond: number
  readonly chunksPerVisit: number
  readonly chunkBytes?: number
  /** The last chunk says that the tab ended. */
  readonly ends?: boolean
  /** Visits in all; else until {@link Load.stop}. */
  readonly visits?: number
}
export interface Load {
  readonly outcome: Outcome
  /** Sends nothing new; resolves when all is answered. */
  stop(): Promise<void>
  /** Resolves when all visits have been sent. */
  readonly done: Promise<void>
}

/** Visits open at the same time: each sends a chunk, then waits for its turn. */
const openVisits = 64

/** Sends chunks at a steady rate, whatever the answers take: who waits for the server measures the load, not the server. */
export function startLoad({ url, chunksPerSecond, chunksPerVisit, chunkBytes, ends = false, visits = Infinity }: LoadOptions): Load {
  const sender = createSender(openVisits)
  const outcome: Outcome = { sent: 0, refused: 0, firstRefusal: '', waitsMs: [] }
  let isStopped = false
  let begun = 0

  async function send(visit: Visit, pace: (chunk: number) => Promise<void>): Promise<void> {
    let token = ''
    for (const [seq, body] of visit.bodies.entries()) {
      await pace(seq)
      if (isStopped) return
      const from = performance.now()
      const { status, text } = await sender
        .post(token ? `${url}&t=${token}` : url, body)
        .catch((error: Error) => ({ status: 0, text: error.message }))
      outcome.waitsMs.push(performance.now() - from)
      outcome.sent++
      if (status === 200) token = (JSON.parse(text) as { token: string }).token
      else {
        outcome.refused++
        outcome.firstRefusal ||= `${status} ${text}`
      }
    }
  }

  async function run(lane: number): Promise<void> {
    const everyMs = (openVisits / chunksPerSecond) * 1000
    const startMs = performance.now() + (lane / openVisits) * everyMs
    let turn = 0
    while (!isStopped && begun < visits) {
      begun++
      const visit = await createVisit(chunksPerVisit, { chunkBytes, ends })
      await send(visit, async () => {
        const waitMs = startMs + turn++ * everyMs - performance.now()
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      })
    }
  }
  const done = Promise.all(Array.from({ length: openVisits }, (_, lane) => run(lane))).then(() => sender.close())
  return {
    outcome,
    done,
    async stop() {
      isStopped = true
      await done
    },
  }
}

/** The value that a share of all is not above; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
