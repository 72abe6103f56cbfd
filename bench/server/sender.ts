import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { deflateRawSync } from 'node:zlib'
import { encodeChunk, type PlayheadEvent } from '@playhead/wire'
import { click, keyframe, page, sessionId, start, tabId, viewport } from '../../packages/store/test/fixture.ts'
import { origin } from './way.ts'

/** What a visit sends, made before anything is measured. */
export interface Visit {
  readonly bodies: readonly Uint8Array[]
}
export interface Sender {
  /** Sends one body; resolves to the status and the answer. */
  post(url: string, body: Uint8Array): Promise<{ status: number; text: string }>
  /** Sends a visit's chunks one after the other, each with the token of the answer before. Throws at the first that is refused. */
  sendVisit(url: string, visit: Visit): Promise<void>
  close(): void
}

/** Random text deflates to three quarters: what a page's changes are to the server, bytes that it does not open. */
const noise = randomBytes(3 << 20).toString('base64')
const deflate = async (bytes: Uint8Array): Promise<Uint8Array> => deflateRawSync(bytes, { level: 1 })
/** The one text of the fixture's page: document, html, head, body and p come before it. */
const textId = 6
/** Visits of today: what a server takes may not be from long ago. */
const startMs = Date.now()
let made = 0

/** A visit of `chunks` chunks, each with ten clicks and changes of a page: 20 KB on the wire, or what is asked for. */
export async function createVisit(chunks: number, { chunkBytes = 20_450, ends = false } = {}): Promise<Visit> {
  const session = sessionId(made++, startMs)
  const bodies: Uint8Array[] = []
  for (let seq = 0; seq < chunks; seq++) {
    const at = startMs + seq * 1_000
    const first = seq ? [] : [keyframe(at), start(at), viewport(at, 1400), page(at, 'https://shop.example/cart')]
    const clicks = Array.from({ length: 10 }, (_, i) => click(at + i * 90, { ordinal: seq * 10 + i + 1 }))
    const size = Math.max(1, Math.round((chunkBytes - 350) * 1.32))
    const from = Math.floor(Math.random() * (noise.length - size))
    const changes: PlayheadEvent = { type: 'text', timeMs: at, id: textId, text: noise.slice(from, from + size) }
    const identity = { session, tab: tabId(1), view: tabId(9), seq, baseSeq: 0, last: false, sentMs: at + 1_000 }
    const isEnd = ends && seq === chunks - 1
    const last: PlayheadEvent[] = isEnd ? [{ type: 'end', timeMs: at + 950, reason: 'pagehide' }] : []
    bodies.push(await encodeChunk({ ...identity, last: isEnd }, [...first, changes, ...clicks, ...last], deflate))
  }
  return { bodies }
}

export function createSender(sockets: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  const post = (url: string, body: Uint8Array): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { origin, 'content-type': 'text/plain', 'content-length': body.length }
      const call = request(url, { method: 'POST', agent, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({ status: response.statusCode!, text }))
      })
      call.on('error', reject)
      call.end(body)
    })
  return {
    post,
    async sendVisit(url, { bodies }) {
      let token = ''
      for (const body of bodies) {
        const { status, text } = await post(token ? `${url}&t=${token}` : url, body)
        if (status !== 200) throw new Error(`${url.split('?')[0]} answered ${status}: ${text}`)
        token = url.includes('?') ? (JSON.parse(text) as { token: string }).token : ''
      }
    },
    close: () => agent.destroy(),
  }
}

/** Sends visits, `concurrency` at a time. */
export async function sendVisits(sender: Sender, url: string, visits: readonly Visit[], concurrency: number): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < visits.length) await sender.sendVisit(url, visits[next++]!)
    }),
  )
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!
