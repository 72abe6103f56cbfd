import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createClient } from '@playhead/api'
import { refuseUnreadable } from './place.ts'

export interface FoundServer {
  readonly url: string
  readonly token: string
  readonly client: Client
}

/** The server that runs on this data directory, by the `control.json` it left there; null when none answers. Throws ApiError `dir-unreadable`. */
export async function findServer(dataDir: string): Promise<FoundServer | null> {
  let control: { url: string; token: string }
  const path = join(dataDir, 'control.json')
  refuseUnreadable(path)
  try {
    control = JSON.parse(readFileSync(path, 'utf8')) as { url: string; token: string }
  } catch {
    return null
  }
  const { url, token } = control
  try {
    const client = createClient({ baseUrl: url, token })
    // Another server may be at this address by now: only ours knows the token.
    await client.projects.list()
    return { url, token, client }
  } catch {
    return null
  }
}
