import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { deliveryPence, deliveryWays } from './catalogue/delivery.ts'
import { productBySlug, searchProducts } from './catalogue/product.ts'

const bodyLimitBytes = 8_192
const queryLimit = 80
const lineLimit = 20
/** How long the slow answers take: long enough to feel broken, short enough to watch. */
const slowMs = { coupon: 1_300, quote: 900, order: 350 }

interface Reply {
  status: number
  body: unknown
}

const refuse = (status: number, code: string, message: string): Reply => ({ status, body: { error: { code, message } } })
const tell = (body: unknown): Reply => ({ status: 200, body })
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

type Body = { ok: true; value: Record<string, unknown> } | { ok: false; reply: Reply }

async function readBody(request: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    sizeBytes += part.length
    if (sizeBytes > bodyLimitBytes) return { ok: false, reply: refuse(413, 'too-large', 'That is more than this shop takes at once.') }
    parts.push(part)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
    if (isRecord(value)) return { ok: true, value }
  } catch {
    // told below, like every other body that is no object
  }
  return { ok: false, reply: refuse(400, 'bad-body', 'The body must be a JSON object.') }
}

function search(query: URLSearchParams): Reply {
  const words = query.get('q') ?? ''
  if (words.length > queryLimit) return refuse(400, 'too-long', `Search for at most ${queryLimit} letters.`)
  return tell({ slugs: searchProducts(words).map((product) => product.slug) })
}

function stock(query: URLSearchParams): Reply {
  const product = productBySlug(query.get('slug') ?? '')
  if (!product) return refuse(404, 'unknown-product', 'We do not make that.')
  return tell({ left: ((product.reviewCount * 7) % 23) + 2 })
}

async function coupon(body: Record<string, unknown>): Promise<Reply> {
  await wait(slowMs.coupon)
  const code = typeof body['code'] === 'string' ? body['code'].trim().toUpperCase().slice(0, 20) : ''
  if (code === 'TIDE10') return tell({ code, percent: 10 })
  return refuse(404, 'unknown-coupon', 'We do not know that code.')
}

async function quote(body: Record<string, unknown>): Promise<Reply> {
  await wait(slowMs.quote)
  const way = deliveryWays.find((one) => one.id === body['delivery'])
  const goodsPence = body['goodsPence']
  if (!way || typeof goodsPence !== 'number' || !(goodsPence >= 0 && goodsPence < 10_000_000))
    return refuse(400, 'bad-quote', 'Choose one of the ways of delivery.')
  return tell({ pence: deliveryPence(way.id, goodsPence) })
}

async function order(body: Record<string, unknown>): Promise<Reply> {
  await wait(slowMs.order)
  const lines = body['lines']
  if (!Array.isArray(lines) || lines.length === 0) return refuse(400, 'empty-order', 'The basket is empty.')
  if (lines.length > lineLimit) return refuse(400, 'too-many-lines', `An order holds at most ${lineLimit} things.`)
  const isKnown = lines.every(
    (line: unknown) => isRecord(line) && typeof line['slug'] === 'string' && productBySlug(line['slug']) !== undefined,
  )
  if (!isKnown) return refuse(400, 'unknown-product', 'Something in the basket is not sold any more.')
  return tell({ number: `T-${20_500 + Math.floor(Math.random() * 9_000)}` })
}

const reading: Record<string, (query: URLSearchParams) => Reply> = { search, stock }
const writing: Record<string, (body: Record<string, unknown>) => Promise<Reply>> = { coupon, quote, order }

async function replyTo(request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'http://demo.invalid')
  const name = url.pathname.slice('/demo/api/'.length)
  if (Object.hasOwn(reading, name)) {
    if (request.method !== 'GET') return refuse(405, 'wrong-method', 'Ask for this with GET.')
    return reading[name]!(url.searchParams)
  }
  if (Object.hasOwn(writing, name)) {
    if (request.method !== 'POST') return refuse(405, 'wrong-method', 'Send this with POST.')
    const body = await readBody(request)
    return body.ok ? writing[name]!(body.value) : body.reply
  }
  return refuse(404, 'unknown-address', 'The demo shop has no such address.')
}

/** Answers one request under `/demo/api/`. Whatever goes wrong becomes a status and a sentence. */
export async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let reply: Reply
  try {
    reply = await replyTo(request)
  } catch {
    reply = refuse(400, 'bad-request', 'That request cannot be read.')
  }
  if (response.destroyed) return
  const text = JSON.stringify(reply.body)
  response.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    // what is left of an oversized body is not read: the connection ends with the answer
    ...(reply.status === 413 ? { connection: 'close' } : {}),
  })
  response.end(text)
}
