import type { Store } from '@playhead/store'
import { Gauge } from 'prom-client'
import type { Metrics } from './metric.ts'

/** Tells how far the index is behind, and what of the log could not be read. */
export function measureStore(store: Store, { registry }: Metrics): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    const metric: Gauge = new Gauge({
      name,
      help,
      registers: [],
      collect: () => metric.set(read()),
    })
    registry.registerMetric(metric)
  }
  gauge('playhead_index_lag_seconds', 'How long the index has been behind the log', () => store.health().indexLagMs / 1000)
  gauge('playhead_index_waiting_chunks', 'Chunks in the log that the index does not hold yet', () => store.health().waiting)
  gauge('playhead_log_damages', 'Stretches of the log that were found damaged since the start', () => store.health().damages)
}
