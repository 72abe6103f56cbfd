/** The process of `flood.ts`: `flood-process.ts <job as JSON>` prints what came of it as JSON. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createVisit } from './chunk.ts'
import type { FloodJob, FloodResult } from './flood.ts'
import { createPost } from './post.ts'

async function flood({ url, writeKeys, visitors, pauseMs, durationMs, sizeBytes }: FloodJob): Promise<FloodResult> {
  const startMs = performance.now()
  const endMs = startMs + durationMs
  const warmMs = startMs + 1000
  const tookMs: number[] = []
  const wrong: Record<string, number> = {}
  let [later, broken] = [0, 0]
  const post = createPost(url, undefined, visitors)
  await Promise.all(
    Array.from({ length: visitors }, async (_, n) => {
      // Not all at once: nobody agrees on when to come.
      await sleep(Math.random() * Math.min(1000, Math.max(pauseMs, 1)))
      let next = createVisit(sizeBytes)
      let token = ''
      for (let seq = 0; performance.now() < endMs;) {
        const { bytes } = await next(seq)
        const answer = await post(`/i?k=${writeKeys[n % writeKeys.length]}&t=${token}`, bytes).catch(() => null)
        const nowMs = performance.now()
        if (nowMs > endMs) break
        if (answer?.status === 200) {
          if (nowMs > warmMs) tookMs.push(answer.tookMs)
          token = answer.token
          if (++seq === 40) {
            next = createVisit(sizeBytes)
            token = ''
            seq = 0
          }
          await sleep(pauseMs)
        } else if (answer && (answer.status === 429 || answer.status === 503) && answer.retryAfterS! >= 1) {
          later++
          // As the recorder does: what it was told, and up to a quarter more.
          await sleep(Math.min(endMs - nowMs, answer.retryAfterS! * 1000 * (1 + Math.random() / 4)))
        } else {
          if (!answer) broken++
          else wrong[`${answer.status} ${answer.code}`] = (wrong[`${answer.status} ${answer.code}`] ?? 0) + 1
          await sleep(1000)
        }
      }
    }),
  )
  post.close()
  tookMs.sort((a, b) => a - b)
  const goodPerS = tookMs.length / ((durationMs - 1000) / 1000)
  return { goodPerS, p99Ms: tookMs[Math.floor(tookMs.length * 0.99)] ?? 0, later, wrong, broken }
}

process.stdout.write(JSON.stringify(await flood(JSON.parse(process.argv[2]!) as FloodJob)))
