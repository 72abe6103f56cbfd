import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '@playhead/store'
import { createFact } from './fact.ts'
import { addGauge } from './gauge.ts'
import type { Metrics } from './metric.ts'

/** What `/metrics` tells of the store, read when it is asked. `dataDir`: null in a cluster, which has none. */
export function addStoreMetrics(metrics: Metrics, store: Pick<Store, 'health'>, dataDir: string | null): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => addGauge(metrics, { name, help }, read)
  // One question for all of them.
  const health = createFact(() => store.health())
  gauge('playhead_index_lag_seconds', 'For how long the index has been behind the log', async () => (await health()).indexLagMs / 1000)
  gauge('playhead_index_waiting_chunks', 'Chunks of the log that the index does not hold yet', async () => (await health()).waiting)
  gauge('playhead_index_left_out_sessions', 'Sessions that could not be summarized', async () => (await health()).quarantined)
  gauge('playhead_log_damages', 'Stretches of the log that are known to be damaged', async () => (await health()).damages)
  if (dataDir === null) return
  gauge('playhead_log_bytes', 'Room that the log takes on disk', () => sizeOfLog(join(dataDir, 'log')))
  gauge('playhead_disk_free_bytes', 'Room left where the data directory is', async () => {
    const { bavail, bsize } = await statfs(dataDir)
    return bavail * bsize
  })
}

async function sizeOfLog(folder: string): Promise<number> {
  let sum = 0
  for (const name of await readdir(folder)) sum += ((await stat(join(folder, name)).catch(() => null))?.blocks ?? 0) * 512
  return sum
}
