import type { ClickHousePlace } from '../index/clickhouse.ts'

/** Where everything is that servers of a cluster share. */
export interface ClusterPlace {
  readonly postgresUrl: string
  readonly s3Url: string
  readonly clickhouse: ClickHousePlace
}

/**
 * The rule: with metadata, objects and index elsewhere, the log goes there, too. Then nothing that matters is in the data
 * directory, and any number of processes with any roles share the rest. Null: one server with one data directory.
 */
export function clusterPlaceOf(place: {
  readonly postgresUrl?: string | undefined
  readonly s3Url?: string | undefined
  readonly clickhouse?: ClickHousePlace | undefined
}): ClusterPlace | null {
  const { postgresUrl, s3Url, clickhouse } = place
  return postgresUrl === undefined || s3Url === undefined || clickhouse === undefined ? null : { postgresUrl, s3Url, clickhouse }
}
