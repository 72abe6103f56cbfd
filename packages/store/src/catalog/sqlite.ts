import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EventOf } from '@playhead/wire'
import type { Location } from '../log/chunk-log.ts'
import type { Damage } from '../log/scan.ts'
import { openSqlite, type Sqlite } from '../sqlite.ts'
import type { Catalog, CatalogAsset, CatalogChunk, NewChunk } from './catalog.ts'
import { createCatalogEraser, type LogPlace } from './erase.ts'
import { catalogAdditions, catalogMigrations } from './migration.ts'
import { peopleOf, type Person } from './person.ts'
import { createEndWatch, createFinishQueue, createRecordingTable, type SessionName } from './recording.ts'
import { createCatalogUsage, type DirectoryUsage } from './usage.ts'

/** Where reading of the log stands. */
export interface Position {
  readonly file: number
  readonly at: number
}
export const isUpTo = (a: Position, b: Position): boolean => a.file < b.file || (a.file === b.file && a.at <= b.at)
/** An index batch that was begun: done again after a crash, under the same token. */
export interface Batch {
  readonly token: number
  readonly to: Position
}
/** A chunk's place, and what it adds to its session. */
export type ChunkPlace = Pick<CatalogChunk, 'tab' | 'seq' | 'sizeBytes' | 'baseMs' | 'endMs'>

/**
 * The catalog of a data directory, and how far the index has come: SQLite beside the index. Writes are gathered; reads see
 * them. @see docs/storage-format.md#L11
 */
export interface DirectoryCatalog extends Catalog {
  readonly usage: DirectoryUsage
  add(chunk: NewChunk, location: Location): void
  /** Which chunks of a session there are. Does not write what was gathered: it is asked of each new session. */
  places(project: string, session: string): ChunkPlace[]
  /** What the chunk in a place hashes to. Does not write what was gathered: anyone may send a chunk again, as often as they like. */
  hashAt(project: string, session: string, tab: string, seq: number): string | undefined
  /** Stretches of the log in which no record could be read when it was brought into the catalog, or that are missing. */
  damages(): Damage[]
  addDamage(damage: Damage): void
  forgetDamage(damage: Damage): void
  /** Up to where the log is in the catalog. */
  position(): Position
  indexPosition(): Position
  batch(): Batch | null
  beginBatch(to: Position): Batch
  /** The newest token that a batch was given; 0: none was. */
  lastToken(): number
  endBatch(batch: Batch): void
  /** Forgets how far the index has come. */
  restartIndex(): void
  /** Forgets what it knows of a log file and later ones, so that they are read again, and how far the index has come. */
  forgetFrom(file: number): Promise<void>
  flush(): void
  close(): void
}

type Row = Omit<CatalogChunk, 'keyframe'> & { keyframe: number }

const pathOf = (dir: string): string => join(dir, 'index', 'catalog.db')
const wayOut =
  'Stop the server, delete the file, and those with -wal and -shm at the end of its name, and start again: it is made anew from the log.'

/** SQLite's files of a catalog. The one that says whether there is one comes last: a start that is cut short finds it again. */
const filesOf = (path: string): string[] => [`${path}-shm`, `${path}-wal`, path]
const asideOf = (dir: string): string => `${pathOf(dir)}.damaged`

/** Keeps one damaged catalog for who wants to look at it; none is there any more. @see docs/storage-format.md#L11 */
export function setCatalogAside(dir: string): void {
  removeAside(dir)
  const kept = filesOf(asideOf(dir))
  for (const [i, path] of filesOf(pathOf(dir)).entries()) if (existsSync(path)) renameSync(path, kept[i]!)
}

function removeAside(dir: string): void {
  for (const path of filesOf(asideOf(dir))) rmSync(path, { force: true })
}

