import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashChunk } from '../../../packages/store/src/log/record.ts'
import type { Bed } from './server.ts'

/** What was sent of assets. */
export interface AssetLoad {
  /** Hashes of those that were taken. */
  readonly acked: readonly string[]
  /** Answers that neither took one nor said when to come back. */
  readonly wrong: number
  stop(): Promise<void>
}

const mime = 'image/png'
const hashOf = (bytes: Uint8Array): string => hashChunk(bytes).toString('base64url')

/** One asset after the other, each new. */
export function startAssets(bed: Bed, { sizeBytes, pauseMs }: { sizeBytes: number; pauseMs: number }): AssetLoad {
  const acked: string[] = []
  let wrong = 0
  let isOver = false
  const run = async (): Promise<void> => {
    while (!isOver && !bed.post.closed.aborted) {
      await sleep(pauseMs)
      const bytes = randomBytes(sizeBytes)
      const hash = hashOf(bytes)
      const answer = await bed.post(`/i/asset?k=${bed.project.writeKey}&h=${hash}&m=${mime}`, bytes).catch(() => null)
      if (answer && answer.status < 300) acked.push(hash)
      else if (answer && !(answer.status === 503 && answer.retryAfterS! >= 1)) wrong++
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
