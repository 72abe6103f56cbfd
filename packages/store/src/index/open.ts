import { join } from 'node:path'
import type { Batches } from './batch.ts'
import { checkClickHouse, type ClickHousePlace, linkClickHouse } from './clickhouse.ts'
import { createChildConnection } from './connection.ts'
import { createIndexEngine, type IndexEngine, linkConnection } from './engine.ts'

export interface Index {
  readonly engine: IndexEngine
  readonly batches: Batches
  /** Resolves when a ClickHouse can be used. Throws StoreError `clickhouse-unreachable`, `newer-data`. */
  check(): Promise<void>
  close(): Promise<void>
}

/** What the index runs on: a chDB in a child process, unless a ClickHouse is named. Rows are made in a child for either. */
export function openIndex(options: { dir: string; clickhouse: ClickHousePlace | null; onNotice(text: string): void }): Index {
  const { dir, clickhouse, onNotice } = options
  const child = createChildConnection(join(dir, 'index'), clickhouse, onNotice)
  const link = clickhouse ? linkClickHouse(clickhouse) : linkConnection(child)
  const engine = createIndexEngine(link)
  return {
    engine,
    batches: child.batches,
    async check() {
      if (clickhouse) await checkClickHouse(link, engine, clickhouse)
    },
    async close() {
      await engine.close()
      await child.close()
    },
  }
}
