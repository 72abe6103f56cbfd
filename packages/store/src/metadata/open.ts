import { createAccounts } from './account.ts'
import { createErasures } from './erasure.ts'
import type { Metadata } from './metadata.ts'
import type { MetadataDatabase } from './migration.ts'
import { createNotes } from './note.ts'
import { connectPostgres } from './postgres.ts'
import { createProjects } from './project.ts'
import { createRecords } from './record.ts'
import { createRetention } from './retention.ts'
import { openMetadataFile } from './sqlite.ts'
import { createTokens } from './token.ts'

/** Where the metadata is: `playhead.db` of a data directory, unless a PostgreSQL is named. */
export interface MetadataPlace {
  readonly dir: string
  /** `postgres://user:password@host:5432/database` */
  readonly postgresUrl?: string | undefined
}

/**
 * Opens the metadata and brings its tables up to date. It needs no lock: commands use it beside running servers.
 * Throws StoreError `dir-unwritable`, `postgres-unreachable`, `newer-data`, `damaged-file`.
 */
export async function openMetadata(place: MetadataPlace, onNotice: (text: string) => void = () => undefined): Promise<Metadata> {
  const { dir, postgresUrl } = place
  return createMetadata(postgresUrl === undefined ? openMetadataFile(dir) : await connectPostgres(postgresUrl, onNotice))
}

export function createMetadata(database: MetadataDatabase): Metadata {
  const { db } = database
  return {
    projects: createProjects(db),
    tokens: createTokens(db),
    notes: createNotes(db),
    ...createErasures(database),
    retention: createRetention(db),
    ...createAccounts(db),
    ...createRecords(db),
    close: () => db.destroy(),
  }
}
