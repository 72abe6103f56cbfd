import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { StoreError } from '../error.ts'
import type { EngineConnection } from './connection.ts'
import {
  dataTables,
  embeddedLayout,
  type IndexLayout,
  type IndexTable,
  localTable,
  nameDatabase,
  onCluster,
  storedTable,
} from './layout.ts'
import { listAdditions, listDrops, listFoundation, listMigrations, listTables, refuseLater } from './schema.ts'

/** Values for the `{name:Type}` parameters of a statement. */
export type Params = Readonly<Record<string, unknown>>
/**
 * Asks the index. Rows are JSON objects; 64-bit counts are numbers.
 * Throws StoreError `index-down`, `clickhouse-unreachable`, `question-too-heavy`.
 */
export type Ask = <Row>(query: string, params: Params) => Promise<Row[]>

export interface IndexEngine {
  readonly ask: Ask
  readonly layout: IndexLayout
  /** Makes the tables, or brings them up to date; done before the first statement anyway. Throws StoreError `newer-data`. */
  prepare(): Promise<void>
  /** A second insert under the same token does nothing; null: rows are inserted whatever was there before. */
  insert(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[], token: string | null): Promise<void>
  command(query: string, params: Params): Promise<void>
  /** A table as ALTER and DELETE name it. */
  stored(table: IndexTable): string
  /** A fact about the tables that stays when their rows go; null: it was never said. */
  readFact(name: string): Promise<string | null>
  writeFact(name: string, value: string): Promise<void>
  /** Tables had to be made again that had been there: rows are missing, until all are dropped. */
  readonly hasLostTables: boolean
  /** Drops all rows. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** What leads to an engine. */
export interface EngineLink {
  readonly layout: IndexLayout
  /** How often what it leads to was started: tables are looked at again after each. */
  readonly starts: number
  /** For questions, which someone waits for. */
  readonly asking: ClickHouseClient
  /** For what may take its time. */
  readonly changing: ClickHouseClient
  /** The sentence for an error of a statement. */
  explain(error: Error): Error
}

export const linkConnection = (connection: EngineConnection): EngineLink => {
  const client = createClient({ connection, log: { level: 127 } })
  return {
    layout: embeddedLayout,
    get starts() {
      return connection.starts
    },
    asking: client,
    changing: client,
    explain: (error) => error,
  }
}

/** ClickHouse's numbers for a statement that took longer, more memory or a longer list than it may. */
const tooHeavy: ReadonlySet<string> = new Set(['128', '159', '241'])

/** ClickHouse's number for a table that is not there. Another server that empties the tables takes them away for a moment. */
const missingTable = '60'
const emptyingMs = 3_000

/** Reads and writes go to the same copy of a shard while it is up, so that what was written is read. */
const firstCopy = `, load_balancing = 'in_order', prefer_localhost_replica = 0`
/** A question may take this much; a runaway one is stopped by the engine, not by us. */
const limitsOf = ({ cluster }: IndexLayout, longestS: number): string =>
  // A session is on one shard: what is asked about it can be asked there.
  `SETTINGS max_execution_time = ${longestS}, max_memory_usage = 1000000000, output_format_json_quote_64bit_integers = 0${
    cluster === undefined ? '' : `, distributed_product_mode = 'local'${firstCopy}`
  }`
/**
 * An insert is done when its rows are on disk. A token is made of our own counters, never of data. Without one the engine would know
 * an insert by its rows, and drop those that were deleted to be inserted anew; the settings that forbid it differ by version.
 */
const insertSettings = ({ cluster }: IndexLayout, token: string | null): string =>
  `SETTINGS async_insert = 0, insert_deduplication_token = '${token ?? randomUUID()}'${
    cluster === undefined ? '' : `, distributed_foreground_insert = 1${firstCopy}`
  }`

/**
 * The tables are made, or brought up to date, at the first statement, and looked at again when the link says that the engine was started anew.
 * @param longestS after how many seconds a question is stopped
 */
export function createIndexEngine(link: EngineLink, { longestS = 20 }: { longestS?: number } = {}): IndexEngine {
  const { layout, asking, changing } = link
  let preparedFor = 0
  let preparing: Promise<void> | null = null
  let hasLostTables = false

  const told = (error: unknown): never => {
    const { code } = error as { code?: string }
    if (code !== undefined && tooHeavy.has(code))
      throw new StoreError('question-too-heavy', `The index stopped it: ${(error as Error).message.trim()}`, { cause: error })
    throw link.explain(error as Error)
  }
  /** What a statement that can be done again comes to, once its tables are there. */
  const patiently = async <T>(statement: () => Promise<T>): Promise<T> => {
    for (const untilMs = Date.now() + emptyingMs; ;) {
      try {
        return await statement()
      } catch (error) {
        if ((error as { code?: string }).code !== missingTable || Date.now() > untilMs) return told(error)
        await sleep(50)
      }
    }
  }
  const run = async (query: string, params: Params = {}): Promise<void> => {
    await patiently(() => changing.command({ query: nameDatabase(layout, query), query_params: { ...params } }))
  }
  const select = <Row>(query: string, params: Params = {}): Promise<Row[]> =>
    patiently(async () => {
      const result = await asking.query({
        query: `${nameDatabase(layout, query)}\n${limitsOf(layout, longestS)}`,
        query_params: { ...params },
        format: 'JSONEachRow',
      })
      return result.json<Row>()
    })
  const write: IndexEngine['insert'] = (table, columns, rows, token) => {
    const body = rows.map((row) => JSON.stringify(row)).join('\n')
    const query = `INSERT INTO ${table} (${columns.join(', ')}) ${insertSettings(layout, token)} FORMAT JSONCompactEachRow`
    return patiently(async () => {
      const { stream } = await changing.exec({ query: nameDatabase(layout, query), values: Readable.from([Buffer.from(body)]) })
      for await (const _ of stream);
    })
  }
  const readFact = async (name: string): Promise<string | null> => {
    const [row] = await select<{ value: string }>('SELECT value FROM playhead.about FINAL WHERE name = {name:String}', { name })
    return row?.value ?? null
  }
  const writeFact = async (name: string, value: string): Promise<void> => {
    // Counted, not timed: a clock that was set back would leave the old value standing.
    const [row] = await select<{ last: number }>('SELECT max(version) AS last FROM playhead.about WHERE name = {name:String}', { name })
    await write('playhead.about', ['name', 'value', 'version'], [[name, value, (row?.last ?? 0) + 1]], null)
  }

  const migrate = async (): Promise<void> => {
    const { database } = layout
    const has = async (where: string, params: Params = {}): Promise<boolean> =>
      (await select(`SELECT 1 FROM system.${where}`, { database, ...params })).length > 0
    if (!(await has(`tables WHERE database = {database:String} AND name = 'about'`))) {
      // Who may make tables is not always one who may make databases.
      if (!(await has('databases WHERE name = {database:String}')))
        await run(`CREATE DATABASE IF NOT EXISTS ${database}${onCluster(layout)}`)
      for (const statement of listFoundation(layout)) await run(statement)
    }
    const version = Number((await readFact('schema')) ?? 0)
    refuseLater(version)
    for (const [step, statements] of listMigrations(layout).entries()) {
      if (step < version) continue
      for (const statement of statements) await run(statement)
      await writeFact('schema', String(step + 1))
    }
    // Who dropped them to make them again may have been ended in between.
    const wanted = dataTables.flatMap((table) => [table, localTable(layout, table)])
    const named = 'tables WHERE database = {database:String} AND name IN ({wanted:Array(String)})'
    const found = await select<{ name: string }>(`SELECT name FROM system.${named}`, { database, wanted })
    if (found.length < new Set(wanted).size) {
      hasLostTables = true
      for (const statement of listTables(layout)) await run(statement)
    }
    for (const { table, column, statements } of listAdditions(layout)) {
      const where = 'columns WHERE database = {database:String} AND table = {table:String} AND name = {column:String}'
      if (!(await has(where, { table, column }))) for (const statement of statements) await run(statement)
    }
  }
  const create = async (): Promise<void> => {
    const { starts } = link
    await migrate()
    preparedFor = Math.max(starts, 1)
  }
  /** Tables are there before the first statement of each start, and whoever asks while they are made anew waits. */
  const prepare = (): Promise<void> => {
    if (preparedFor === link.starts && preparedFor > 0) return Promise.resolve()
    preparing ??= create().finally(() => (preparing = null))
    return preparing
  }
  return {
    layout,
    prepare,
    stored: (table) => storedTable(layout, table),
    async ask<Row>(query: string, params: Params) {
      await prepare()
      return select<Row>(query, params)
    },
    async insert(table, columns, rows, token) {
      if (!rows.length) return
      await prepare()
      await write(table, columns, rows, token)
    },
    async command(query, params) {
      await prepare()
      await run(query, params)
    },
    async readFact(name) {
      await prepare()
      return readFact(name)
    },
    async writeFact(name, value) {
      await prepare()
      await writeFact(name, value)
    },
    get hasLostTables() {
      return hasLostTables
    },
    async clear() {
      await prepare()
      preparedFor = 0
      preparing = (async () => {
        const { starts } = link
        for (const statement of [...listDrops(layout), ...listTables(layout)]) await run(statement)
        preparedFor = starts
        hasLostTables = false
      })().finally(() => (preparing = null))
      await preparing
    },
    async close() {
      await asking.close()
      if (changing !== asking) await changing.close()
    },
  }
}
