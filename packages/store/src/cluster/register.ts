import { threshold } from '@playhead/analysis'
import type { EventOf } from '@playhead/wire'
import { sql } from 'kysely'
import type { NewChunk } from '../catalog/catalog.ts'
import { peopleOf, type Person } from '../catalog/person.ts'
import { isFarewell } from '../erasure/gate.ts'
import { decodeRecord } from '../follow.ts'
import type { LogObject, LogObjects, PlacedRecord } from '../log/log-objects.ts'
import type { LogRecord } from '../log/record.ts'
import { storable } from '../metadata/storable.ts'
import type { AppendResult } from '../store.ts'
import type { Db } from './lease.ts'

/** What became of a record whose file is registered. `erased`: its session or visitor is gone. */
export type Outcome = AppendResult | 'erased'

export interface Register extends LogObjects {
  /** Says what a record holds, so that it need not be read again. */
  describe(record: LogRecord, chunk: NewChunk): void
  /** Of a record that was registered. */
  outcomeOf(record: LogRecord): Outcome | undefined
}

/** Who adds chunks shares this lock; who says what is not taken any more has it alone. "gate". */
export const gateLock = 0x67617465
/** A project's totals are in so many rows, so that servers that add to them do not wait for each other. */
const totalParts = 16

interface Placed {
  readonly record: LogRecord
  readonly chunk: NewChunk
  readonly people: readonly Person[]
  readonly chunkAt: number
}

/** Numbers the files of the log, and makes their chunks known: all of a file in one transaction. @see docs/storage-format.md#L29 */
export function createRegister(db: Db): Register {
  const described = new WeakMap<LogRecord, NewChunk>()
  const outcomes = new WeakMap<LogRecord, Outcome>()

  const placedOf = (records: readonly PlacedRecord[]): Placed[] =>
    records.flatMap(({ record, at, chunkAt, endAt }) => {
      const chunk = described.get(record) ?? decodeRecord({ ...record, at, chunkAt, endAt })
      return chunk ? [{ record, chunk, people: peopleOf(chunk), chunkAt }] : []
    })

  return {
    describe: (record, chunk) => void described.set(record, chunk),
    outcomeOf: (record) => outcomes.get(record),
    async register(object, records) {
      const placed = placedOf(records)
      const { number, results } = await db.transaction().execute((tx) => registerFile(tx, object, placed))
      for (const [i, { record }] of placed.entries()) outcomes.set(record, results[i]!)
      return number
    },
    async keyOf(file) {
      const { rows } = await sql<{ key: string }>`SELECT key FROM log_file WHERE number = ${file}`.execute(db)
      return rows[0]?.key ?? null
    },
    async list(fromNumber) {
      const { rows } = await sql<LogObject & { number: number }>`SELECT number, key, size_bytes AS "sizeBytes" FROM log_file
        WHERE number >= ${fromNumber} ORDER BY number`.execute(db)
      return rows
    },
    async unregistered(keys) {
      const { rows } = await sql<{ key: string }>`SELECT key FROM unnest(${keys}::text[]) AS asked(key)
        WHERE NOT EXISTS (SELECT FROM log_file WHERE log_file.key = asked.key)`.execute(db)
      return rows.map(({ key }) => key)
    },
    async forget(file) {
      await sql`DELETE FROM log_file WHERE number = ${file}`.execute(db)
    },
  }
}

