import { threshold } from '@playhead/analysis'
import { StoreError } from '../error.ts'
import type { Sqlite } from '../sqlite.ts'

export interface SessionName {
  readonly project: string
  readonly session: string
}
/** A recording file that was made. */
export interface CatalogRecording extends SessionName {
  /** Which chunks it is made of; part of its name. */
  readonly source: string
  readonly chunks: number
  readonly sizeBytes: number
}
/** Which session has a recording file. @see docs/storage-format.md#L20 */
export interface RecordingTable {
  /** Null: there is none, or chunks have come since it was made. */
  current(name: SessionName): Promise<CatalogRecording | null>
  /** With how many chunks of their sessions there are: fewer than one is made of, where some were taken away. */
  all(): Promise<(CatalogRecording & { readonly present: number })[]>
  /**
   * Its session waits no longer, unless more of it has come meanwhile. Throws StoreError `erased` where chunks that it is
   * made of were taken away: nobody may be shown it. Returns the source of the file that is not needed
   * any more: not the one before, which viewers may have open, but the one before that. Null: there is none.
   */
  set(recording: CatalogRecording): Promise<string | null>
  remove(name: SessionName): Promise<void>
}
/** Sessions with chunks that no recording file holds. */
export interface FinishQueue {
  /**
   * The one that has been over for longest and that nobody has claimed, of those whose file was tried in vain only where
   * there is no other; null: there is none.
   */
  next(nowMs: number): Promise<SessionName | null>
  /** There is one besides this whose file has not been tried. */
  waits(nowMs: number, besides: SessionName): Promise<boolean>
  /** Its file was tried in vain, since its last chunk. */
  isLate(name: SessionName): Promise<boolean>
  /** Takes a session to make its file; false: another process makes it. One that died lets go of it. */
  claim(name: SessionName): Promise<boolean>
  release(name: SessionName): Promise<void>
  /** Makes a session's turn come at once. */
  hurry(name: SessionName): Promise<void>
  /** There is nothing to do for it. */
  drop(name: SessionName): Promise<void>
  /** It is tried again later, and then only when more of it comes. */
  fail(name: SessionName, nowMs: number): Promise<void>
  /** Something else is to blame: it is tried again soon, as often as it takes. */
  delay(name: SessionName, nowMs: number): Promise<void>
  /** How many are over, and how many could not be made and are not tried again. */
  counts(nowMs: number): Promise<{ waiting: number; failed: number }>
}

export const retryMs = 600_000
export const mostFailures = 3
export const delayMs = 60_000

export const takenAway = (session: string): StoreError =>
  new StoreError('erased', `The session ${session} was taken away while its recording file was made.`)

