import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ChunkHeader, SignalEvent } from '@playhead/wire'
import type { Location } from '../log/writer.ts'
import { openSqlite, type Sqlite } from '../sqlite.ts'
import { type CatalogEraser, createCatalogEraser } from './erase.ts'
import { type CatalogUsage, createCatalogUsage } from './usage.ts'
import { catalogMigrations } from './migration.ts'
import { createEndWatch, createFinishQueue, createRecordingTable, type FinishQueue, type RecordingTable } from './recording.ts'

/** Where reading of the log stands. */
export interface Position {
  readonly file: number
  readonly at: number
}
/** A chunk that is in the log. */
export interface CatalogChunk {
  readonly project: string
  readonly session: string
  readonly tab: string
  readonly seq: number
  /** SHA-256 of its bytes, 16 bytes as hex. */
  readonly hash: string
  readonly file: number
  readonly chunkAt: number
  readonly sizeBytes: number
  readonly receivedMs: number
  readonly baseSeq: number
  readonly baseMs: number
  readonly endMs: number
  readonly keyframe: boolean
}
export interface CatalogAsset {
  readonly url: string
  readonly hash: string
  readonly mime: string
  readonly sizeBytes: number
  readonly missing: string
}
/** An index batch that was begun: done again after a crash, under the same token. */
export interface Batch {
  readonly token: number
  readonly to: Position
}
export type NewChunk = {
  project: string
  receivedMs: number
  hash: string
  header: ChunkHeader
  signals: readonly SignalEvent[]
  sizeBytes: number
}

/**
 * Which chunk stands where in the log, and how far the index has come: SQLite beside the index, derived from the log.
 * Writes are gathered; reads see them. @see docs/storage-format.md#L11
 */
export interface Catalog {
  add(chunk: NewChunk, location: Location): void
  chunk(project: string, session: string, tab: string, seq: number): CatalogChunk | null
  chunks(project: string, session: string): CatalogChunk[]
  assets(project: string, session: string): CatalogAsset[]
  totals(project: string): { chunks: number; firstMs: number | null; lastMs: number | null }
  /** Chunks of all projects. */
  count(): number
  /** Up to where the log is in the catalog. */
  position(): Position
  indexPosition(): Position
  batch(): Batch | null
  beginBatch(to: Position): Batch
  endBatch(batch: Batch): void
  readonly recordings: RecordingTable
  readonly finish: FinishQueue
  readonly eraser: CatalogEraser
  readonly usage: CatalogUsage
  /** Forgets how far the index has come. */
  restartIndex(): void
  flush(): void
  close(): void
}

type Row = Omit<CatalogChunk, 'keyframe'> & { keyframe: number }

