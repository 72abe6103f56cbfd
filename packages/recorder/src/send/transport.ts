import { native } from '../native.ts'
import type { Page } from '../scope.ts'
import type { Bytes, Upload } from './asset.ts'
import { exitBytes } from './chunker.ts'

export interface Transport {
  /** Each chunk goes with its own session's token. */
  send(chunk: Bytes, session: string, isLeaving: boolean): void
  readonly upload: Upload
  /** Gives up what waits. */
  drop(): void
  stop(): void
}

export interface TransportOptions {
  readonly window: Page
  readonly host: string
  readonly key: string
  token(session: string): string | undefined
  onToken(session: string, token: string): void
  /** The server has a chunk, and lacks these of its assets. */
  onAnswer(chunk: Bytes, want: readonly string[]): void
  /** The server will take nothing more: why. */
  onRefused(code: string): void
  /**
   * A chunk was given up. `code`: why the server refused it; absent where there was no room for it, told when the
   * server answers again.
   */
  onLost(code?: string): void
}

interface Letter {
  readonly chunk: Bytes
  readonly session: string
}

/** How much waits for a server that does not answer. */
const maxWaiting = 5 << 20
const maxRetryMs = 60_000

/**
 * Sends chunks one after the other. Overload and lost networks are waited out, with growing, jittered pauses and as
 * `Retry-After` says; any other refusal is final for its chunk.
 */
export function createTransport(options: TransportOptions): Transport {
  const fetchNatively = native(options.window, 'fetch')
  const setTimer = native(options.window, 'setTimeout')
  const waiting: Letter[] = []
  /** Chunks that were handed to the browser to outlive the page. */
  const blind = new Set<Uint8Array>()
  let isSending = false
  let isStopped = false
  let failures = 0
  let hasGap = false

  const address = (session: string): string => {
    const token = options.token(session)
    return `${options.host}/i?k=${encodeURIComponent(options.key)}${token ? `&t=${encodeURIComponent(token)}` : ''}`
  }
  const post = (url: string, body: Bytes, keepalive: boolean): Promise<Response> =>
    fetchNatively(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/plain' },
      credentials: 'omit',
      keepalive,
      priority: 'low',
    })

  function drop(chunk: Bytes): void {
    const at = waiting.findIndex((letter) => letter.chunk === chunk)
    if (at >= 0) waiting.splice(at, 1)
    blind.delete(chunk)
  }
  async function work(): Promise<void> {
    if (isSending || isStopped) return
    isSending = true
    while (waiting.length && !isStopped) {
      const letter = waiting[0]!
      const pauseMs = await attempt(letter)
      if (pauseMs === 0) {
        failures = 0
        drop(letter.chunk)
      } else {
        failures++
        await new Promise((resolve) => void setTimer(resolve, pauseMs))
      }
    }
    isSending = false
  }
  async function read({ chunk, session }: Letter, response: Response): Promise<void> {
    const answer = (await response.json()) as { token?: string; want?: string[] }
    if (answer.token) options.onToken(session, answer.token)
    options.onAnswer(chunk, answer.want ?? [])
    if (!hasGap) return
    hasGap = false
    options.onLost()
  }
  /** Resolves to 0 when the chunk is done with, else to how long to wait. */
  async function attempt(letter: Letter): Promise<number> {
    const backoffMs = Math.min(maxRetryMs, 1000 * 2 ** failures) * (0.5 + Math.random())
    try {
      const response = await post(address(letter.session), letter.chunk, false)
      if (response.ok) {
        await read(letter, response)
        return 0
      }
      if (response.status === 429 || response.status >= 500) {
        const seconds = Number(response.headers.get('retry-after'))
        return seconds > 0 ? Math.min(seconds * 1000, 10 * maxRetryMs) * (1 + Math.random() / 4) : backoffMs
      }
      const found = (await response.json().catch(() => null)) as { error?: { code?: string } } | null
      const code = found?.error?.code ?? String(response.status)
      if (response.status === 401 || response.status === 403) {
        isStopped = true
        options.onRefused(code)
      } else options.onLost(code)
      return 0
    } catch {
      return backoffMs
    }
  }
  return {
    send(chunk, session, isLeaving) {
      if (isStopped) return
      waiting.push({ chunk, session })
      let bytes = 0
      for (const letter of waiting) bytes += letter.chunk.length
      while (bytes > maxWaiting && waiting.length > 1) {
        bytes -= waiting.splice(isSending ? 1 : 0, 1)[0]!.chunk.length
        // A new keyframe now would only push out more of what waits.
        hasGap = true
      }
      if (isLeaving) {
        // What is in flight dies with the page: sent again, it is a duplicate at worst.
        let room = exitBytes
        for (const letter of waiting) {
          const { chunk: found } = letter
          if (found.length > room) break
          room -= found.length
          if (blind.has(found)) continue
          blind.add(found)
          void post(address(letter.session), found, true).then(
            (response) => {
              if (!response.ok) return
              drop(found)
              void read(letter, response).catch(() => undefined)
            },
            () => undefined,
          )
        }
        // Still here after a while, the queue confirms what was sent blindly.
        setTimer(() => void work(), 2000)
      } else void work()
    },
    async upload(hash, mime, body, keepalive) {
      const query = `k=${encodeURIComponent(options.key)}&h=${hash}&m=${encodeURIComponent(mime)}`
      try {
        return !isStopped && (await post(`${options.host}/i/asset?${query}`, body, keepalive)).ok
      } catch {
        return false
      }
    },
    drop() {
      waiting.length = 0
    },
    stop() {
      isStopped = true
      waiting.length = 0
    },
  }
}
