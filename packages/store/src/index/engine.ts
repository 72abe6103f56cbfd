import { type ClickHouseClient, createClient } from '@clickhouse/client'
import type { EngineConnection } from './connection.ts'
import { schema, tables } from './schema.ts'

/** Values for the `{name:Type}` parameters of a statement. */
export type Params = Readonly<Record<string, unknown>>
/** Asks the index. Rows are JSON objects; 64-bit counts are numbers. Throws StoreError `index-down`. */
export type Ask = <Row>(query: string, params: Params) => Promise<Row[]>

export interface IndexEngine {
  readonly ask: Ask
  /** A second insert under the same token does nothing. */
  insert(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[], token: string | null): Promise<void>
  command(query: string, params: Params): Promise<void>
  /** Drops all rows. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** A question may take this much; a runaway one is stopped by the engine, not by us. */
const limits = 'SETTINGS max_execution_time = 20, max_memory_usage = 1000000000'

/** @param connection to chDB; the tables are made at its first statement, and again when it says that it was started anew */
export function createIndexEngine(connection: EngineConnection): IndexEngine {
  const client: ClickHouseClient = createClient({ connection, log: { level: 127 } })
  let preparedFor = 0
  let preparing: Promise<void> | null = null
  const create = async (): Promise<void> => {
    for (const query of schema) await client.command({ query })
    preparedFor = connection.starts
  }
  /** Tables are there before the first statement of each child, and whoever asks while they are made anew waits. */
  const prepare = (): Promise<void> => {
    if (preparedFor === connection.starts && preparedFor > 0) return Promise.resolve()
    preparing ??= create().finally(() => (preparing = null))
    return preparing
  }
  return {
    async ask<Row>(query: string, params: Params) {
      await prepare()
      const result = await client.query({ query: `${query}\n${limits}`, query_params: { ...params }, format: 'JSONEachRow' })
      return result.json<Row>()
    },
    async insert(table, columns, rows, token) {
      if (!rows.length) return
      await prepare()
      // The token is made of our own counters, never of data.
      const settings = token === null ? '' : ` SETTINGS insert_deduplication_token = '${token}'`
      const body = rows.map((row) => JSON.stringify(row)).join('\n')
      await connection.insert({ query: `INSERT INTO ${table} (${columns.join(', ')})${settings} FORMAT JSONCompactEachRow`, values: body })
    },
    async command(query, params) {
      await prepare()
      await client.command({ query, query_params: { ...params } })
    },
    async clear() {
      await prepare()
      preparedFor = 0
      preparing = (async () => {
        for (const table of tables) await client.command({ query: `DROP TABLE IF EXISTS ${table} SYNC` })
        await create()
      })().finally(() => (preparing = null))
      await preparing
    },
    close: () => client.close(),
  }
}