export function openCatalog(dir: string): Catalog {
  mkdirSync(join(dir, 'index'), { recursive: true })
  const db = openSqlite(join(dir, 'index', 'catalog.db'), catalogMigrations)
  const write = createWriter(db)
  const columns = `project, session, tab, seq, hash, file, chunk_at AS chunkAt, size_bytes AS sizeBytes, received_ms AS receivedMs,
    base_seq AS baseSeq, base_ms AS baseMs, end_ms AS endMs, keyframe`
  const one = db.prepare(`SELECT ${columns} FROM chunk WHERE project = ? AND session = ? AND tab = ? AND seq = ?`)
  const many = db.prepare(`SELECT ${columns} FROM chunk WHERE project = ? AND session = ? ORDER BY tab, seq`)
  const assetsOf = db.prepare(
    'SELECT url, hash, mime, size_bytes AS sizeBytes, missing FROM asset WHERE project = ? AND session = ? ORDER BY url',
  )
  const totalOf = db.prepare('SELECT chunks, first_ms AS firstMs, last_ms AS lastMs FROM total WHERE project = ?')
  const positionOf = db.prepare('SELECT file, at FROM position WHERE name = ?')
  const setPosition = db.prepare('INSERT OR REPLACE INTO position (name, file, at) VALUES (?, ?, ?)')
  const chunkFrom = (row: Row): CatalogChunk => ({ ...row, keyframe: row.keyframe === 1 })
  const read = (name: string): Position => {
    const row = positionOf.get(name) as Position | undefined
    return { file: row?.file ?? 0, at: row?.at ?? 0 }
  }
  const inTransaction = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  let pending: { chunk: NewChunk; location: Location }[] = []
  const flush = (): void => {
    const batch = pending
    const last = batch.at(-1)
    if (!last) return
    inTransaction(() => {
      for (const { chunk, location } of batch) write(chunk, location)
      setPosition.run('catalog', last.location.file, last.location.endAt)
    })
    pending = []
  }
  return {
    recordings: createRecordingTable(db, flush),
    finish: createFinishQueue(db, flush),
    eraser: createCatalogEraser(db, flush),
    usage: createCatalogUsage(db, flush),
    add: (chunk, location) => void pending.push({ chunk, location }),
    flush,
    chunk(project, session, tab, seq) {
      flush()
      const row = one.get(project, session, tab, seq) as Row | undefined
      return row ? chunkFrom(row) : null
    },
    chunks(project, session) {
      flush()
      return (many.all(project, session) as Row[]).map(chunkFrom)
    },
    assets(project, session) {
      flush()
      return assetsOf.all(project, session) as CatalogAsset[]
    },
    totals(project) {
      flush()
      const row = totalOf.get(project) as { chunks: number; firstMs: number; lastMs: number } | undefined
      return { chunks: row?.chunks ?? 0, firstMs: row?.firstMs ?? null, lastMs: row?.lastMs ?? null }
    },
    count() {
      flush()
      return (db.prepare('SELECT sum(chunks) AS n FROM total').get() as { n: number | null }).n ?? 0
    },
    position: () => read('catalog'),
    indexPosition: () => read('index'),
    batch() {
      const row = db.prepare('SELECT token, file, at FROM batch').get() as { token: number; file: number; at: number } | undefined
      return row ? { token: row.token, to: { file: row.file, at: row.at } } : null
    },
    beginBatch(to) {
      const token = read('token').at + 1
      inTransaction(() => {
        setPosition.run('token', 0, token)
        db.prepare('INSERT INTO batch (token, file, at) VALUES (?, ?, ?)').run(token, to.file, to.at)
      })
      return { token, to }
    },
    endBatch({ to }) {
      inTransaction(() => {
        setPosition.run('index', to.file, to.at)
        db.exec('DELETE FROM batch')
      })
    },
    restartIndex: () => inTransaction(() => void db.exec(`DELETE FROM batch; DELETE FROM position WHERE name = 'index'`)),
    close() {
      flush()
      db.close()
    },
  }
}

/** Writes one chunk's rows; of chunks with one place the first is kept. */
function createWriter(db: Sqlite): (chunk: NewChunk, location: Location) => void {
  const addChunk = db.prepare(`INSERT OR IGNORE INTO chunk (project, session, tab, seq, hash, file, chunk_at, size_bytes, received_ms,
    base_seq, base_ms, end_ms, keyframe, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const awaitEnd = createEndWatch(db)
  const addTotal = db.prepare(`INSERT INTO total (project, chunks, first_ms, last_ms) VALUES (?, 1, ?, ?)
    ON CONFLICT (project) DO UPDATE SET chunks = chunks + 1, last_ms = max(last_ms, excluded.last_ms)`)
  // An address that could not be read at first may be known later, and the other way round it stays known.
  const addAsset = db.prepare(`INSERT INTO asset (project, session, url, hash, mime, size_bytes, missing) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (project, session, url) DO UPDATE SET hash = excluded.hash, mime = excluded.mime, size_bytes = excluded.size_bytes,
    missing = excluded.missing WHERE excluded.hash <> ''`)
  return ({ project, receivedMs, hash, header, signals, sizeBytes }, { file, chunkAt }) => {
    const { session, tab, seq, baseSeq, baseMs, endMs, keyframe } = header
    const isEnd = signals.some(({ type }) => type === 'end')
    const added = addChunk.run(
      project,
      session,
      tab,
      seq,
      hash,
      file,
      chunkAt,
      sizeBytes,
      receivedMs,
      baseSeq,
      baseMs,
      endMs,
      keyframe ? 1 : 0,
      isEnd ? 1 : 0,
    )
    if (!added.changes) return
    awaitEnd(project, session, { receivedMs, isEnd })
    addTotal.run(project, receivedMs, receivedMs)
    for (const event of signals)
      if (event.type === 'asset') addAsset.run(project, session, event.url, event.hash, event.mime, event.sizeBytes, event.missing ?? '')
  }
}
