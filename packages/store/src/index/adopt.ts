import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { DirectoryCatalog } from '../catalog/sqlite.ts'
import { StoreError } from '../error.ts'
import { writeWhole } from '../write-whole.ts'
import type { IndexEngine } from './engine.ts'
import { latestVersion, refuseLater } from './schema.ts'

const fact = 'id'

interface Known {
  readonly id: string
  /** Of its tables. */
  readonly version: number
}
const pathOf = (dir: string): string => join(dir, 'index.id')

const form = /^([\w-]{16})(?: (\d+))?\n$/

/** The index that the directory's catalog speaks of; `damaged`: that cannot be told any more. */
function readKnown(dir: string): Known | 'damaged' | null {
  if (!existsSync(pathOf(dir))) return null
  const [, id, version = '0'] = form.exec(readFileSync(pathOf(dir), 'utf8')) ?? []
  return id === undefined ? 'damaged' : { id, version: Number(version) }
}

type OpenFile = (path: string, flags: string) => Promise<FileHandle>

const writeKnown = (dir: string, { id, version }: Known, openFile?: OpenFile): Promise<void> =>
  writeWhole(pathOf(dir), (file) => file.writeFile(`${id} ${version}\n`), openFile ? { openFile } : {})

/** Knows a chDB of a later version without starting it, which takes longer than a start should. Throws StoreError `newer-data`. */
export function refuseLaterIndex(dir: string): void {
  if (!existsSync(join(dir, 'index', 'chdb'))) return
  const known = readKnown(dir)
  refuseLater(known === null || known === 'damaged' ? 0 : known.version)
}

/**
 * Sees that the index is the one that the catalog speaks of. A new one is built from the log's beginning; the data directory's own,
 * gone out of step while another was used, is built anew. One that belongs to another data directory, or may, is left as it is:
 * throws StoreError `index-taken`, `damaged-file`. @see docs/storage-format.md#L27
 */
export async function adoptIndex(options: {
  dir: string
  engine: IndexEngine
  catalog: DirectoryCatalog
  isShared: boolean
  onNotice(text: string): void
  openFile?: OpenFile
}): Promise<void> {
  const { dir, engine, catalog, isShared, onNotice, openFile } = options
  const { database } = engine.layout
  const found = await engine.readFact(fact)
  const known = readKnown(dir)
  if (known !== null && known !== 'damaged' && found === known.id) {
    if (engine.hasLostTables) catalog.restartIndex()
    // One that is built anew anyway may hold what it likes.
    else if ((catalog.batch() || catalog.indexPosition().file > 0) && (await newestToken(engine)) > catalog.lastToken()) {
      onNotice(aheadText)
      catalog.restartIndex()
    }
    if (known.version !== latestVersion) await writeKnown(dir, { id: found, version: latestVersion }, openFile)
    return
  }
  if (found !== null && isShared && known === 'damaged')
    throw new StoreError(
      'damaged-file',
      `${pathOf(dir)} is damaged, so it can’t be told whether the index in the ClickHouse database ${database} is this data directory’s. If no other one uses it, DROP DATABASE ${database} and start again, and it is built anew from this one’s log; else name another in PLAYHEAD_CLICKHOUSE_URL.`,
    )
  if (found !== null && isShared)
    throw new StoreError(
      'index-taken',
      `The ClickHouse database ${database} holds the index of another data directory. Name another in PLAYHEAD_CLICKHOUSE_URL, or DROP DATABASE ${database} to have it built from this one’s log.`,
    )
  // Rows of before indexes had an id are the catalog's: only the data directory's own can have any.
  const isOfBefore = !isShared && found === null && known === null && (await hasRows(engine))
  if (known === 'damaged') onNotice('index.id was damaged: the index is built anew from the log.')
  // The indexer empties the tables before it begins.
  if (!isOfBefore) catalog.restartIndex()
  const id = randomBytes(12).toString('base64url')
  await writeKnown(dir, { id, version: latestVersion }, openFile)
  // Last: whoever is interrupted begins again.
  await engine.writeFact(fact, id)
}

/**
 * Under which token the newest batch went in. Where the catalog has not given that out yet, it is a copy of before: the index holds
 * what nobody knows of, and passes over new rows under a token that it has seen.
 */
export async function newestToken({ ask }: Pick<IndexEngine, 'ask'>): Promise<number> {
  const rows = await ask<{ token: string | number }>('SELECT max(version) AS token FROM playhead.sessions', {})
  return Number(rows[0]?.token ?? 0)
}
export const aheadText = 'The index is ahead of its catalog, as where an earlier copy of that was put back: it is built anew from the log.'

const hasRows = async ({ ask }: IndexEngine): Promise<boolean> => (await ask('SELECT 1 FROM playhead.sessions LIMIT 1', {})).length > 0
