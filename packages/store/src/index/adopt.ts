import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalog } from '../catalog/catalog.ts'
import { StoreError } from '../error.ts'
import { syncFolder } from '../sync-folder.ts'
import type { IndexEngine } from './engine.ts'

const fact = 'id'

/**
 * Sees that the index is the one that the catalog speaks of. A new one is built from the log's beginning; the data directory's own,
 * gone out of step while another was used, is built anew. One that belongs to another data directory is left as it is:
 * throws StoreError `index-taken`. @see docs/storage-format.md#L27
 */
export async function adoptIndex(options: { dir: string; engine: IndexEngine; catalog: Catalog; isShared: boolean }): Promise<void> {
  const { dir, engine, catalog, isShared } = options
  const path = join(dir, 'index.id')
  const own = existsSync(path) ? readFileSync(path, 'utf8').trim() : null
  const found = await engine.readFact(fact)
  if (found !== null && found === own) return
  if (found !== null && isShared)
    throw new StoreError(
      'index-taken',
      `The ClickHouse database ${engine.layout.database} holds the index of another data directory. Name another in PLAYHEAD_CLICKHOUSE_URL, or DROP DATABASE ${engine.layout.database} to have it built from this one’s log.`,
    )
  // Rows of before indexes had an id are the catalog's: only the data directory's own can have any.
  const isOfBefore =
    !isShared && found === null && own === null && (await engine.ask('SELECT 1 FROM playhead.sessions LIMIT 1', {})).length > 0
  // The indexer empties the tables before it begins.
  if (!isOfBefore) catalog.restartIndex()
  const id = randomBytes(12).toString('base64url')
  const file = await open(path, 'w')
  await file
    .writeFile(`${id}\n`)
    .then(() => file.sync())
    .finally(() => file.close())
  await syncFolder(dir)
  // Last: whoever is interrupted begins again.
  await engine.writeFact(fact, id)
}
