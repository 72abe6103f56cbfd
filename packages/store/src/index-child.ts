/**
 * The process that makes the index's rows, and holds chDB unless they go to a ClickHouse: what kills the engine (memory, a bug in
 * native code) kills only this. It answers one message per request and ends with its parent.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isUpTo, openCatalog } from './catalog/sqlite.ts'
import { type Batches, type BatchResult, createBatches, type IndexBatch } from './index/batch.ts'
import { openS3 } from './bytes/s3.ts'
import { findIndexedChunks } from './cluster/index-queue.ts'
import type { ClusterPlace } from './cluster/place.ts'
import { createRegister } from './cluster/register.ts'
import { linkClickHouse } from './index/clickhouse.ts'
import type { EngineConnection, IndexSource } from './index/connection.ts'
import { createIndexEngine, type EngineLink, linkConnection } from './index/engine.ts'
import { endLeftOver } from './index/left-over.ts'
import { openDirectoryReader } from './log/directory.ts'
import { openS3Reader } from './log/s3-reader.ts'
import { connectPostgres } from './metadata/postgres.ts'
import { readSignalLanes } from './signal-lane.ts'

type Chdb = ReturnType<typeof import('chdb/connection').createChdbConnection>
type Asked = Parameters<Chdb['query']>[0]

interface Statement {
  readonly op: 'query' | 'command' | 'insert'
  readonly query: string
  readonly params: Record<string, unknown>
  readonly format: NonNullable<NonNullable<Asked['clickhouse_settings']>['default_format']> | ''
  readonly values: string
}
type Request = { readonly id: number } & (Statement | { readonly op: 'index'; readonly batch: IndexBatch } | { readonly op: 'forget-all' })
type Reply = { readonly bytes?: Buffer; readonly indexed?: BatchResult }

// Not by an exit: chDB's threads may wait for each other for ever at that, and go on holding the index. Nothing is left to be written.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)

/** Undefined in a cluster: nothing of it is in a directory. */
const dir = process.argv[2]
if (dir !== undefined) {
  const pidFile = join(dir, 'child.pid')
  mkdirSync(dir, { recursive: true })
  // Whoever started this holds the data directory, or is gone, which shows before the first turn is over.
  await new Promise(setImmediate)
  if (!(await endLeftOver(pidFile, dir))) process.stderr.write(`The process in ${pidFile}, of a server before, does not end. `)
  writeFileSync(pidFile, String(process.pid))
}

const onNotice = (notice: string): void => void process.send?.({ notice })

/** At the first batch the catalog is there. */
function openDirectoryBatches(data: string, link: EngineLink): Batches {
  const catalog = openCatalog(data)
  const log = openDirectoryReader(data)
  const engine = createIndexEngine(link)
  return createBatches({
    engine,
    ask: engine.ask,
    async indexedChunks(project, session, indexed) {
      return (await catalog.chunks(project, session)).filter(({ file, chunkAt }) => isUpTo({ file, at: chunkAt }, indexed!))
    },
    readSignals: (chunks) => readSignalLanes(log, chunks),
    onNotice,
  })
}

async function openClusterBatches({ postgresUrl, s3Url }: ClusterPlace, link: EngineLink): Promise<Batches> {
  const { db } = await connectPostgres(postgresUrl, onNotice)
  const log = openS3Reader({ bytes: openS3(s3Url), keys: createRegister(db) })
  const engine = createIndexEngine(link)
  return createBatches({
    engine,
    ask: engine.ask,
    indexedChunks: (project, session) => findIndexedChunks(db, project, session),
    readSignals: (chunks) => readSignalLanes(log, chunks),
    onNotice,
  })
}

async function runStatement(connection: Chdb, { op, query, params, format, values }: Statement): Promise<Reply> {
  if (op === 'insert') {
    await connection.insert({ query, values })
    return {}
  }
  if (op === 'command') {
    await connection.command({ query, query_params: params })
    return {}
  }
  const result = await connection.query({
    query,
    query_params: params,
    ...(format ? { clickhouse_settings: { default_format: format } } : {}),
  })
  const parts: Buffer[] = []
  for await (const part of result.stream) parts.push(part as Buffer)
  return { bytes: Buffer.concat(parts) }
}

async function open({ clickhouse, cluster }: IndexSource): Promise<(request: Request) => Promise<Reply>> {
  const connection = clickhouse ? null : (await import('chdb/connection')).createChdbConnection({ path: join(dir!, 'chdb') })
  // One connection for as long as this process lives. Its types are those of another copy of the client's.
  const link = clickhouse
    ? linkClickHouse(clickhouse)
    : linkConnection(Object.assign(connection!, { starts: 1 }) as unknown as EngineConnection)
  let batches: Promise<Batches> | undefined
  const openBatches = async (): Promise<Batches> =>
    cluster ? openClusterBatches(cluster, link) : openDirectoryBatches(dirname(dir!), link)
  return async (request) => {
    if (request.op === 'index') return { indexed: await (await (batches ??= openBatches())).index(request.batch) }
    if (request.op === 'forget-all') {
      await (await batches)?.forgetAll()
      return {}
    }
    if (!connection) throw new Error('Statements go to ClickHouse, not here.')
    return runStatement(connection, request)
  }
}

process.once('message', async (source: IndexSource) => {
  const answer = await open(source)
  process.on('message', (request: Request) => {
    answer(request).then(
      (reply) => process.send?.({ id: request.id, ...reply }),
      (error: Error & { code?: string; type?: string }) =>
        process.send?.({ id: request.id, error: { message: error.message, code: error.code, type: error.type } }),
    )
  })
  process.send?.({ ready: true })
})
