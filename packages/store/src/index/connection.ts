import { type ChildProcess, fork } from 'node:child_process'
import { Readable } from 'node:stream'
import type { ClickHouseClientConfigOptions } from '@clickhouse/client'
import { childEntry, makeYield } from '../child.ts'
import { StoreError } from '../error.ts'
import type { Batches, BatchResult } from './batch.ts'
import type { ClusterPlace } from '../cluster/place.ts'
import type { ClickHousePlace } from './clickhouse.ts'

type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>
type Asked = Parameters<Connection['query']>[0]

interface Reply {
  readonly ready?: true
  readonly id?: number
  readonly bytes?: Uint8Array
  readonly notice?: string
  readonly indexed?: BatchResult
  readonly error?: { message: string; code?: string; type?: string }
}
interface Waiting {
  resolve(reply: Reply): void
  reject(error: Error): void
}
export interface EngineConnection extends Connection {
  /** How often what it leads to was started. */
  readonly starts: number
}
/** Where the child finds what it makes rows of, and where they go. */
export interface IndexSource {
  /** Null: the child holds a chDB, and statements are for it. */
  readonly clickhouse: ClickHousePlace | null
  /** Null: the log and the catalog are in the data directory. */
  readonly cluster: ClusterPlace | null
}
export interface ChildConnection extends EngineConnection {
  /** What makes rows where the engine is. @see ./batch.ts */
  readonly batches: Batches
  /** Ends the child at once, whatever it is doing; it is started again when it is needed. */
  kill(): void
}

/**
 * A `@clickhouse/client` connection to a chDB in a child process, which is started again when it has died.
 * @param dir where it keeps its own; null: nowhere
 */
export function createChildConnection(dir: string | null, source: IndexSource, onNotice: (text: string) => void): ChildConnection {
  const waiting = new Map<number, Waiting>()
  let child: Promise<ChildProcess> | null = null
  let starts = 0
  let lastId = 0
  let isClosed = false

  const start = (): Promise<ChildProcess> =>
    new Promise((resolve, reject) => {
      starts++
      const { path, execArgv, cwd } = childEntry('index-child')
      const started = fork(path, dir === null ? [] : [dir], {
        execArgv,
        cwd,
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      makeYield(started, 'index')
      let said = ''
      started.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)))
      started.on('message', (reply: Reply) => {
        if (reply.ready) return resolve(started)
        if (reply.notice) return onNotice(reply.notice)
        const request = waiting.get(reply.id!)
        waiting.delete(reply.id!)
        if (reply.error) request?.reject(Object.assign(new Error(reply.error.message), reply.error))
        else request?.resolve(reply)
      })
      started.on('error', reject)
      // Not as an argument: those are seen by everyone on the machine, and this may hold a password.
      started.send(source)
      started.on('exit', (code, signal) => {
        child = null
        const why = `The index process ended (${signal ?? `exit ${code}`})`
        if (!isClosed) onNotice(`${why}; it is started again.${said ? ` It said: ${said.trim()}` : ''}`)
        reject(new StoreError('index-down', `${why}.`))
        for (const request of waiting.values()) request.reject(new StoreError('index-down', `${why}.`))
        waiting.clear()
      })
    })

  const send = async (message: object): Promise<Reply> => {
    if (isClosed) throw new StoreError('closed', 'The store is closed.')
    child ??= start()
    const current = await child.catch((error: unknown) => {
      child = null
      throw error
    })
    const id = ++lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      current.send({ id, ...message }, (error) => {
        if (error && waiting.delete(id)) reject(new StoreError('index-down', 'The index process does not answer.', { cause: error }))
      })
    })
  }
  const call = async (op: 'query' | 'command' | 'insert', asked: Asked, values = ''): Promise<Uint8Array> => {
    const format = String(asked.clickhouse_settings?.['default_format'] ?? '')
    const { bytes } = await send({ op, query: asked.query, params: asked.query_params ?? {}, format, values })
    return bytes ?? new Uint8Array()
  }
  const result = (): { query_id: string; response_headers: Record<string, never>; http_status_code: number } => ({
    query_id: String(lastId),
    response_headers: {},
    http_status_code: 200,
  })

  return {
    get starts() {
      return starts
    },
    batches: {
      index: async (batch) => (await send({ op: 'index', batch })).indexed!,
      async forgetAll() {
        await send({ op: 'forget-all' })
      },
    },
    kill: () => void child?.then((current) => current.kill('SIGKILL')).catch(() => undefined),
    async query(asked) {
      const bytes = await call('query', asked)
      return { stream: Readable.from([Buffer.from(bytes)]), ...result() }
    },
    async exec(asked) {
      if (asked.values === undefined) {
        const bytes = await call('query', asked)
        return { stream: Readable.from([Buffer.from(bytes)]), ...result() }
      }
      await call('insert', asked, await textOf(asked.values))
      return { stream: Readable.from([]), ...result() }
    },
    async command(asked) {
      await call('command', asked)
      return result()
    },
    async insert(asked) {
      await call('insert', asked, await textOf(asked.values))
      return result()
    },
    async ping() {
      try {
        await call('query', { query: 'SELECT 1' })
        return { success: true }
      } catch (error) {
        return { success: false, error: error as Error }
      }
    },
    async close() {
      isClosed = true
      const current = await child?.catch(() => null)
      if (!current || current.exitCode !== null || current.signalCode !== null) return
      await new Promise<void>((resolve) => {
        current.once('exit', () => resolve())
        current.disconnect()
      })
    },
  }
}

async function textOf(values: string | Readable): Promise<string> {
  if (typeof values === 'string') return values
  const parts: Buffer[] = []
  for await (const part of values) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts).toString()
}
