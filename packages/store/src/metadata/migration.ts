/** Numbered, forward only: entry n takes the data from version n to n + 1. @see docs/storage-format.md#L14 */
export const migrations: readonly string[] = [
  `CREATE TABLE project (id TEXT PRIMARY KEY, name TEXT NOT NULL, origins TEXT NOT NULL, write_key TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL) STRICT;
   CREATE TABLE token (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, project TEXT NOT NULL REFERENCES project(id), role TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
   CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
   CREATE TABLE sign_in (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user(id), expires_at TEXT NOT NULL) STRICT;
   CREATE TABLE setup_token (hash TEXT PRIMARY KEY) STRICT;
   CREATE TABLE refusal (project TEXT NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL, last_at TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (project, code)) STRICT;
   CREATE TABLE view (id INTEGER PRIMARY KEY, project TEXT NOT NULL, session TEXT NOT NULL, user_id TEXT, token_id TEXT, at TEXT NOT NULL) STRICT;
   CREATE INDEX view_by_project ON view (project, id);
   CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  `CREATE TABLE note (project TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (project, session, id)) STRICT;`,
  `CREATE TABLE tombstone (project TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL, is_settled INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (project, kind, name)) STRICT;
   CREATE TABLE erasure (id TEXT PRIMARY KEY, project TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, receipt TEXT NOT NULL) STRICT;`,
  `CREATE TABLE retention (project TEXT PRIMARY KEY, days INTEGER NOT NULL, quota_bytes INTEGER) STRICT;
   CREATE TABLE dropped (project TEXT NOT NULL, reason TEXT NOT NULL, sessions INTEGER NOT NULL, bytes INTEGER NOT NULL, last_at TEXT NOT NULL, PRIMARY KEY (project, reason)) STRICT;`,
]

/** Rows as they stand in SQLite. Lists are JSON, times ISO 8601 UTC. */
export interface MetadataTables {
  project: { id: string; name: string; origins: string; write_key: string; created_at: string }
  token: { id: string; hash: string; project: string; role: string; created_at: string }
  user: { id: string; name: string; email: string; password_hash: string; created_at: string }
  sign_in: { hash: string; user_id: string; expires_at: string }
  setup_token: { hash: string }
  refusal: { project: string; code: string; count: number; last_at: string; detail: string }
  view: { id: number | null; project: string; session: string; user_id: string | null; token_id: string | null; at: string }
  note: { project: string; session: string; id: string; at_ms: number; text: string; author: string; created_at: string }
  tombstone: { project: string; kind: string; name: string; why: string; is_settled: number; at: string }
  erasure: { id: string; project: string; at: string; by: string; receipt: string }
  retention: { project: string; days: number; quota_bytes: number | null }
  dropped: { project: string; reason: string; sessions: number; bytes: number; last_at: string }
  setting: { name: string; value: string }
}
