import { setTimeout as sleep } from 'node:timers/promises'
import { createVisit, hashOf, type MadeChunk, placeOf } from './chunk.ts'
import type { Answer, Post } from './post.ts'
import type { Project } from './server.ts'

export interface LoadOptions {
  readonly post: Post
  readonly project: Project
  /** Visitors at the same time. */
  readonly visitors: number
  readonly sizeBytes?: number
  /** Chunks of a visit; then the visitor begins another. */
  readonly visitChunks?: number
  /** Between an answer and the next chunk. */
  readonly pauseMs?: number
  /** Called for each answer; what is refused for a time is sent again. */
  onAnswer?(answer: Answer): void
}
/** What visitors sent, and what they were promised. */
export interface Load {
  /** Place → hash, of every chunk that was answered with 200. */
  readonly acked: ReadonlyMap<string, string>
  /** Chunks answered for good with anything else: `status code` → how often. */
  readonly refused: ReadonlyMap<string, number>
  /** Requests whose connection failed; they were sent again. */
  readonly broken: number
  /** Those of them whose connection stood, so that a request of theirs may have been read and was not answered. */
  readonly cut: number
  /** Sends what is under way until it is answered, or that takes too long; resolves to whether all was. */
  stop(patienceMs?: number): Promise<boolean>
}

/** Visitors that send chunk after chunk, and each again until it is answered, as the recorder does. */
export function startLoad(options: LoadOptions): Load {
  const { post, project, visitors, sizeBytes = 2000, visitChunks = 40, pauseMs = 0, onAnswer } = options
  const acked = new Map<string, string>()
  const refused = new Map<string, number>()
  let broken = 0
  let cut = 0
  let isOver = false
  let isGivenUp = false

  async function deliver(chunk: MadeChunk, token: string): Promise<string> {
    while (!isGivenUp && !post.closed.aborted) {
      try {
        const answer = await post(`/i?k=${project.writeKey}&t=${token}`, chunk.bytes)
        onAnswer?.(answer)
        if (answer.status === 200) {
          acked.set(placeOf(chunk), hashOf(chunk.bytes))
          return answer.token
        }
        if (answer.status !== 503 && answer.status !== 429) {
          const name = `${answer.status} ${answer.code}`
          refused.set(name, (refused.get(name) ?? 0) + 1)
          return token
        }
        await sleep(20)
      } catch (error) {
        broken++
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') cut++
        await sleep(25)
      }
    }
    return token
  }
  async function visit(): Promise<void> {
    while (!isOver && !post.closed.aborted) {
      const next = createVisit(sizeBytes)
      let token = ''
      for (let seq = 0; seq < visitChunks && !isOver && !post.closed.aborted; seq++) {
        token = await deliver(await next(seq), token)
        if (pauseMs) await sleep(pauseMs * (0.5 + Math.random()))
      }
    }
  }
  const done = Promise.all(Array.from({ length: visitors }, visit))
  return {
    acked,
    refused,
    get broken() {
      return broken
    },
    get cut() {
      return cut
    },
    async stop(patienceMs = 30_000) {
      isOver = true
      const inTime = await Promise.race([done.then(() => true), sleep(patienceMs, false, { ref: false })])
      isGivenUp = true
      await done
      return inTime
    },
  }
}