export function createRecordingTable(db: Sqlite, flush: () => void): RecordingTable {
  const columns = 'r.project, r.session, r.source, r.chunks, r.size_bytes AS sizeBytes'
  const chunksOf = db.prepare('SELECT count(*) AS n FROM chunk WHERE project = ? AND session = ?')
  const one = db.prepare(`SELECT ${columns}, r.before FROM recording r WHERE project = ? AND session = ?`)
  const every = db.prepare(`SELECT ${columns},
    (SELECT count(*) FROM chunk c WHERE c.project = r.project AND c.session = r.session) AS present FROM recording r`)
  const put = db.prepare(
    'INSERT OR REPLACE INTO recording (project, session, source, before, chunks, size_bytes) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const done = db.prepare('DELETE FROM finish WHERE project = ? AND session = ?')
  const drop = db.prepare('DELETE FROM recording WHERE project = ? AND session = ?')
  const count = ({ project, session }: SessionName): number => (chunksOf.get(project, session) as { n: number }).n
  return {
    async current(name) {
      flush()
      const row = one.get(name.project, name.session) as CatalogRecording | undefined
      return row && row.chunks === count(name) ? row : null
    },
    async all() {
      flush()
      return every.all() as (CatalogRecording & { present: number })[]
    },
    async set(recording) {
      flush()
      const { project, session, source, chunks, sizeBytes } = recording
      const present = count(recording)
      if (present < chunks) throw takenAway(session)
      const old = one.get(project, session) as (CatalogRecording & { before: string }) | undefined
      const isAnother = old !== undefined && old.source !== source
      put.run(project, session, source, isAnother ? old.source : (old?.before ?? ''), chunks, sizeBytes)
      if (present === chunks) done.run(project, session)
      return isAnother && old.before && old.before !== source ? old.before : null
    },
    remove: async ({ project, session }) => void drop.run(project, session),
  }
}

export function createFinishQueue(db: Sqlite, flush: () => void): FinishQueue {
  const first = db.prepare('SELECT project, session FROM finish WHERE due_ms <= ? AND (failures > 0) = ? ORDER BY due_ms LIMIT 1')
  const other = db.prepare('SELECT 1 FROM finish WHERE due_ms <= ? AND failures = 0 AND NOT (project = ? AND session = ?) LIMIT 1')
  const late = db.prepare('SELECT 1 FROM finish WHERE project = ? AND session = ? AND failures > 0')
  const due = db.prepare(`INSERT INTO finish (project, session, due_ms) VALUES (?, ?, 0)
    ON CONFLICT (project, session) DO UPDATE SET due_ms = 0, failures = 0`)
  const put = db.prepare(`UPDATE finish SET failures = failures + 1, due_ms = CASE WHEN failures + 1 < ${mostFailures} THEN ? ELSE NULL END
    WHERE project = ? AND session = ?`)
  const later = db.prepare('UPDATE finish SET due_ms = ? WHERE project = ? AND session = ?')
  const drop = db.prepare('DELETE FROM finish WHERE project = ? AND session = ?')
  const waiting = db.prepare('SELECT count(*) AS n FROM finish WHERE due_ms <= ?')
  const failed = db.prepare('SELECT count(*) AS n FROM finish WHERE due_ms IS NULL')
  return {
    async next(nowMs) {
      flush()
      const row = (first.get(nowMs, 0) ?? first.get(nowMs, 1)) as SessionName | undefined
      return row ? { project: row.project, session: row.session } : null
    },
    async waits(nowMs, { project, session }) {
      flush()
      return other.get(nowMs, project, session) !== undefined
    },
    async isLate({ project, session }) {
      flush()
      return late.get(project, session) !== undefined
    },
    // A data directory has one process, which makes one at a time.
    claim: async () => true,
    release: async () => undefined,
    async hurry({ project, session }) {
      flush()
      due.run(project, session)
    },
    drop: async ({ project, session }) => void drop.run(project, session),
    fail: async ({ project, session }, nowMs) => void put.run(nowMs + retryMs, project, session),
    delay: async ({ project, session }, nowMs) => void later.run(nowMs + delayMs, project, session),
    async counts(nowMs) {
      flush()
      return { waiting: (waiting.get(nowMs) as { n: number }).n, failed: (failed.get() as { n: number }).n }
    },
  }
}

/** Notes with each chunk when its session will be over if no other comes. */
export function createEndWatch(db: Sqlite): (project: string, session: string, chunk: { receivedMs: number; isEnd: boolean }) => void {
  // SQLite takes `ended` from the row that has the greatest `seq`.
  const open = db.prepare(`SELECT count(*) AS n FROM
    (SELECT max(seq), ended FROM chunk WHERE project = ? AND session = ? GROUP BY tab) WHERE ended = 0`)
  const put = db.prepare(`INSERT INTO finish (project, session, due_ms) VALUES (?, ?, ?)
    ON CONFLICT (project, session) DO UPDATE SET due_ms = excluded.due_ms, failures = 0`)
  return (project, session, { receivedMs, isEnd }) => {
    const isOver = isEnd && (open.get(project, session) as { n: number }).n === 0
    put.run(project, session, receivedMs + (isOver ? threshold.overAfterEndMs : threshold.overMs))
  }
}
