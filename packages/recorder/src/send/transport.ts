import { native } from '../native.ts'
import type { Page } from '../scope.ts'
import { exitBytes } from './chunker.ts'

export interface Transport {
  send(chunk: Uint8Array<ArrayBuffer>, isLeaving: boolean): void
  upload(hash: string, mime: string, bytes: Uint8Array<ArrayBuffer>): void
  stop(): void
}

export interface TransportOptions {
  readonly window: Page
  readonly host: string
  readonly key: string
  token(): string | undefined
  onToken(token: string): void
  onWant(hashes: readonly string[]): void
  /** The server will take nothing more: why. */
  onRefused(code: string): void
  /** A chunk was given up. */
  onLost(): void
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
  const waiting: Uint8Array<ArrayBuffer>[] = []
  /** Chunks that were handed to the browser to outlive the page. */
  const blind = new Set<Uint8Array>()
  let isSending = false
  let isStopped = false
  let failures = 0

  const address = (): string => {
    const token = options.token()
    return `${options.host}/i?k=${encodeURIComponent(options.key)}${token ? `&t=${encodeURIComponent(token)}` : ''}`
  }
  const post = (chunk: Uint8Array<ArrayBuffer>, keepalive: boolean): Promise<Response> =>
    fetchNatively(address(), {
      method: 'POST',
      body: chunk,
      headers: { 'Content-Type': 'text/plain' },
      credentials: 'omit',
      keepalive,
      priority: 'low',
    })

  function drop(chunk: Uint8Array<ArrayBuffer>): void {
    const at = waiting.indexOf(chunk)
    if (at >= 0) waiting.splice(at, 1)
    blind.delete(chunk)
  }
  async function work(): Promise<void> {
    if (isSending || isStopped) return
    isSending = true
    while (waiting.length && !isStopped) {
      const chunk = waiting[0]!
      const pauseMs = await attempt(chunk)
      if (pauseMs === 0) {
        failures = 0
        drop(chunk)
      } else {
        failures++
        await new Promise((resolve) => void setTimer(resolve, pauseMs))
      }
    }
    isSending = false
  }
  /** Resolves to 0 when the chunk is done with, else to how long to wait. */
  async function attempt(chunk: Uint8Array<ArrayBuffer>): Promise<number> {
    const backoffMs = Math.min(maxRetryMs, 1000 * 2 ** failures) * (0.5 + Math.random())
    try {
      const response = await post(chunk, false)
      if (response.ok) {
        const answer = (await response.json()) as { token?: string; want?: string[] }
        if (answer.token) options.onToken(answer.token)
        if (answer.want?.length) options.onWant(answer.want)
        return 0
      }
      if (response.status === 429 || response.status >= 500) {
        const seconds = Number(response.headers.get('retry-after'))
        return seconds > 0 ? Math.min(seconds * 1000, 10 * maxRetryMs) * (1 + Math.random() / 4) : backoffMs
      }
      if (response.status === 401 || response.status === 403) {
        const found = (await response.json().catch(() => null)) as { error?: { code?: string } } | null
        isStopped = true
        options.onRefused(found?.error?.code ?? String(response.status))
      } else options.onLost()
      return 0
    } catch {
      return backoffMs
    }
  }
  return {
    send(chunk, isLeaving) {
      if (isStopped) return
      waiting.push(chunk)
      let bytes = 0
      for (const { length } of waiting) bytes += length
      while (bytes > maxWaiting && waiting.length > 1) {
        bytes -= waiting.splice(isSending ? 1 : 0, 1)[0]!.length
        options.onLost()
      }
      if (isLeaving) {
        // What is in flight dies with the page: sent again, it is a duplicate at worst.
        let room = exitBytes
        for (const found of waiting) {
          if (found.length > room) break
          room -= found.length
          if (blind.has(found)) continue
          blind.add(found)
          void post(found, true).then(
            (response) => response.ok && drop(found),
            () => undefined,
          )
        }
        // Still here after a while, the queue confirms what was sent blindly.
        setTimer(() => void work(), 2000)
      } else void work()
    },
    upload(hash, mime, bytes) {
      const query = `k=${encodeURIComponent(options.key)}&h=${hash}&m=${encodeURIComponent(mime)}`
      void fetchNatively(`${options.host}/i/asset?${query}`, {
        method: 'POST',
        body: bytes,
        headers: { 'Content-Type': 'text/plain' },
        credentials: 'omit',
      }).catch(() => undefined)
    },
    stop() {
      isStopped = true
      waiting.length = 0
    },
  }
}
