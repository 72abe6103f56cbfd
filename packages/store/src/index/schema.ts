/** Safe on a crash of the machine, and an insert under a known token is not done twice. @see docs/storage-format.md#L12 */
const durable = 'fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000'

/** Ids and texts make most of an event's bytes, and the default (LZ4) can't take the bits out that base64 wastes. */
const squeezed = 'session String,tab String,seq UInt32,name String,url String,value Float64,text String'
  .split(',')
  .map((column) => `${column} CODEC(ZSTD(1))`)

export const tables: readonly string[] = ['playhead.events', 'playhead.signals', 'playhead.sessions']

export const schema: readonly string[] = [
  'CREATE DATABASE IF NOT EXISTS playhead',
  // Facts, never changed: one row per stored event that questions are asked about.
  `CREATE TABLE IF NOT EXISTS playhead.events (
     project LowCardinality(String), type LowCardinality(String), page LowCardinality(String), device LowCardinality(String),
     time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)), ${squeezed.slice(0, 3).join(', ')},
     key LowCardinality(String), tag LowCardinality(String), interactive UInt8, relX Float32, relY Float32, status UInt16, ${squeezed.slice(3).join(', ')}
   ) ENGINE = MergeTree PARTITION BY toYYYYMM(time) ORDER BY (project, type, page, device, time) SETTINGS ${durable}`,
  // Of tables that are older than the codecs: what is written from now on, and what is merged.
  `ALTER TABLE playhead.events ${squeezed.map((column) => `MODIFY COLUMN ${column}`).join(', ')}`,
  // Derived, replaced when a session goes on; the count of a rage click may grow.
  `CREATE TABLE IF NOT EXISTS playhead.signals (
     project LowCardinality(String), kind LowCardinality(String), page LowCardinality(String), device LowCardinality(String),
     session String, tab String, time DateTime64(3, 'UTC'), key String, name String, count UInt32, severity UInt8,
     present UInt8, version UInt64
   ) ENGINE = ReplacingMergeTree(version) ORDER BY (project, kind, page, device, session, tab, time, key) SETTINGS ${durable}`,
  `CREATE TABLE IF NOT EXISTS playhead.sessions (
     project LowCardinality(String), day Date, session String,
     started DateTime64(3, 'UTC'), received DateTime64(3, 'UTC'), ended UInt8, durationMs UInt64, activeMs UInt64,
     device LowCardinality(String), browser LowCardinality(String), os LowCardinality(String), language LowCardinality(String),
     source LowCardinality(String), medium LowCardinality(String), campaign LowCardinality(String), returning UInt8,
     visitor String, isNamed UInt8, user String, entry LowCardinality(String), exit LowCardinality(String),
     pages Array(LowCardinality(String)), counts Map(LowCardinality(String), UInt32), variants Map(String, String), traits String,
     friction UInt8, row String CODEC(ZSTD(3)), version UInt64
   ) ENGINE = ReplacingMergeTree(version) ORDER BY (project, day, session) SETTINGS ${durable}`,
]
