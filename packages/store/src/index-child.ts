/**
 * The process that makes the index's rows, and holds chDB unless they go to a ClickHouse: what kills the engine (memory, a bug in
 * native code) kills only this. It answers one message per request and ends with its parent.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Catalog, openCatalog } from './catalog/catalog.ts'
import { type Batches, type BatchResult, createBatches, type IndexBatch } from './index/batch.ts'
import { type ClickHousePlace, linkClickHouse } from './index/clickhouse.ts'
import type { EngineConnection } from './index/connection.ts'
import { createIndexEngine, type EngineLink, linkConnection } from './index/engine.ts'
import { openDirectoryReader } from './log/directory.ts'
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

const dir = process.argv[2]!
mkdirSync(dir, { recursive: true })
writeFileSync(join(dir, 'child.pid'), String(process.pid))

/** At the first batch the catalog is there. */
function openBatches(link: EngineLink): Batches {
  const data = dirname(dir)
  const catalog: Catalog = openCatalog(data)
  const log = openDirectoryReader(data)
  const engine = createIndexEngine(link)
  return createBatches({
    engine,
    ask: engine.ask,
    chunksOf: catalog.chunks,
    readSignals: (chunks) => readSignalLanes(log, chunks),
    onNotice: (notice) => void process.send?.({ notice }),
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

async function open(clickhouse: ClickHousePlace | null): Promise<(request: Request) => Promise<Reply>> {
  const connection = clickhouse ? null : (await import('chdb/connection')).createChdbConnection({ path: join(dir, 'chdb') })
  // One connection for as long as this process lives. Its types are those of another copy of the client's.
  const link = clickhouse
    ? linkClickHouse(clickhouse)
    : linkConnection(Object.assign(connection!, { starts: 1 }) as unknown as EngineConnection)
  let batches: Batches | undefined
  return async (request) => {
    if (request.op === 'index') return { indexed: await (batches ??= openBatches(link)).index(request.batch) }
    if (request.op === 'forget-all') {
      await batches?.forgetAll()
      return {}
    }
    if (!connection) throw new Error('Statements go to ClickHouse, not here.')
    return runStatement(connection, request)
  }
}

process.once('message', async ({ clickhouse }: { clickhouse: ClickHousePlace | null }) => {
  const answer = await open(clickhouse)
  process.on('message', (request: Request) => {
    answer(request).then(
      (reply) => process.send?.({ id: request.id, ...reply }),
      (error: Error & { code?: string; type?: string }) =>
        process.send?.({ id: request.id, error: { message: error.message, code: error.code, type: error.type } }),
    )
  })
  process.send?.({ ready: true })
})
process.on('disconnect', () => process.exit(0))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)