async function registerFile(
  tx: Db,
  { key, sizeBytes }: LogObject,
  placed: readonly Placed[],
): Promise<{ number: number; results: Outcome[] }> {
  await sql`SELECT pg_advisory_xact_lock_shared(${sql.lit(gateLock)})`.execute(tx)
  const signals = placed.reduce((sum, { chunk }) => sum + chunk.header.signals, 0)
  const added = await sql<{ number: number }>`INSERT INTO log_file (key, size_bytes, chunks, signals)
    VALUES (${key}, ${sizeBytes}, ${placed.length}, ${signals}) ON CONFLICT (key) DO NOTHING RETURNING number`.execute(tx)
  const number = added.rows[0]?.number ?? (await numberOf(tx, key))
  if (!placed.length) return { number, results: [] }
  const stored = added.rows.length ? await addChunks(tx, number, placed) : await chunksIn(tx, number)
  const results = await settle(tx, placed, stored)
  if (!added.rows.length) return { number, results }
  const strays = placed.filter((_, i) => results[i] !== 'stored')
  const kept = placed.filter((_, i) => results[i] === 'stored')
  const news = kept.map(({ chunk }) => chunk)
  await addStrays(tx, number, strays)
  await addAssets(tx, news)
  await addPeople(tx, kept)
  await addTotals(tx, number % totalParts, news)
  await awaitEnds(tx, news)
  return { number, results }
}

async function numberOf(tx: Db, key: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`SELECT number FROM log_file WHERE key = ${key}`.execute(tx)
  return rows[0]!.number
}
async function chunksIn(tx: Db, file: number): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ at: number }>`SELECT chunk_at AS at FROM chunk WHERE file = ${file}`.execute(tx)
  return new Set(rows.map(({ at }) => at))
}

/** Adds those whose place is free and whose session is not gone; resolves to where they begin. */
async function addChunks(tx: Db, file: number, placed: readonly Placed[]): Promise<ReadonlySet<number>> {
  await buryVisits(tx, placed)
  const of = <T>(read: (placed: Placed) => T): T[] => placed.map(read)
  const { rows } = await sql<{ at: number }>`
    INSERT INTO chunk (project, session, tab, seq, hash, file, chunk_at, size_bytes, received_ms, base_seq, base_ms, end_ms, keyframe, ended, signals)
    SELECT project, session, tab, seq, hash, ${file}::bigint, chunk_at, size_bytes, received_ms, base_seq, base_ms, end_ms, keyframe, ended, signals
    FROM unnest(${of(({ chunk }) => chunk.project)}::text[], ${of(({ chunk }) => chunk.header.session)}::text[],
      ${of(({ chunk }) => chunk.header.tab)}::text[], ${of(({ chunk }) => chunk.header.seq)}::bigint[], ${of(({ chunk }) => chunk.hash)}::text[],
      ${of(({ chunkAt }) => chunkAt)}::bigint[], ${of(({ chunk }) => chunk.sizeBytes)}::bigint[], ${of(({ chunk }) => chunk.receivedMs)}::bigint[],
      ${of(({ chunk }) => chunk.header.baseSeq)}::bigint[], ${of(({ chunk }) => chunk.header.baseMs)}::bigint[],
      ${of(({ chunk }) => chunk.header.endMs)}::bigint[], ${of(({ chunk }) => chunk.header.keyframe)}::boolean[],
      ${of(({ chunk }) => isEnding(chunk))}::boolean[], ${of(({ chunk }) => chunk.header.signals)}::integer[],
      ${of(({ chunk }) => isFarewell(chunk))}::boolean[])
      AS new(project, session, tab, seq, hash, chunk_at, size_bytes, received_ms, base_seq, base_ms, end_ms, keyframe, ended, signals, is_farewell)
    WHERE NOT EXISTS (SELECT FROM tombstone t WHERE t.project = new.project AND t.kind = 'session' AND t.name = new.session
      AND NOT (t.why = 'withdrawn' AND new.is_farewell))
    -- In one order, so that two servers that add the same ones do not wait for each other in a circle.
    ORDER BY project, session, tab, seq, chunk_at
    ON CONFLICT DO NOTHING RETURNING chunk_at AS at`.execute(tx)
  return new Set(rows.map(({ at }) => at))
}

const isEnding = ({ signals }: NewChunk): boolean => signals.some(({ type }) => type === 'end')

interface Named extends Person {
  readonly project: string
  readonly session: string
}
const namedIn = (placed: readonly Placed[]): Named[] =>
  placed.flatMap(({ chunk: { project, header }, people }) => people.map((person) => ({ project, session: header.session, ...person })))

