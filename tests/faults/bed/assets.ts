import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashChunk } from '../../../packages/store/src/log/record.ts'
import { createVisit } from './chunk.ts'
import type { Answer } from './post.ts'
import { type Bed, siteOrigin } from './server.ts'

/** What was sent of assets. */
export interface AssetLoad {
  /** Hashes of those that were taken. */
  readonly acked: readonly string[]
  /** Answers that neither took one nor said when to come back. */
  readonly wrong: number
  stop(): Promise<void>
}

const mime = 'image/png'
/** Then the visitor begins another visit. */
const visitChunks = 40
const hashOf = (bytes: Uint8Array): string => hashChunk(bytes).toString('base64url')

/** One visitor's page shows one asset after the other, each new: it is named by a chunk, and sent once the server has that. */
export function startAssets(bed: Bed, { sizeBytes, pauseMs }: { sizeBytes: number; pauseMs: number }): AssetLoad {
  const acked: string[] = []
  let wrong = 0
  let isOver = false
  const send = async (path: string, bytes: Uint8Array): Promise<Answer | null> => {
    const answer = await bed.post(`${path}k=${bed.project.writeKey}`, bytes).catch(() => null)
    if (answer && answer.status < 300) return answer
    if (answer && !(answer.status === 503 && answer.retryAfterS! >= 1)) wrong++
    return null
  }
  const run = async (): Promise<void> => {
    let [visit, seq, token] = [createVisit(100), 0, '']
    while (!isOver && !bed.post.closed.aborted) {
      await sleep(pauseMs)
      if (seq === visitChunks) [visit, seq, token] = [createVisit(100), 0, '']
      const bytes = randomBytes(sizeBytes)
      const hash = hashOf(bytes)
      const chunk = await visit(seq++, (timeMs) => [{ type: 'asset', timeMs, url: `${siteOrigin}/${hash}.png`, hash, mime, sizeBytes }])
      let taken: Answer | null = null
      // The same one again, as nobody knows whether one that was not answered is stored.
      while (!taken && !isOver && !bed.post.closed.aborted) {
        taken = await send(`/i?t=${token}&`, chunk.bytes)
        if (!taken) await sleep(pauseMs)
      }
      if (!taken) break
      token = taken.token
      if (await send(`/i/asset?h=${hash}&m=${mime}&`, bytes)) acked.push(hash)
    }
  }
  const done = run()
  return {
    acked,
    get wrong() {
      return wrong
    },
    stop() {
      isOver = true
      return done
    },
  }
}

/** How many of these assets a data directory does not hold as they were sent. @see docs/storage-format.md#L10 */
export const countBroken = (dataDir: string, project: string, hashes: readonly string[]): number =>
  hashes.filter((hash) => {
    const path = join(dataDir, 'assets', project, hash)
    const file = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    const line = file.indexOf(10)
    return file.toString('latin1', 0, Math.max(0, line)) !== mime || hashOf(file.subarray(line + 1)) !== hash
  }).length
