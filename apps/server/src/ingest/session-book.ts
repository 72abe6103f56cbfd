import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Extent } from '@playhead/store'

/** Limits of one session. */
export const sessionLimit = { sizeBytes: 50 << 20, durationMs: 4 * 3_600_000 } as const

export interface OpenSession {
  /** Who began it: the sender's network, kept in memory only. Null: it began elsewhere, or before a restart. */
  network: string | null
  sizeBytes: number
  /** Client clock of its first event, and of its last. */
  firstMs: number
  lastMs: number
  /** When what is stored of it was last asked for: other servers may take its chunks, too. */
  readonly askedMs: number
  /** Signed once, not with every chunk. */
  readonly token: string
}

/** Sessions that send right now, and the tokens by which their pages are known again. */
export interface SessionBook {
  /** The token that later chunks of this session carry. */
  tokenFor(project: string, session: string): string
  isToken(project: string, session: string, token: string): boolean
  find(project: string, session: string): OpenSession | undefined
  /** Remembers what is stored of a session. */
  resume(project: string, session: string, extent: Extent): OpenSession
  /** Remembers an accepted chunk. */
  add(project: string, session: string, chunk: { network: string; sizeBytes: number; baseMs: number; endMs: number }): void
}

export function createSessionBook(secret: Uint8Array, maxSessions = 50_000): SessionBook {
  const open = new Map<string, OpenSession>()
  const sign = (project: string, session: string): string =>
    createHmac('sha256', secret).update(`session\0${project}\0${session}`).digest().subarray(0, 18).toString('base64url')
  const put = (project: string, session: string, entry: OpenSession): OpenSession => {
    const key = `${project} ${session}`
    open.delete(key)
    open.set(key, entry)
    if (open.size > maxSessions) open.delete(open.keys().next().value!)
    return entry
  }
  return {
    tokenFor: (project, session) => open.get(`${project} ${session}`)?.token ?? sign(project, session),
    isToken(project, session, token) {
      // As text, because base64 decodes more than one text to the same bytes.
      const given = Buffer.from(token)
      const right = Buffer.from(open.get(`${project} ${session}`)?.token ?? sign(project, session))
      return given.length === right.length && timingSafeEqual(given, right)
    },
    find: (project, session) => open.get(`${project} ${session}`),
    resume(project, session, extent) {
      const { network = null, token = sign(project, session) } = open.get(`${project} ${session}`) ?? {}
      return put(project, session, { ...extent, network, askedMs: Date.now(), token })
    },
    add(project, session, { network, sizeBytes, baseMs, endMs }) {
      const known = open.get(`${project} ${session}`)
      const found = known ?? { network, sizeBytes: 0, firstMs: baseMs, lastMs: endMs, askedMs: Date.now(), token: sign(project, session) }
      found.network ??= network
      found.sizeBytes += sizeBytes
      found.firstMs = Math.min(found.firstMs, baseMs)
      found.lastMs = Math.max(found.lastMs, endMs)
      put(project, session, found)
    },
  }
}
