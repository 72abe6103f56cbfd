import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface FloodJob {
  readonly url: string
  readonly writeKeys: readonly string[]
  readonly visitors: number
  /** Between an answer and the next chunk. */
  readonly pauseMs: number
  readonly durationMs: number
  readonly sizeBytes: number
}
export interface FloodResult {
  /** Chunks answered with 200 within the time, without the first second. */
  readonly goodPerS: number
  readonly p99Ms: number
  /** 429 and 503 that say when to come back. */
  readonly later: number
  /** Any other answer, by status and code. */
  readonly wrong: Readonly<Record<string, number>>
  /** Requests whose connection failed. */
  readonly broken: number
}

const script = fileURLToPath(new URL('./flood-process.ts', import.meta.url))

/** Visitors in a process of their own, so that nothing else that a row does has a part in how long their answers take. */
export async function flood(job: FloodJob): Promise<FloodResult> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, JSON.stringify(job)], { maxBuffer: 1 << 24 })
  return JSON.parse(stdout) as FloodResult
}
