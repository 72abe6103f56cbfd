import { StoreError } from '../error.ts'
import type { IndexEngine } from './engine.ts'
import { partsOf } from './clickhouse.ts'
import { dataTables, localTable } from './layout.ts'

/** Old parts of a table go within this time after what replaces them is on disk. */
const partLifetimeS = 1
/** A server looks for parts to remove every 30 to 40 s. */
const patienceMs = 60_000

/** Resolves when it is done on all copies. */
const settled = 'SETTINGS mutations_sync = 2'

/**
 * Deletes rows so that their bytes go, too: the parts that hold them are written anew, synced, and the old ones removed.
 * Resolves when none is left. Throws StoreError `index-down`.
 */
export async function eraseRows(engine: IndexEngine, project: string, sessions: readonly string[]): Promise<void> {
  for (const name of dataTables) {
    const table = engine.stored(name)
    await engine.command(`ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = ${partLifetimeS}, min_rows_to_fsync_after_merge = 1`, {})
    // Rows that were masked before, as a late chunk's are, would not be seen by what follows.
    if (name === 'events') await engine.command(`ALTER TABLE ${table} APPLY DELETED MASK ${settled}`, {})
    await engine.command(
      `ALTER TABLE ${table} DELETE WHERE project = {project:String} AND session IN {sessions:Array(String)} ${settled}`,
      { project, sessions },
    )
  }
  const untilMs = Date.now() + patienceMs
  while (await hasOldParts(engine)) {
    if (Date.now() > untilMs) throw new StoreError('index-down', 'The index still holds old parts; the erasure is finished later.')
    await new Promise((resolve) => setTimeout(resolve, 300))
    // In an idle chDB nothing clears them but this, as it drops a partition, and there is none of this name.
    for (const name of dataTables) await engine.command(`ALTER TABLE ${engine.stored(name)} DROP PARTITION ID 'none'`, {})
  }
}

async function hasOldParts(engine: IndexEngine): Promise<boolean> {
  const [row] = await engine.ask<{ n: number }>(
    `SELECT count() AS n FROM ${partsOf(engine)} WHERE database = {database:String} AND table IN {names:Array(String)} AND NOT active`,
    { database: engine.layout.database, names: dataTables.map((name) => localTable(engine.layout, name)) },
  )
  return (row?.n ?? 0) > 0
}
