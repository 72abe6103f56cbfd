import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDemoShop } from './build.ts'
import { createDemoHandler } from './serve.ts'

let dir = ''
let server: Server
let base = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'demo-shop-'))
  await buildDemoShop(dir)
  const handle = createDemoHandler({ distDir: dir, snippet: '<script data-test="$& snippet"></script>' })
  server = createServer((request, response) => {
    if (!handle(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)

afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await rm(dir, { recursive: true, force: true })
})

/** A request whose path is sent exactly as written: fetch would tidy it. */
function rawStatus(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(base, { path }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

const post = (name: string, body: string): Promise<Response> => fetch(`${base}/demo/api/${name}`, { method: 'POST', body })

describe('files', () => {
  it('leaves other addresses alone', async () => {
    expect((await fetch(`${base}/`)).status).toBe(418)
    expect((await fetch(`${base}/demolition`)).status).toBe(418)
  })

  it.each(['/demo/', '/demo/product/squall-jacket', '/demo/checkout/payment', '/demo/delivery.html'])(
    'puts the snippet into %s',
    async (path) => {
      const response = await fetch(base + path)
      const html = await response.text()
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(html).toContain('<script data-test="$& snippet"></script>')
      expect(html).not.toContain('<!-- playhead -->')
      expect(html).not.toContain('{{')
    },
  )

  it('serves every address its documents name, with its type, hashed ones for ever', async () => {
    const html = await (await fetch(`${base}/demo/`)).text()
    const paths = [...html.matchAll(/(?:src|href)="(\/demo\/[^"]+\.(?:js|css|svg))"/g)].map((match) => match[1]!)
    expect(paths).toHaveLength(3)
    for (const path of paths) {
      const response = await fetch(base + path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(
        path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'image/svg+xml',
      )
      expect(response.headers.get('cache-control')).toBe(
        path.endsWith('.svg') ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
      )
    }
    const picture = new Uint8Array(await (await fetch(`${base}/demo/images/seascape.png`)).arrayBuffer())
    expect(Buffer.from(picture.slice(1, 4)).toString()).toBe('PNG')
  })

  it('has no file it does not have', async () => {
    expect((await fetch(`${base}/demo/app-00000000.js`)).status).toBe(404)
    expect((await fetch(`${base}/demo/images/none.svg`)).status).toBe(404)
  })

  it.each([
    '/demo/..%2f..%2fpackage.json',
    '/demo/%2e%2e/%2e%2e/etc/passwd',
    '/demo/images/../../package.json',
    '/demo/..\\..\\package.json',
    '/demo/%zz',
    '/demo/%c0%ae%c0%ae/x',
  ])('refuses %s', async (path) => {
    expect(await rawStatus(path)).toBe(400)
  })

  it('sends /demo on, allows reading only, and says when it is not built', async () => {
    const moved = await fetch(`${base}/demo?utm_source=x`, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([308, '/demo/?utm_source=x'])
    expect((await fetch(`${base}/demo/cart`, { method: 'POST' })).status).toBe(405)
    const head = await fetch(`${base}/demo/`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})

describe('api', () => {
  it('searches, within limits', async () => {
    const found = (await (await fetch(`${base}/demo/api/search?q=wool+jumper`)).json()) as { slugs: string[] }
    expect(found.slugs).toEqual(['pilot-jumper'])
    expect(((await (await fetch(`${base}/demo/api/search?q=umbrella`)).json()) as { slugs: string[] }).slugs).toEqual([])
    expect((await fetch(`${base}/demo/api/search?q=${'a'.repeat(81)}`)).status).toBe(400)
  })

  it('refuses what is no order, with a code', async () => {
    const cases: [string, number, string][] = [
      ['not json', 400, 'bad-body'],
      ['[]', 400, 'bad-body'],
      ['{"lines":[]}', 400, 'empty-order'],
      ['{"lines":[{"slug":"__proto__"}]}', 400, 'unknown-product'],
      [JSON.stringify({ lines: Array.from({ length: 21 }, () => ({ slug: 'galley-mug' })) }), 400, 'too-many-lines'],
      [JSON.stringify({ lines: 'x'.repeat(9_000) }), 413, 'too-large'],
    ]
    for (const [body, status, code] of cases) {
      const response = await post('order', body)
      expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([status, code])
    }
  })

  it('knows its addresses and methods', async () => {
    expect((await fetch(`${base}/demo/api/none`)).status).toBe(404)
    expect((await fetch(`${base}/demo/api/constructor`)).status).toBe(404)
    expect((await fetch(`${base}/demo/api/order`)).status).toBe(405)
    expect((await post('search', '{}')).status).toBe(405)
    expect((await fetch(`${base}/demo/api/stock?slug=none`)).status).toBe(404)
  })

  it('takes an order', async () => {
    const response = await post('order', '{"lines":[{"slug":"galley-mug","quantity":1}]}')
    expect(((await response.json()) as { number: string }).number).toMatch(/^T-\d{5}$/)
  })
})

it('says so when the shop was never built', async () => {
  const handle = createDemoHandler({ distDir: join(dir, 'nowhere'), snippet: '' })
  const bare = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const response = await fetch(`http://127.0.0.1:${(bare.address() as AddressInfo).port}/demo/`)
  expect([response.status, await response.text()]).toEqual([503, 'The demo shop is not built yet: run npm run build.\n'])
  bare.close()
})
