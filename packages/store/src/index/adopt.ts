import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { DirectoryCatalog } from '../catalog/sqlite.ts'
import { StoreError } from '../error.ts'
import { syncFolder } from '../sync-folder.ts'
import type { IndexEngine } from './engine.ts'
import { latestVersion, refuseLater } from './schema.ts'

const fact = 'id'

interface Known {
  readonly id: string
  /** Of its tables. */
  readonly version: number
}
const pathOf = (dir: string): string => join(dir, 'index.id')

/** The index that the directory's catalog speaks of. */
function readKnown(dir: string): Known | null {
  if (!existsSync(pathOf(dir))) return null
  const [id = '', version = '0'] = readFileSync(pathOf(dir), 'utf8').trim().split(' ')
  return { id, version: Number(version) }
}

async function writeKnown(dir: string, { id, version }: Known): Promise<void> {
  const file = await open(pathOf(dir), 'w')
  await file
    .writeFile(`${id} ${version}\n`)
    .then(() => file.sync())
    .finally(() => file.close())
  await syncFolder(dir)
}

/** Knows a chDB of a later version without starting it, which takes longer than a start should. Throws StoreError `newer-data`. */
export function refuseLaterIndex(dir: string): void {
  if (existsSync(join(dir, 'index', 'chdb'))) refuseLater(readKnown(dir)?.version ?? 0)
}

/**
 * Sees that the index is the one that the catalog speaks of. A new one is built from the log's beginning; the data directory's own,
 * gone out of step while another was used, is built anew. One that belongs to another data directory is left as it is:
 * throws StoreError `index-taken`. @see docs/storage-format.md#L27
 */
export async function adoptIndex(options: {
  dir: string
  engine: IndexEngine
  catalog: DirectoryCatalog
  isShared: boolean
}): Promise<void> {
  const { dir, engine, catalog, isShared } = options
  const { database } = engine.layout
  const found = await engine.readFact(fact)
  const known = readKnown(dir)
  if (known !== null && found === known.id) {
    if (engine.hasLostTables) catalog.restartIndex()
    if (known.version !== latestVersion) await writeKnown(dir, { id: found, version: latestVersion })
    return
  }
  if (found !== null && isShared)
    throw new StoreError(
      'index-taken',
      `The ClickHouse database ${database} holds the index of another data directory. Name another in PLAYHEAD_CLICKHOUSE_URL, or DROP DATABASE ${database} to have it built from this one’s log.`,
    )
  // Rows of before indexes had an id are the catalog's: only the data directory's own can have any.
  const isOfBefore = !isShared && found === null && known === null && (await hasRows(engine))
  // The indexer empties the tables before it begins.
  if (!isOfBefore) catalog.restartIndex()
  const id = randomBytes(12).toString('base64url')
  await writeKnown(dir, { id, version: latestVersion })
  // Last: whoever is interrupted begins again.
  await engine.writeFact(fact, id)
}

const hasRows = async ({ ask }: IndexEngine): Promise<boolean> => (await ask('SELECT 1 FROM playhead.sessions LIMIT 1', {})).length > 0