/** A session that begins under a visitor's tombstone gets one itself, as later chunks do not name their visitor. */
async function buryVisits(tx: Db, placed: readonly Placed[]): Promise<void> {
  const starts = namedIn(placed).filter(({ kind }) => kind === 'visitor')
  if (!starts.length) return
  await sql`INSERT INTO tombstone (project, kind, name, why, is_settled, at)
    SELECT DISTINCT begun.project, 'session', begun.session, 'withdrawn', 1, ${new Date().toISOString()}
    FROM unnest(${starts.map(({ project }) => project)}::text[], ${starts.map(({ session }) => session)}::text[],
      ${starts.map(({ hash }) => hash)}::text[]) AS begun(project, session, visitor)
    JOIN tombstone t ON t.project = begun.project AND t.kind = 'visitor' AND t.name = begun.visitor
    ORDER BY begun.project, begun.session ON CONFLICT DO NOTHING`.execute(tx)
}

async function settle(tx: Db, placed: readonly Placed[], stored: ReadonlySet<number>): Promise<Outcome[]> {
  const lost = placed.filter(({ chunkAt }) => !stored.has(chunkAt))
  const known = new Map<string, string>()
  if (lost.length) {
    const { rows } = await sql<{ project: string; session: string; tab: string; seq: number; hash: string }>`
      SELECT c.project, c.session, c.tab, c.seq, c.hash FROM chunk c JOIN unnest(${lost.map(({ chunk }) => chunk.project)}::text[],
        ${lost.map(({ chunk }) => chunk.header.session)}::text[], ${lost.map(({ chunk }) => chunk.header.tab)}::text[],
        ${lost.map(({ chunk }) => chunk.header.seq)}::bigint[]) AS lost(project, session, tab, seq)
      USING (project, session, tab, seq)`.execute(tx)
    for (const { project, session, tab, seq, hash } of rows) known.set(`${project} ${session} ${tab} ${seq}`, hash)
  }
  return placed.map(({ chunk: { project, header, hash }, chunkAt }) => {
    if (stored.has(chunkAt)) return 'stored'
    const first = known.get(`${project} ${header.session} ${header.tab} ${header.seq}`)
    return first === undefined ? 'erased' : first === hash ? 'duplicate' : 'conflict'
  })
}

/** Where bytes of a session stand that are none of its chunks: an erasure looks there, too. */
async function addStrays(tx: Db, file: number, strays: readonly Placed[]): Promise<void> {
  if (!strays.length) return
  await sql`INSERT INTO stray (project, session, file, chunk_at, size_bytes) SELECT project, session, ${file}::bigint, chunk_at, size_bytes
    FROM unnest(${strays.map(({ chunk }) => chunk.project)}::text[], ${strays.map(({ chunk }) => chunk.header.session)}::text[],
      ${strays.map(({ chunkAt }) => chunkAt)}::bigint[], ${strays.map(({ chunk }) => chunk.sizeBytes)}::bigint[])
      AS new(project, session, chunk_at, size_bytes)`.execute(tx)
}

/** An address that could not be read at first may be known later, and the other way round it stays known. */
async function addAssets(tx: Db, chunks: readonly NewChunk[]): Promise<void> {
  const byPlace = new Map<string, { project: string; session: string; event: EventOf<'asset'> }>()
  for (const { project, header, signals } of chunks)
    for (const event of signals) {
      if (event.type !== 'asset') continue
      const place = `${project} ${header.session} ${event.url}`
      if (event.hash || !byPlace.has(place)) byPlace.set(place, { project, session: header.session, event })
    }
  const assets = [...byPlace.values()]
  if (!assets.length) return
  await sql`INSERT INTO asset (project, session, url, hash, mime, size_bytes, missing)
    SELECT * FROM unnest(${assets.map(({ project }) => project)}::text[], ${assets.map(({ session }) => session)}::text[],
      ${assets.map(({ event }) => storable(event.url))}::text[], ${assets.map(({ event }) => storable(event.hash))}::text[],
      ${assets.map(({ event }) => storable(event.mime))}::text[], ${assets.map(({ event }) => event.sizeBytes)}::bigint[],
      ${assets.map(({ event }) => event.missing ?? '')}::text[]) AS new(project, session, url, hash, mime, size_bytes, missing)
    ORDER BY project, session, url
    ON CONFLICT (project, session, url) DO UPDATE SET hash = excluded.hash, mime = excluded.mime, size_bytes = excluded.size_bytes,
      missing = excluded.missing WHERE excluded.hash <> '' AND excluded.hash <> asset.hash`.execute(tx)
}

