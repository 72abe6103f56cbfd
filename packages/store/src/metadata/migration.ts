import type { Generated, Kysely } from 'kysely'

/** One step of the metadata's tables, in the words of each database. Queries are the same for both. */
export interface Migration {
  readonly sqlite: string
  readonly postgres: string
}

/** Numbered, forward only: entry n takes the data from version n to n + 1. @see docs/storage-format.md#L14 */
export const migrations: readonly Migration[] = [
  {
    sqlite: `
      CREATE TABLE project (id TEXT PRIMARY KEY, name TEXT NOT NULL, origins TEXT NOT NULL, write_key TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL) STRICT;
      CREATE TABLE token (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, project TEXT NOT NULL REFERENCES project(id), role TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
      CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
      CREATE TABLE sign_in (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES user(id), expires_at TEXT NOT NULL) STRICT;
      CREATE TABLE setup_token (hash TEXT PRIMARY KEY) STRICT;
      CREATE TABLE refusal (project TEXT NOT NULL, code TEXT NOT NULL, count INTEGER NOT NULL, last_at TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (project, code)) STRICT;
      CREATE TABLE view (id INTEGER PRIMARY KEY, project TEXT NOT NULL, session TEXT NOT NULL, user_id TEXT, token_id TEXT, at TEXT NOT NULL) STRICT;
      CREATE INDEX view_by_project ON view (project, id);
      CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
    // Ids and times are ordered by their bytes, as SQLite does, whatever language the database was made for.
    postgres: `
      CREATE TABLE project (id TEXT COLLATE "C" PRIMARY KEY, name TEXT NOT NULL, origins TEXT NOT NULL, write_key TEXT NOT NULL UNIQUE, created_at TEXT COLLATE "C" NOT NULL);
      CREATE TABLE token (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, project TEXT COLLATE "C" NOT NULL REFERENCES project(id), role TEXT NOT NULL, created_at TEXT COLLATE "C" NOT NULL);
      CREATE TABLE "user" (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL, created_at TEXT COLLATE "C" NOT NULL);
      CREATE TABLE sign_in (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES "user"(id), expires_at TEXT COLLATE "C" NOT NULL);
      CREATE TABLE setup_token (hash TEXT PRIMARY KEY);
      CREATE TABLE refusal (project TEXT NOT NULL, code TEXT NOT NULL, count BIGINT NOT NULL, last_at TEXT COLLATE "C" NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (project, code));
      CREATE TABLE "view" (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project TEXT NOT NULL, session TEXT NOT NULL, user_id TEXT, token_id TEXT, at TEXT COLLATE "C" NOT NULL);
      CREATE INDEX view_by_project ON "view" (project, id);
      CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);`,
  },
  {
    sqlite: `CREATE TABLE note (project TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (project, session, id)) STRICT;`,
    postgres: `CREATE TABLE note (project TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL, at_ms BIGINT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, created_at TEXT COLLATE "C" NOT NULL, PRIMARY KEY (project, session, id));`,
  },
  {
    sqlite: `
      CREATE TABLE tombstone (project TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL, is_settled INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (project, kind, name)) STRICT;
      CREATE TABLE erasure (id TEXT PRIMARY KEY, project TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, receipt TEXT NOT NULL) STRICT;`,
    postgres: `
      CREATE TABLE tombstone (project TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL, is_settled INTEGER NOT NULL, at TEXT COLLATE "C" NOT NULL, PRIMARY KEY (project, kind, name));
      CREATE TABLE erasure (id TEXT PRIMARY KEY, project TEXT NOT NULL, at TEXT COLLATE "C" NOT NULL, by TEXT NOT NULL, receipt TEXT NOT NULL);`,
  },
  {
    sqlite: `
      CREATE TABLE retention (project TEXT PRIMARY KEY, days INTEGER NOT NULL, quota_bytes INTEGER) STRICT;
      CREATE TABLE dropped (project TEXT NOT NULL, reason TEXT NOT NULL, sessions INTEGER NOT NULL, bytes INTEGER NOT NULL, last_at TEXT NOT NULL, PRIMARY KEY (project, reason)) STRICT;`,
    postgres: `
      CREATE TABLE retention (project TEXT PRIMARY KEY, days INTEGER NOT NULL, quota_bytes BIGINT);
      CREATE TABLE dropped (project TEXT NOT NULL, reason TEXT COLLATE "C" NOT NULL, sessions BIGINT NOT NULL, bytes BIGINT NOT NULL, last_at TEXT COLLATE "C" NOT NULL, PRIMARY KEY (project, reason));`,
  },
  // What a data directory keeps in files of its own, and servers of a cluster share.
  {
    sqlite: '',
    postgres: `
      CREATE TABLE log_file (number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key TEXT COLLATE "C" NOT NULL UNIQUE, size_bytes BIGINT NOT NULL,
        chunks INTEGER NOT NULL, signals INTEGER NOT NULL, stored_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), indexed_at TIMESTAMPTZ);
      CREATE INDEX log_file_waiting ON log_file (number) WHERE indexed_at IS NULL;
      CREATE TABLE chunk (project TEXT COLLATE "C" NOT NULL, session TEXT COLLATE "C" NOT NULL, tab TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL, hash TEXT NOT NULL,
        file BIGINT NOT NULL, chunk_at BIGINT NOT NULL, size_bytes BIGINT NOT NULL, received_ms BIGINT NOT NULL, base_seq BIGINT NOT NULL, base_ms BIGINT NOT NULL,
        end_ms BIGINT NOT NULL, keyframe BOOLEAN NOT NULL, ended BOOLEAN NOT NULL, signals INTEGER NOT NULL, PRIMARY KEY (project, session, tab, seq));
      CREATE INDEX chunk_by_file ON chunk (file);
      CREATE INDEX chunk_by_time ON chunk (project, received_ms);
      CREATE TABLE stray (project TEXT COLLATE "C" NOT NULL, session TEXT COLLATE "C" NOT NULL, file BIGINT NOT NULL, chunk_at BIGINT NOT NULL,
        size_bytes BIGINT NOT NULL, PRIMARY KEY (file, chunk_at));
      CREATE INDEX stray_by_session ON stray (project, session);
      CREATE TABLE asset (project TEXT COLLATE "C" NOT NULL, session TEXT COLLATE "C" NOT NULL, url TEXT COLLATE "C" NOT NULL, hash TEXT COLLATE "C" NOT NULL, mime TEXT NOT NULL,
        size_bytes BIGINT NOT NULL, missing TEXT NOT NULL, PRIMARY KEY (project, session, url));
      CREATE INDEX asset_by_hash ON asset (project, hash);
      CREATE TABLE stored_asset (project TEXT COLLATE "C" NOT NULL, hash TEXT COLLATE "C" NOT NULL, size_bytes BIGINT NOT NULL, PRIMARY KEY (project, hash));
      CREATE TABLE total (project TEXT COLLATE "C" NOT NULL, part INTEGER NOT NULL, chunks BIGINT NOT NULL, first_ms BIGINT, last_ms BIGINT, PRIMARY KEY (project, part));
      CREATE TABLE recording (project TEXT COLLATE "C" NOT NULL, session TEXT COLLATE "C" NOT NULL, source TEXT NOT NULL, before TEXT NOT NULL, chunks BIGINT NOT NULL,
        size_bytes BIGINT NOT NULL, PRIMARY KEY (project, session));
      CREATE TABLE finish (project TEXT COLLATE "C" NOT NULL, session TEXT COLLATE "C" NOT NULL, due_ms BIGINT, failures INTEGER NOT NULL DEFAULT 0, holder TEXT,
        PRIMARY KEY (project, session));
      CREATE INDEX finish_due ON finish (due_ms);
      CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until TIMESTAMPTZ NOT NULL);
      CREATE TABLE batch (token BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, files BIGINT[] NOT NULL);`,
  },
]

/** What an earlier code goes on without is no step: it is made where it is missing, and such a code can be gone back to. */
export const postgresAdditions = `
  CREATE TABLE IF NOT EXISTS person (project TEXT COLLATE "C" NOT NULL, session TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL, hash TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (project, session, kind, hash));
  CREATE INDEX IF NOT EXISTS person_by_hash ON person (project, kind, hash);`

/** Rows as they stand in either database. Lists are JSON, times ISO 8601 UTC. */
export interface MetadataTables {
  project: { id: string; name: string; origins: string; write_key: string; created_at: string }
  token: { id: string; hash: string; project: string; role: string; created_at: string }
  user: { id: string; name: string; email: string; password_hash: string; created_at: string }
  sign_in: { hash: string; user_id: string; expires_at: string }
  setup_token: { hash: string }
  refusal: { project: string; code: string; count: number; last_at: string; detail: string }
  view: { id: Generated<number>; project: string; session: string; user_id: string | null; token_id: string | null; at: string }
  note: { project: string; session: string; id: string; at_ms: number; text: string; author: string; created_at: string }
  tombstone: { project: string; kind: string; name: string; why: string; is_settled: number; at: string }
  erasure: { id: string; project: string; at: string; by: string; receipt: string }
  retention: { project: string; days: number; quota_bytes: number | null }
  dropped: { project: string; reason: string; sessions: number; bytes: number; last_at: string }
  setting: { name: string; value: string }
}

/** The tables, in either database. */
export interface MetadataDatabase {
  readonly db: Kysely<MetadataTables>
  /** Takes from the disk what was deleted from the tables. False: another program reads it, so that it stays. */
  wipe(): Promise<boolean>
}
