import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly code: string
  /** What a refusal says beside its code. */
  readonly detail: string
  readonly token: string
  /** What `Retry-After` says, seconds; null: there is none. */
  readonly retryAfterS: number | null
  readonly tookMs: number
}
/** Sends a body to `POST /i…`, as a page of the site; rejects when the connection fails before there is an answer. */
export interface Post {
  (path: string, body: Uint8Array): Promise<Answer>
  close(): void
  /** Aborted by `close`. */
  readonly closed: AbortSignal
}

/** `origin`: null: sent by no page, as JSON of no said length. */
export function createPost(url: string, origin: string | null = 'https://shop.example.com', maxSockets = 256): Post {
  const agent = new Agent({ keepAlive: true, maxSockets })
  const { hostname, port } = new URL(url)
  const post = (path: string, body: Uint8Array): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const startedMs = performance.now()
      const headers =
        origin === null
          ? { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
          : { origin, 'content-type': 'text/plain', 'content-length': body.length }
      const sent = request({ agent, hostname, port, path, method: 'POST', headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('close', () => {
          if (!response.complete) return reject(new Error('the answer was cut'))
          const retryAfter = response.headers['retry-after']
          const said = readAnswer(Buffer.concat(parts).toString())
          resolve({
            status: response.statusCode!,
            ...said,
            retryAfterS: retryAfter === undefined ? null : Number(retryAfter),
            tookMs: performance.now() - startedMs,
          })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  const closing = new AbortController()
  return Object.assign(post, {
    closed: closing.signal,
    close() {
      closing.abort()
      agent.destroy()
    },
  })
}

function readAnswer(text: string): Pick<Answer, 'code' | 'detail' | 'token'> {
  try {
    const { error, token } = JSON.parse(text) as { error?: { code: string; detail?: string }; token?: string }
    return { code: error?.code ?? '', detail: error?.detail ?? '', token: token ?? '' }
  } catch {
    return { code: '', detail: '', token: '' }
  }
}
