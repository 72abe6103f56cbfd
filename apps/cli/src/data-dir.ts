import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ApiError, type Client, createClient } from '@playhead/api'
import { type Metadata, openMetadata } from '@playhead/store'

export const dataDir = (): string => resolve(process.env['PLAYHEAD_DATA']?.trim() || './data')

/** Projects and tokens, straight from SQLite: works with and without a running server. */
export async function withMetadata<T>(use: (metadata: Metadata) => Promise<T>): Promise<T> {
  const metadata = await openMetadata({ dir: dataDir() })
  try {
    return await use(metadata)
  } finally {
    await metadata.close()
  }
}

interface Control {
  readonly port: number
  readonly token: string
}

/** The server that holds this data directory, by the note it left there; null when none runs. */
export async function findServer(): Promise<{ client: Client; url: string } | null> {
  const path = join(dataDir(), 'control.json')
  if (!existsSync(path)) return null
  const { port, token } = JSON.parse(readFileSync(path, 'utf8')) as Control
  const url = `http://127.0.0.1:${port}`
  try {
    if (!(await fetch(`${url}/health`, { signal: AbortSignal.timeout(3_000) })).ok) return null
  } catch {
    return null
  }
  return { client: createClient({ baseUrl: url, token }), url }
}

/** The running server's client. Throws ApiError `server-unreachable` when there is none. */
export async function connect(): Promise<Client> {
  const server = await findServer()
  if (!server) throw new ApiError('server-unreachable', `None runs on ${dataDir()}. Start it with npm start.`)
  return server.client
}