/** Throws StoreError `newer-data`, `damaged-file`; the latter, too, whatever is asked of it later. */
export function openCatalog(dir: string): DirectoryCatalog {
  mkdirSync(join(dir, 'index'), { recursive: true })
  const db = openSqlite(pathOf(dir), catalogMigrations, wayOut)
  db.exec(catalogAdditions)
  const write = createWriter(db)
  const columns = `project, session, tab, seq, hash, file, chunk_at AS chunkAt, size_bytes AS sizeBytes, received_ms AS receivedMs,
    base_seq AS baseSeq, base_ms AS baseMs, end_ms AS endMs, keyframe`
  const one = db.prepare(`SELECT ${columns} FROM chunk WHERE project = ? AND session = ? AND tab = ? AND seq = ?`)
  const many = db.prepare(`SELECT ${columns} FROM chunk WHERE project = ? AND session = ? ORDER BY tab, seq`)
  const any = db.prepare('SELECT seq FROM chunk WHERE project = ? AND session = ? LIMIT 1')
  const placesOf = db.prepare(
    'SELECT tab, seq, size_bytes AS sizeBytes, base_ms AS baseMs, end_ms AS endMs FROM chunk WHERE project = ? AND session = ?',
  )
  const assetsOf = db.prepare(
    'SELECT url, hash, mime, size_bytes AS sizeBytes, missing FROM asset WHERE project = ? AND session = ? ORDER BY url',
  )
  const sessionsOf = db.prepare('SELECT session FROM person WHERE project = ? AND kind = ? AND hash = ?')
  const namedBy = db.prepare('SELECT session FROM asset WHERE project = ? AND hash = ? LIMIT 1')
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
      // SQLite may have rolled it back by itself, and would say so instead of why.
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
  const restartIndex = (): void => void db.exec(`DELETE FROM batch; DELETE FROM position WHERE name = 'index'`)
  let pending: Pending[] = []
  /** The same by session. */
  const unwritten = new Map<string, (ChunkPlace & Pick<CatalogChunk, 'hash'>)[]>()
  /** Assets that the same name. */
  const named = new Set<string>()
  const flush = (): void => {
    const batch = pending
    const last = batch.at(-1)
    if (!last) return
    inTransaction(() => {
      write(batch)
      setPosition.run('catalog', last.location.file, last.location.endAt)
    })
    pending = []
    unwritten.clear()
    named.clear()
  }
  const finish = createFinishQueue(db, flush)
  const eraser = createCatalogEraser(db, flush, () => removeAside(dir))
  return {
    recordings: createRecordingTable(db, flush),
    finish,
    eraser,
    usage: createCatalogUsage(db, flush),
    add({ project, receivedMs, hash, header, signals, sizeBytes }, location) {
      // What else its signals say is not held until then.
      const assets = signals.filter((event) => event.type === 'asset')
      const people = peopleOf({ project, signals })
      for (const asset of assets) named.add(`${project} ${asset.hash}`)
      const isEnd = signals.some(({ type }) => type === 'end')
      pending.push({ project, receivedMs, hash, header, sizeBytes, location, assets, people, isEnd })
      const name = `${project} ${header.session}`
      const places = unwritten.get(name) ?? []
      unwritten.set(name, places)
      places.push({ tab: header.tab, seq: header.seq, hash, sizeBytes, baseMs: header.baseMs, endMs: header.endMs })
    },
    flush,
    places(project, session) {
      const isWritten = any.get(project, session) !== undefined
      const gathered = unwritten.get(`${project} ${session}`) ?? []
      return isWritten ? [...(placesOf.all(project, session) as ChunkPlace[]), ...gathered] : gathered
    },
    hashAt(project, session, tab, seq) {
      const gathered = unwritten.get(`${project} ${session}`)?.find((place) => place.tab === tab && place.seq === seq)
      return gathered?.hash ?? (one.get(project, session, tab, seq) as Row | undefined)?.hash
    },
    async chunk(project, session, tab, seq) {
      flush()
      const row = one.get(project, session, tab, seq) as Row | undefined
      return row ? chunkFrom(row) : null
    },
    async chunks(project, session) {
      flush()
      return (many.all(project, session) as Row[]).map(chunkFrom)
    },
    async assets(project, session) {
      flush()
      return assetsOf.all(project, session) as CatalogAsset[]
    },
    async sessionsOf(project, { kind, hash }) {
      flush()
      return (sessionsOf.all(project, kind, hash) as { session: string }[]).map(({ session }) => session)
    },
    // Does not write what was gathered: anyone may ask, as often as they like.
    isAssetNamed: async (project, hash) => named.has(`${project} ${hash}`) || namedBy.get(project, hash) !== undefined,
    async totals(project) {
      flush()
      const row = totalOf.get(project) as { chunks: number; firstMs: number; lastMs: number } | undefined
      return { chunks: row?.chunks ?? 0, firstMs: row?.firstMs ?? null, lastMs: row?.lastMs ?? null }
    },
    async count() {
      flush()
      return (db.prepare('SELECT sum(chunks) AS n FROM total').get() as { n: number | null }).n ?? 0
    },
    damages: () => db.prepare('SELECT file, at, size_bytes AS sizeBytes FROM damage ORDER BY file, at').all() as Damage[],
    addDamage({ file, at, sizeBytes }) {
      db.prepare('INSERT OR REPLACE INTO damage (file, at, size_bytes) VALUES (?, ?, ?)').run(file, at, sizeBytes)
    },
    forgetDamage: ({ file, at }) => void db.prepare('DELETE FROM damage WHERE file = ? AND at = ?').run(file, at),
    position: () => read('catalog'),
    indexPosition: () => read('index'),
    batch() {
      const row = db.prepare('SELECT token, file, at FROM batch').get() as { token: number; file: number; at: number } | undefined
      return row ? { token: row.token, to: { file: row.file, at: row.at } } : null
    },
    lastToken: () => read('token').at,
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
    restartIndex: () => inTransaction(restartIndex),
    async forgetFrom(file) {
      const places = db.prepare('SELECT project, session, file, chunk_at AS chunkAt FROM chunk WHERE file >= ?').all(file) as (SessionName &
        LogPlace)[]
      const names = new Map(places.map(({ project, session }) => [`${project} ${session}`, { project, session }]))
      await eraser.erase([...names.values()], places)
      // Of what is left of a session a recording file is made again.
      for (const name of names.values()) if (any.get(name.project, name.session)) await finish.hurry(name)
      // Last: whoever is interrupted begins again.
      inTransaction(() => {
        setPosition.run('catalog', file, 0)
        restartIndex()
      })
    },
    close() {
      try {
        flush()
      } finally {
        db.close()
      }
    },
  }
}

