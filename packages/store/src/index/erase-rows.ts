import { StoreError } from '../error.ts'
import type { IndexEngine } from './engine.ts'
import { tables } from './schema.ts'

/** Old parts of a table go within this time after what replaces them is on disk. */
const partLifetimeS = 1
const patienceMs = 20_000

/**
 * Deletes rows so that their bytes go, too: the parts that hold them are written anew, synced, and the old ones removed.
 * Resolves when none is left. Throws StoreError `index-down`.
 */
export async function eraseRows(engine: IndexEngine, project: string, sessions: readonly string[]): Promise<void> {
  for (const table of tables) {
    await engine.command(`ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = ${partLifetimeS}, min_rows_to_fsync_after_merge = 1`, {})
    // Rows that were masked before, as a late chunk's are, would not be seen by what follows.
    if (table === 'playhead.events') await engine.command(`ALTER TABLE ${table} APPLY DELETED MASK SETTINGS mutations_sync = 1`, {})
    await engine.command(
      `ALTER TABLE ${table} DELETE WHERE project = {project:String} AND session IN {sessions:Array(String)} SETTINGS mutations_sync = 1`,
      { project, sessions },
    )
  }
  const untilMs = Date.now() + patienceMs
  while (await hasOldParts(engine)) {
    if (Date.now() > untilMs) throw new StoreError('index-down', 'The index still holds old parts; the erasure is finished later.')
    await new Promise((resolve) => setTimeout(resolve, 300))
    // In an idle chDB nothing clears them but this, as it drops a partition, and there is none of this name.
    for (const table of tables) await engine.command(`ALTER TABLE ${table} DROP PARTITION ID 'none'`, {})
  }
}

async function hasOldParts({ ask }: IndexEngine): Promise<boolean> {
  const [row] = await ask<{ n: number }>(`SELECT count() AS n FROM system.parts WHERE database = 'playhead' AND NOT active`, {})
  return (row?.n ?? 0) > 0
}
