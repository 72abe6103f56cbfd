import type { Sqlite } from '../sqlite.ts'

/** A session as retention weighs it. */
export interface StoredSession {
  readonly session: string
  /** How many chunks there are of it: more, once it has gone on. */
  readonly chunks: number
  readonly lastMs: number
  /** Its chunks and its recording file. */
  readonly sizeBytes: number
}
/** How much room a project's sessions take. */
export interface Usage {
  readonly sessions: number
  readonly logBytes: number
  readonly recordingBytes: number
  readonly firstMs: number | null
  /** Chunks that came since `sinceMs`, and when the first of them did. */
  readonly recentBytes: number
  readonly recentFromMs: number | null
}
export interface CatalogUsage {
  ofProject(project: string, sinceMs: number): Promise<Usage>
  /** Sessions of which nothing came since. */
  lastBefore(project: string, untilMs: number): Promise<StoredSession[]>
  /** How many sessions name each asset, by its hash. */
  assetUsers(project: string): Promise<Map<string, number>>
}
/** What chunks take of a log file, and where the last of them ends. */
export interface FileUsage {
  readonly file: number
  readonly sizeBytes: number
  readonly endAt: number
}
export interface DirectoryUsage extends CatalogUsage {
  /** Of each log file that holds chunks. */
  byFile(): Promise<Map<number, FileUsage>>
}

export function createCatalogUsage(db: Sqlite, flush: () => void): DirectoryUsage {
  const usage =
    db.prepare(`SELECT count(DISTINCT session) AS sessions, coalesce(sum(size_bytes), 0) AS logBytes, min(received_ms) AS firstMs,
    coalesce(sum(CASE WHEN received_ms >= ? THEN size_bytes END), 0) AS recentBytes,
    min(CASE WHEN received_ms >= ? THEN received_ms END) AS recentFromMs FROM chunk WHERE project = ?`)
  const recordings = db.prepare('SELECT coalesce(sum(size_bytes), 0) AS n FROM recording WHERE project = ?')
  const old =
    db.prepare(`SELECT c.session, count(*) AS chunks, max(c.received_ms) AS lastMs, sum(c.size_bytes) + coalesce(max(r.size_bytes), 0) AS sizeBytes
    FROM chunk c LEFT JOIN recording r ON r.project = c.project AND r.session = c.session
    WHERE c.project = ? GROUP BY c.session HAVING lastMs < ? ORDER BY lastMs`)
  const users = db.prepare(`SELECT hash, count(DISTINCT session) AS n FROM asset WHERE project = ? AND hash <> '' GROUP BY hash`)
  const files = db.prepare('SELECT file, sum(size_bytes) AS sizeBytes, max(chunk_at + size_bytes) AS endAt FROM chunk GROUP BY file')
  return {
    async ofProject(project, sinceMs) {
      flush()
      const row = usage.get(sinceMs, sinceMs, project) as Omit<Usage, 'recordingBytes'>
      return { ...row, recordingBytes: (recordings.get(project) as { n: number }).n }
    },
    async lastBefore(project, untilMs) {
      flush()
      return old.all(project, untilMs) as StoredSession[]
    },
    async assetUsers(project) {
      flush()
      return new Map((users.all(project) as { hash: string; n: number }[]).map(({ hash, n }) => [hash, n]))
    },
    async byFile() {
      flush()
      return new Map((files.all() as FileUsage[]).map((usage) => [usage.file, usage]))
    },
  }
}
