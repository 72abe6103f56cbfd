/** Where the tables are, and on which servers. */
export interface IndexLayout {
  /** Letters, digits and `_`. */
  readonly database: string
  /** Name of a cluster of ClickHouse's configuration; undefined: one engine holds everything. */
  readonly cluster: string | undefined
}
export const embeddedLayout: IndexLayout = { database: 'playhead', cluster: undefined }

/** What is derived from the log, and built again with `reindex`. */
export type DataTable = 'events' | 'signals' | 'sessions'
export const dataTables: readonly DataTable[] = ['events', 'signals', 'sessions']
/** `about` says which tables these are, and whose. */
export type IndexTable = DataTable | 'about'

/** In SQL the database is called `playhead`, whatever its name is: statements get it here, before they go. */
export function nameDatabase({ database }: IndexLayout, sql: string): string {
  return database === 'playhead' ? sql : sql.replace(/\bplayhead\.(?=(?:events|signals|sessions|about)(?:_local)?\b)/g, `${database}.`)
}

/** On a cluster rows are in a table of each server, and questions ask a table that gathers them. */
export const localTable = ({ cluster }: IndexLayout, table: IndexTable): string => `${table}${cluster === undefined ? '' : '_local'}`

export const onCluster = ({ cluster }: IndexLayout): string => (cluster === undefined ? '' : ` ON CLUSTER '${cluster}'`)

/** A table as ALTER, DELETE and DROP name it: where its rows are, on all servers. */
export const storedTable = (layout: IndexLayout, table: IndexTable): string => `playhead.${localTable(layout, table)}${onCluster(layout)}`
