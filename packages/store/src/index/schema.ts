import { StoreError } from '../error.ts'
import { type DataTable, dataTables, type IndexLayout, type IndexTable, localTable, onCluster, storedTable } from './layout.ts'

interface TableText {
  readonly columns: string
  /** The engine without what makes it replicated: `MergeTree`, `ReplacingMergeTree(version)`. */
  readonly engine: string
  readonly order: string
  /** What decides on which servers of a cluster a row is; all of a session are on the same, so that they can be asked about there. */
  readonly shardBy: string
}

/** As long as an outage may last, in seconds: a batch that is done again after it must still be known. */
const rememberedS = 30 * 86_400

/** Safe on a crash of the machine, and an insert under a known token is not done twice. @see docs/storage-format.md#L12 */
const settingsOf = ({ cluster }: IndexLayout): string =>
  `fsync_after_insert = 1, fsync_part_directory = 1, ${
    cluster === undefined
      ? 'non_replicated_deduplication_window = 1000'
      : `replicated_deduplication_window = 1000, replicated_deduplication_window_seconds = ${rememberedS}`
  }`

/** A table; on a cluster one on each server, replicated within its shard, and one over all of them. */
function createTable(layout: IndexLayout, name: IndexTable, { columns, engine, order, shardBy }: TableText): readonly string[] {
  const { cluster } = layout
  const stored = `CREATE TABLE IF NOT EXISTS ${storedTable(layout, name)} (${columns})
   ENGINE = ${cluster === undefined ? '' : 'Replicated'}${engine} ${order} SETTINGS ${settingsOf(layout)}`
  if (cluster === undefined) return [stored]
  return [
    stored,
    `CREATE TABLE IF NOT EXISTS playhead.${name}${onCluster(layout)} AS playhead.${localTable(layout, name)}
   ENGINE = Distributed('${cluster}', '${layout.database}', '${localTable(layout, name)}', cityHash64(${shardBy}))`,
  ]
}

/** What is there before all versions, and never changes: the table that says which version the others have. */
export const listFoundation = (layout: IndexLayout): readonly string[] =>
  createTable(layout, 'about', {
    columns: 'name String, value String, version UInt64',
    engine: 'ReplacingMergeTree(version)',
    order: 'ORDER BY name',
    shardBy: 'name',
  })

/** Ids and texts make most of an event's bytes, and the default (LZ4) can't take the bits out that base64 wastes. */
const squeezed = 'session String, tab String, seq UInt32, name String, url String, value Float64, text String'.split(', ')

/**
 * Numbered, forward only: step n takes the tables from version n to n + 1. Each may be done again, as after a crash in its middle.
 * @see docs/storage-format.md#L27
 */
const migrations: readonly ((layout: IndexLayout) => readonly string[])[] = [
  // Tables of before versions were numbered are these.
  (layout) => [
    // Facts, never changed: one row per stored event that questions are asked about.
    ...createTable(layout, 'events', {
      columns: `
     project LowCardinality(String), type LowCardinality(String), page LowCardinality(String), device LowCardinality(String),
     time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)), session String, tab String, seq UInt32,
     key LowCardinality(String), tag LowCardinality(String), interactive UInt8, relX Float32, relY Float32, status UInt16,
     name String, url String, value Float64, text String`,
      engine: 'MergeTree',
      order: 'PARTITION BY toYYYYMM(time) ORDER BY (project, type, page, device, time)',
      shardBy: 'session',
    }),
    // Derived, replaced when a session goes on; the count of a rage click may grow.
    ...createTable(layout, 'signals', {
      columns: `
     project LowCardinality(String), kind LowCardinality(String), page LowCardinality(String), device LowCardinality(String),
     session String, tab String, time DateTime64(3, 'UTC'), key String, name String, count UInt32, severity UInt8,
     present UInt8, version UInt64`,
      engine: 'ReplacingMergeTree(version)',
      order: 'ORDER BY (project, kind, page, device, session, tab, time, key)',
      shardBy: 'session',
    }),
    ...createTable(layout, 'sessions', {
      columns: `
     project LowCardinality(String), day Date, session String,
     started DateTime64(3, 'UTC'), received DateTime64(3, 'UTC'), ended UInt8, durationMs UInt64, activeMs UInt64,
     device LowCardinality(String), browser LowCardinality(String), os LowCardinality(String), language LowCardinality(String),
     source LowCardinality(String), medium LowCardinality(String), campaign LowCardinality(String), returning UInt8,
     visitor String, isNamed UInt8, user String, entry LowCardinality(String), exit LowCardinality(String),
     pages Array(LowCardinality(String)), counts Map(LowCardinality(String), UInt32), variants Map(String, String), traits String,
     friction UInt8, row String CODEC(ZSTD(3)), version UInt64`,
      engine: 'ReplacingMergeTree(version)',
      order: 'ORDER BY (project, day, session)',
      shardBy: 'session',
    }),
  ],
  (layout) => [
    `ALTER TABLE ${storedTable(layout, 'events')} ${squeezed.map((column) => `MODIFY COLUMN ${column} CODEC(ZSTD(1))`).join(', ')}`,
  ],
]

