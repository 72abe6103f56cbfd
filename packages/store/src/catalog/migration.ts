/** Numbered, forward only, as the metadata's. The catalog may be deleted: it is built again from the log. */
export const catalogMigrations: readonly string[] = [
  `CREATE TABLE chunk (project TEXT, session TEXT, tab TEXT, seq INTEGER, hash TEXT, file INTEGER, chunk_at INTEGER, size_bytes INTEGER,
     received_ms INTEGER, base_seq INTEGER, base_ms INTEGER, end_ms INTEGER, keyframe INTEGER, PRIMARY KEY (project, session, tab, seq)) WITHOUT ROWID;
   CREATE TABLE asset (project TEXT, session TEXT, url TEXT, hash TEXT, mime TEXT, size_bytes INTEGER, missing TEXT,
     PRIMARY KEY (project, session, url)) WITHOUT ROWID;
   CREATE TABLE total (project TEXT PRIMARY KEY, chunks INTEGER, first_ms INTEGER, last_ms INTEGER) WITHOUT ROWID;
   CREATE TABLE position (name TEXT PRIMARY KEY, file INTEGER, at INTEGER) WITHOUT ROWID;
   CREATE TABLE batch (token INTEGER PRIMARY KEY, file INTEGER, at INTEGER);`,
]
