import { join } from 'node:path'
import type { ClusterPlace } from '../cluster/place.ts'
import type { Batches } from './batch.ts'
import { checkClickHouse, type ClickHousePlace, linkClickHouse } from './clickhouse.ts'
import { createChildConnection } from './connection.ts'
import { createIndexEngine, type IndexEngine, linkConnection } from './engine.ts'

export interface Index {
  readonly engine: IndexEngine
  readonly batches: Batches
  /** Resolves when a ClickHouse can be used. Throws StoreError `clickhouse-unreachable`, `newer-data`. */
  check(): Promise<void>
  /** Ends at once whatever a batch is doing. */
  interrupt(): void
  close(): Promise<void>
}

/**
 * What the index runs on: a chDB in a child process, unless a ClickHouse is named. Rows are made in a child for either, of a
 * data directory's log or of a cluster's.
 */
export function openIndex(options: {
  source: string | ClusterPlace
  clickhouse: ClickHousePlace | null
  onNotice(text: string): void
}): Index {
  const { source, clickhouse, onNotice } = options
  const child =
    typeof source === 'string'
      ? createChildConnection(join(source, 'index'), { clickhouse, cluster: null }, onNotice)
      : createChildConnection(null, { clickhouse, cluster: source }, onNotice)
  const link = clickhouse ? linkClickHouse(clickhouse) : linkConnection(child)
  const engine = createIndexEngine(link)
  return {
    engine,
    batches: child.batches,
    async check() {
      if (clickhouse) await checkClickHouse(link, engine, clickhouse)
    },
    interrupt: child.kill,
    async close() {
      await engine.close()
      await child.close()
    },
  }
}
