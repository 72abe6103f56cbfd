import type { FinishOutcome, Store } from '@playhead/store'
import { addStateGauge } from '../gauge.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metric.ts'

/** Makes recording files of sessions that are over, one at a time, for as long as the server runs. */
export interface Finishing {
  /** Makes one now, whatever this process's role. */
  finish(project: string, session: string): Promise<FinishOutcome>
  /** Begins no other. */
  stop(): void
}

/** How often it looks whether a session is over by now. */
const lookMs = 5_000

/** `isWorker`: this process has the role to do so by itself. */
export function createFinishing(options: { store: Store; metrics: Metrics; log: Log; isWorker: boolean }): Finishing {
  const { store, metrics, log, isWorker } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  async function finish(project: string, session: string, yields = false): Promise<FinishOutcome> {
    const outcome = await store.recordings.finish(project, session, { yields })
    if (outcome.result === 'current') return outcome
    metrics.recordings.inc({ result: outcome.result })
    if (outcome.result === 'failed') {
      log.warn({ project, session, why: outcome.why }, 'no recording file')
      return outcome
    }
    const { sizeBytes, tookMs, counts } = outcome
    metrics.recordingBytes.inc(sizeBytes)
    metrics.recordingSeconds.observe(tookMs / 1000)
    metrics.checkpoints.inc({ kind: 'way' }, counts.checkpoints - counts.whole)
    metrics.checkpoints.inc({ kind: 'whole' }, counts.whole)
    metrics.checkpoints.inc({ kind: 'none' }, counts.without)
    if (counts.astray) log.warn({ project, session, astray: counts.astray }, 'checkpoints did not lead where they should')
    log.info({ project, session, sizeBytes, tookMs: Math.round(tookMs), ...counts }, 'recording file made')
    return outcome
  }

  async function look(): Promise<void> {
    for (let due = await store.recordings.next(); due && !isStopped; due = await store.recordings.next()) {
      const { result } = await finish(due.project, due.session, true)
      // The next one may fare better, but not before the rest of the server had its turn.
      if (result === 'failed') break
    }
  }
  async function run(): Promise<void> {
    await look().catch((error: unknown) => log.error({ err: error }, 'finishing failed'))
    if (!isStopped) timer = setTimeout(() => void run(), lookMs)
  }

  addStateGauge(
    metrics,
    {
      name: 'playhead_recording_sessions',
      help: 'Sessions that are over and wait for their recording file, that could not have one, and whose file was found damaged',
    },
    () => store.recordings.health(),
  )
  if (isWorker) timer = setTimeout(() => void run(), 0)
  return {
    finish: (project, session) => finish(project, session),
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