async function addPeople(tx: Db, placed: readonly Placed[]): Promise<void> {
  const named = namedIn(placed)
  if (!named.length) return
  await sql`INSERT INTO person (project, session, kind, hash)
    SELECT DISTINCT * FROM unnest(${named.map(({ project }) => project)}::text[], ${named.map(({ session }) => session)}::text[],
      ${named.map(({ kind }) => kind)}::text[], ${named.map(({ hash }) => hash)}::text[]) AS new(project, session, kind, hash)
    ORDER BY project, session, kind, hash ON CONFLICT DO NOTHING`.execute(tx)
}

async function addTotals(tx: Db, part: number, chunks: readonly NewChunk[]): Promise<void> {
  const totals = new Map<string, { chunks: number; firstMs: number; lastMs: number }>()
  for (const { project, receivedMs } of chunks) {
    const total = totals.get(project) ?? { chunks: 0, firstMs: receivedMs, lastMs: receivedMs }
    totals.set(project, {
      chunks: total.chunks + 1,
      firstMs: Math.min(total.firstMs, receivedMs),
      lastMs: Math.max(total.lastMs, receivedMs),
    })
  }
  for (const [project, { chunks: count, firstMs, lastMs }] of [...totals].sort(([a], [b]) => (a < b ? -1 : 1)))
    await sql`INSERT INTO total (project, part, chunks, first_ms, last_ms) VALUES (${project}, ${part}, ${count}, ${firstMs}, ${lastMs})
      ON CONFLICT (project, part) DO UPDATE SET chunks = total.chunks + excluded.chunks, first_ms = least(total.first_ms, excluded.first_ms),
        last_ms = greatest(total.last_ms, excluded.last_ms)`.execute(tx)
}

/** Notes when sessions will be over if nothing else of them comes. */
async function awaitEnds(tx: Db, chunks: readonly NewChunk[]): Promise<void> {
  const lasts = new Map(chunks.map((chunk) => [`${chunk.project} ${chunk.header.session}`, chunk]))
  const sessions = [...lasts.values()]
  if (!sessions.length) return
  const ending = sessions.filter(isEnding)
  const over = new Set<string>()
  if (ending.length) {
    const { rows } = await sql<{ project: string; session: string }>`
      SELECT project, session FROM (SELECT DISTINCT ON (c.project, c.session, c.tab) c.project, c.session, c.ended FROM chunk c
        JOIN unnest(${ending.map(({ project }) => project)}::text[], ${ending.map(({ header }) => header.session)}::text[])
          AS ending(project, session) USING (project, session) ORDER BY c.project, c.session, c.tab, c.seq DESC) AS tab
      GROUP BY project, session HAVING bool_and(ended)`.execute(tx)
    for (const { project, session } of rows) over.add(`${project} ${session}`)
  }
  const dueMs = sessions.map(
    ({ project, header, receivedMs }) =>
      receivedMs + (over.has(`${project} ${header.session}`) ? threshold.overAfterEndMs : threshold.overMs),
  )
  await sql`INSERT INTO finish (project, session, due_ms) SELECT * FROM unnest(${sessions.map(({ project }) => project)}::text[],
      ${sessions.map(({ header }) => header.session)}::text[], ${dueMs}::bigint[]) AS new(project, session, due_ms)
    ORDER BY project, session
    ON CONFLICT (project, session) DO UPDATE SET due_ms = excluded.due_ms, failures = 0`.execute(tx)
}
