import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { StoreError } from '../error.ts'
import { type ByteStore, isKey, type StoredObject } from './byte-store.ts'
import { explainS3, readBucket, unreachable } from './s3-address.ts'

export interface S3Options {
  /** How often a request is made before its error counts, and the first pause between, which doubles. */
  readonly attempts?: number
  readonly pauseMs?: number
  /** How long one attempt may take, and all attempts of a request together. */
  readonly patienceMs?: number
  readonly withinMs?: number
  /** How many keys one request lists; no S3 lists more than 1,000. */
  readonly pageKeys?: number
}
/** How a bucket is opened whose requests have to end while somebody waits for the answer. */
export const answerPatience = { patienceMs: 10_000, withinMs: 20_000 } as const
const longestPauseMs = 1_000
const downMs = 2_000

/**
 * Objects in a bucket. Every request may be made again, because an object is whole or not there, and the same one
 * written twice is the same. Conditional writes are never relied on: not every S3 has them.
 */
export function openS3(url: string, options: S3Options = {}): ByteStore {
  // No object takes so long that waiting longer would help.
  const { attempts = 8, pauseMs = 100, patienceMs = 30_000, withinMs = Infinity, pageKeys = 1_000 } = options
  const bucket = readBucket(url)
  const { accessKeyId, secretAccessKey, region } = bucket
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })
  const addressOf = (key: string): string => {
    if (!isKey(key)) throw new StoreError('bad-question', 'No object can have this name.')
    return `${bucket.url}/${bucket.prefix}${key}`
  }

  /** Until then S3 is taken to be down: who asks meanwhile is not kept waiting for what would fail again. */
  let downUntilMs = 0

  /** Resolves with any answer but those that may be another one if asked again. */
  async function ask(address: string, init: RequestInit): Promise<Response> {
    const endMs = Date.now() + withinMs
    for (let attempt = 1; ; attempt++) {
      let why: StoreError
      try {
        const signed = await client.sign(address, init)
        const leftMs = Math.max(1, Math.min(patienceMs, endMs - Date.now()))
        const late = AbortSignal.timeout(leftMs)
        const response = await fetch(signed, { redirect: 'manual', signal: init.signal ? AbortSignal.any([late, init.signal]) : late })
        if (response.status < 500 && response.status !== 429) {
          downUntilMs = 0
          return response
        }
        why = await explainS3(bucket, response)
      } catch (error) {
        init.signal?.throwIfAborted()
        why = unreachable(bucket, error as Error)
      }
      // Half of the pause is left to chance, so that many do not come back at once.
      const pause = Math.min(longestPauseMs, pauseMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)
      if (attempt >= attempts || Date.now() < downUntilMs || Date.now() + pause >= endMs) {
        downUntilMs = Date.now() + downMs
        throw why
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  /** Reads an answer to its end; when it breaks off, the request is made once more. */
  async function load(key: string, headers: Record<string, string>): Promise<{ status: number; bytes: Buffer } | null> {
    for (let attempt = 1; ; attempt++) {
      const response = await ask(addressOf(key), { headers })
      try {
        if (response.status === 404) return await noneOr(response)
        if (!response.ok && response.status !== 416) throw await explainS3(bucket, response)
        return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
      } catch (error) {
        if (error instanceof StoreError) throw error
        if (attempt >= attempts) throw unreachable(bucket, error as Error)
      }
    }
  }
  /** An object that is not there is an answer; a bucket that is not there is an error. */
  async function noneOr(response: Response): Promise<null> {
    const error = await explainS3(bucket, response)
    if (error.message.includes('NoSuchBucket')) throw error
    return null
  }

  async function size(key: string): Promise<number | null> {
    const response = await ask(addressOf(key), { method: 'HEAD' })
    if (response.status === 404) return null
    if (!response.ok) throw await explainS3(bucket, response)
    return Number(response.headers.get('content-length'))
  }

  /** The pages of a listing, as XML. */
  async function* pages(prefix: string): AsyncGenerator<string> {
    let next: string | undefined
    do {
      const query = new URLSearchParams({ 'list-type': '2', 'max-keys': String(pageKeys), prefix: bucket.prefix + prefix })
      if (next !== undefined) query.set('continuation-token', next)
      const response = await ask(`${bucket.url}?${query.toString()}`, {})
      if (!response.ok) throw await explainS3(bucket, response)
      const text = await response.text()
      yield text
      next = /<NextContinuationToken>([^<]*)</.exec(text)?.[1]?.replaceAll('&amp;', '&')
    } while (next !== undefined)
  }

  async function* objects(prefix: string): AsyncGenerator<StoredObject> {
    for await (const page of pages(prefix))
      for (const [, entry] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
        const textOf = (name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(entry!)?.[1] ?? ''
        const key = textOf('Key').slice(bucket.prefix.length)
        yield { key, sizeBytes: Number(textOf('Size')), storedMs: Date.parse(textOf('LastModified')) }
      }
  }

  return {
    isRemote: true,
    size,
    objects,
    async put(key, parts, signal) {
      const body = parts.length === 1 ? new Uint8Array(parts[0]!) : Buffer.concat(parts)
      const hash = createHash('sha256').update(body).digest('hex')
      // Signed with its hash, so that what is damaged on the way is refused.
      const headers = { 'x-amz-content-sha256': hash }
      const response = await ask(addressOf(key), { method: 'PUT', body, headers, ...(signal ? { signal } : {}) })
      if (!response.ok) throw await explainS3(bucket, response)
      await response.arrayBuffer()
    },
    get: async (key) => (await load(key, {}))?.bytes ?? null,
    async read(key, at, sizeBytes) {
      if (sizeBytes === 0) return (await size(key)) === null ? null : Buffer.alloc(0)
      const found = await load(key, { range: `bytes=${at}-${at + sizeBytes - 1}` })
      if (!found) return null
      if (found.status === 416) return Buffer.alloc(0)
      return found.status === 206 ? found.bytes : found.bytes.subarray(at, at + sizeBytes)
    },
    async delete(key) {
      const response = await ask(addressOf(key), { method: 'DELETE' })
      if (response.status === 404) return void (await noneOr(response))
      if (!response.ok) throw await explainS3(bucket, response)
    },
    async *list(prefix) {
      for await (const { key } of objects(prefix)) yield key
    },
    tidy: async () => undefined,
  }
}