/** Something that tables have since a later code, and that an earlier one does not notice: it goes on reading and writing them. */
export interface Addition {
  /** Whose last statement makes `column`: on a cluster in the table over all servers. Once it is there, all of the addition is. */
  readonly table: DataTable
  readonly column: string
  /** Each may be done again. */
  readonly statements: readonly string[]
}

/**
 * What tables get without a new version, so that an earlier code can be gone back to. A row says by its `additions` how many of these
 * whoever made it knew; what a later one would have held must be asked of the events (`question/filter-sql.ts`).
 * @see docs/storage-format.md#L27
 */
const additions: readonly ((layout: IndexLayout) => Addition)[] = [
  (layout) => ({
    table: 'sessions',
    column: 'additions',
    statements: [
      // By start there is no order, but days have one, and most sessions begin on theirs: the newest are found without reading all.
      `ALTER TABLE ${storedTable(layout, 'sessions')} ADD INDEX IF NOT EXISTS by_start started TYPE minmax GRANULARITY 1`,
      `ALTER TABLE ${storedTable(layout, 'sessions')} MATERIALIZE INDEX by_start`,
      ...addColumn(layout, 'sessions', 'clicked Array(LowCardinality(String))'),
      ...addColumn(layout, 'sessions', 'additions UInt8'),
    ],
  }),
]

/** How many additions a row that is made now has. */
export const knownAdditions: number = additions.length

export const listAdditions = (layout: IndexLayout): readonly Addition[] => additions.map((addition) => addition(layout))

/** On a cluster the table over all servers has columns of its own, added last: what it names must be there. */
function addColumn(layout: IndexLayout, table: DataTable, column: string): readonly string[] {
  const stored = storedTable(layout, table)
  const gathered = layout.cluster === undefined ? [] : [`playhead.${table}${onCluster(layout)}`]
  return [stored, ...gathered].map((each) => `ALTER TABLE ${each} ADD COLUMN IF NOT EXISTS ${column}`)
}

/** All that makes the tables, on nothing. */
export const listTables = (layout: IndexLayout): readonly string[] => [
  ...listMigrations(layout).flat(),
  ...listAdditions(layout).flatMap(({ statements }) => statements),
]

/** The version that these steps lead to. */
export const latestVersion: number = migrations.length

/** Throws StoreError `newer-data` for tables of a version that this code does not know. */
export function refuseLater(version: number): void {
  if (version > latestVersion)
    throw new StoreError(
      'newer-data',
      `The index was written by a later version of Playhead (data ${version}, this code ${latestVersion}). Update Playhead.`,
    )
}

/** The statements of each step. */
export const listMigrations = (layout: IndexLayout): readonly (readonly string[])[] => migrations.map((step) => step(layout))

/** Removes all rows, and what the engine remembers of the tokens they were inserted under. */
export const listDrops = (layout: IndexLayout): readonly string[] =>
  dataTables.flatMap((table) => [
    ...(layout.cluster === undefined ? [] : [`DROP TABLE IF EXISTS playhead.${table}${onCluster(layout)} SYNC`]),
    `DROP TABLE IF EXISTS ${storedTable(layout, table)} SYNC`,
  ])
