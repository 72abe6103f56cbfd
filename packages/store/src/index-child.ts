/**
 * The process that holds chDB and makes its rows: what kills the engine (memory, a bug in native code) kills only this.
 * It answers one message per request and ends with its parent.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createChdbConnection } from 'chdb/connection'
import { type Catalog, openCatalog } from './catalog/catalog.ts'
import { type Batches, type BatchResult, createBatches, type IndexBatch } from './index/batch.ts'
import type { EngineConnection } from './index/connection.ts'
import { createIndexEngine } from './index/engine.ts'
import { openDirectoryReader } from './log/directory.ts'
import { readSignalLanes } from './signal-lane.ts'

type Asked = Parameters<typeof connection.query>[0]

interface Statement {
  readonly op: 'query' | 'command' | 'insert'
  readonly query: string
  readonly params: Record<string, unknown>
  readonly format: NonNullable<NonNullable<Asked['clickhouse_settings']>['default_format']> | ''
  readonly values: string
}
type Request = { readonly id: number } & (Statement | { readonly op: 'index'; readonly batch: IndexBatch } | { readonly op: 'forget-all' })

const dir = process.argv[2]!
mkdirSync(dir, { recursive: true })
writeFileSync(join(dir, 'child.pid'), String(process.pid))
const connection = createChdbConnection({ path: join(dir, 'chdb') })

let opened: Batches | undefined
/** Made at the first batch: by then the catalog is there. */
function openBatches(): Batches {
  const data = dirname(dir)
  const catalog: Catalog = openCatalog(data)
  const log = openDirectoryReader(data)
  // One connection for as long as this process lives. Its types are those of another copy of the client's.
  const engine = createIndexEngine(Object.assign(connection, { starts: 1 }) as unknown as EngineConnection)
  return createBatches({
    engine,
    ask: engine.ask,
    chunksOf: catalog.chunks,
    readSignals: (chunks) => readSignalLanes(log, chunks),
    onNotice: (notice) => void process.send?.({ notice }),
  })
}

async function answer(request: Request): Promise<{ bytes?: Buffer; indexed?: BatchResult }> {
  if (request.op === 'index') return { indexed: await (opened ??= openBatches()).index(request.batch) }
  if (request.op === 'forget-all') {
    await opened?.forgetAll()
    return {}
  }
  const { op, query, params, format, values } = request
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

process.on('message', (request: Request) => {
  answer(request).then(
    (reply) => process.send?.({ id: request.id, ...reply }),
    (error: Error & { code?: string; type?: string }) =>
      process.send?.({ id: request.id, error: { message: error.message, code: error.code, type: error.type } }),
  )
})
process.on('disconnect', () => process.exit(0))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)
process.send?.({ ready: true })
