import { openS3 } from '../bytes/s3.ts'
import type { LogReader } from '../log/chunk-log.ts'
import { openS3Reader } from '../log/s3-reader.ts'
import { connectPostgres } from '../metadata/postgres.ts'
import type { ClusterPlace } from './place.ts'
import { createRegister } from './register.ts'

/** Reads a cluster's log, beside whoever writes it. Throws StoreError `postgres-unreachable`, `newer-data`. */
export async function openClusterReader({ postgresUrl, s3Url }: ClusterPlace): Promise<{ log: LogReader; close(): Promise<void> }> {
  const { db } = await connectPostgres(postgresUrl, () => undefined)
  return { log: openS3Reader({ bytes: openS3(s3Url), keys: createRegister(db) }), close: () => db.destroy() }
}
