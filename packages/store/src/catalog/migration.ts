/** Numbered, forward only, as the metadata's. The catalog may be deleted: it is built again from the log. */
export const catalogMigrations: readonly string[] = [
  `CREATE TABLE chunk (project TEXT, session TEXT, tab TEXT, seq INTEGER, hash TEXT, file INTEGER, chunk_at INTEGER, size_bytes INTEGER,
     received_ms INTEGER, base_seq INTEGER, base_ms INTEGER, end_ms INTEGER, keyframe INTEGER, PRIMARY KEY (project, session, tab, seq)) WITHOUT ROWID;
   CREATE TABLE asset (project TEXT, session TEXT, url TEXT, hash TEXT, mime TEXT, size_bytes INTEGER, missing TEXT,
     PRIMARY KEY (project, session, url)) WITHOUT ROWID;
   CREATE TABLE total (project TEXT PRIMARY KEY, chunks INTEGER, first_ms INTEGER, last_ms INTEGER) WITHOUT ROWID;
   CREATE TABLE position (name TEXT PRIMARY KEY, file INTEGER, at INTEGER) WITHOUT ROWID;
   CREATE TABLE batch (token INTEGER PRIMARY KEY, file INTEGER, at INTEGER);`,
  `ALTER TABLE chunk ADD COLUMN ended INTEGER DEFAULT 0;
   CREATE TABLE recording (project TEXT, session TEXT, source TEXT, before TEXT, chunks INTEGER, size_bytes INTEGER, PRIMARY KEY (project, session)) WITHOUT ROWID;
   CREATE TABLE finish (project TEXT, session TEXT, due_ms INTEGER, failures INTEGER DEFAULT 0, PRIMARY KEY (project, session)) WITHOUT ROWID;
   CREATE INDEX finish_due ON finish (due_ms);
   INSERT INTO finish (project, session, due_ms) SELECT project, session, max(received_ms) + 1800000 FROM chunk GROUP BY project, session;`,
  `CREATE INDEX asset_by_hash ON asset (project, hash);`,
]

/** What an earlier code goes on without is no step: it is made where it is missing, and such a code can be gone back to. */
export const catalogAdditions = `
  CREATE TABLE IF NOT EXISTS damage (file INTEGER, at INTEGER, size_bytes INTEGER, PRIMARY KEY (file, at)) WITHOUT ROWID;
  -- By session first, as all of a session's rows go at once.
  CREATE TABLE IF NOT EXISTS person (project TEXT, session TEXT, kind TEXT, hash TEXT, PRIMARY KEY (project, session, kind, hash)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS person_by_hash ON person (project, kind, hash);`
