/**
 * The process that holds chDB: what kills the engine (memory, a bug in native code) kills only this.
 * It answers one message per request and ends with its parent. Imports nothing of ours: it is also bundled alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createChdbConnection } from 'chdb/connection'

type Asked = Parameters<typeof connection.query>[0]

interface Request {
  readonly id: number
  readonly op: 'query' | 'command' | 'insert'
  readonly query: string
  readonly params: Record<string, unknown>
  readonly format: NonNullable<NonNullable<Asked['clickhouse_settings']>['default_format']> | ''
  readonly values: string
}

const dir = process.argv[2]!
mkdirSync(dir, { recursive: true })
writeFileSync(join(dir, 'child.pid'), String(process.pid))
const connection = createChdbConnection({ path: join(dir, 'chdb') })

async function answer({ op, query, params, format, values }: Request): Promise<Buffer> {
  if (op === 'insert') {
    await connection.insert({ query, values })
    return Buffer.alloc(0)
  }
  if (op === 'command') {
    await connection.command({ query, query_params: params })
    return Buffer.alloc(0)
  }
  const result = await connection.query({
    query,
    query_params: params,
    ...(format ? { clickhouse_settings: { default_format: format } } : {}),
  })
  const parts: Buffer[] = []
  for await (const part of result.stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

process.on('message', (request: Request) => {
  answer(request).then(
    (bytes) => process.send?.({ id: request.id, bytes }),
    (error: Error & { code?: string; type?: string }) =>
      process.send?.({ id: request.id, error: { message: error.message, code: error.code, type: error.type } }),
  )
})
process.on('disconnect', () => process.exit(0))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)
process.send?.({ ready: true })