/** A chunk that waits to be written. */
interface Pending extends Omit<NewChunk, 'signals'> {
  readonly location: Location
  readonly assets: readonly EventOf<'asset'>[]
  readonly people: readonly Person[]
  readonly isEnd: boolean
}

/** Writes the rows of chunks; of chunks with one place the first is kept. What is told per project is written once for all of them. */
function createWriter(db: Sqlite): (batch: readonly Pending[]) => void {
  const addChunk = db.prepare(`INSERT OR IGNORE INTO chunk (project, session, tab, seq, hash, file, chunk_at, size_bytes, received_ms,
    base_seq, base_ms, end_ms, keyframe, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const awaitEnd = createEndWatch(db)
  const addTotal = db.prepare(`INSERT INTO total (project, chunks, first_ms, last_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (project) DO UPDATE SET chunks = chunks + excluded.chunks, last_ms = max(last_ms, excluded.last_ms)`)
  // An address that could not be read at first may be known later, and the other way round it stays known.
  const addAsset = db.prepare(`INSERT INTO asset (project, session, url, hash, mime, size_bytes, missing) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (project, session, url) DO UPDATE SET hash = excluded.hash, mime = excluded.mime, size_bytes = excluded.size_bytes,
    missing = excluded.missing WHERE excluded.hash <> ''`)
  const addPerson = db.prepare('INSERT OR IGNORE INTO person (project, session, kind, hash) VALUES (?, ?, ?, ?)')
  return (batch) => {
    const totals = new Map<string, { chunks: number; firstMs: number; lastMs: number }>()
    /** The last one that says when a session is over. */
    const ends = new Map<string, Pending>()
    for (const pending of batch) {
      const { project, receivedMs, hash, header, sizeBytes, location, assets, people, isEnd } = pending
      const { session, tab, seq, baseSeq, baseMs, endMs, keyframe } = header
      const { file, chunkAt } = location
      const [isKeyframe, hasEnded] = [keyframe ? 1 : 0, isEnd ? 1 : 0]
      const place = [project, session, tab, seq, hash, file, chunkAt, sizeBytes]
      if (!addChunk.run(...place, receivedMs, baseSeq, baseMs, endMs, isKeyframe, hasEnded).changes) continue
      const total = totals.get(project) ?? { chunks: 0, firstMs: receivedMs, lastMs: receivedMs }
      totals.set(project, total)
      total.chunks++
      total.lastMs = Math.max(total.lastMs, receivedMs)
      ends.set(`${project} ${session}`, pending)
      for (const { url, hash: content, mime, sizeBytes: size, missing } of assets)
        addAsset.run(project, session, url, content, mime, size, missing ?? '')
      for (const person of people) addPerson.run(project, session, person.kind, person.hash)
    }
    for (const { project, header, receivedMs, isEnd } of ends.values()) awaitEnd(project, header.session, { receivedMs, isEnd })
    for (const [project, { chunks, firstMs, lastMs }] of totals) addTotal.run(project, chunks, firstMs, lastMs)
  }
}
