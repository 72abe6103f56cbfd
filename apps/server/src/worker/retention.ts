import type { Store } from '@playhead/store'
import type { Log } from '../log.ts'
import type { Metrics } from '../metric.ts'

/** Begins a while after the start, when the index has caught up, and then looks every hour. */
const waitMs = { first: 60_000, next: 3_600_000 } as const

/** Lets what is too old or too much go, for as long as the server runs. `isWorker`: this process has the role to do so. */
export function createRetentionWork(options: { store: Store; metrics: Metrics; log: Log; isWorker: boolean }): { stop(): void } {
  const { store, metrics, log, isWorker } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  async function run(): Promise<void> {
    try {
      const { sessions, freedBytes } = await store.sweep()
      metrics.dropped.inc(sessions)
      if (sessions || freedBytes) log.info({ sessions, freedBytes }, 'retention')
    } catch (error) {
      log.error({ err: error }, 'retention failed')
    }
    if (!isStopped) schedule(waitMs.next)
  }
  function schedule(afterMs: number): void {
    timer = setTimeout(() => void run(), afterMs)
    timer.unref()
  }
  if (isWorker) schedule(waitMs.first)
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
