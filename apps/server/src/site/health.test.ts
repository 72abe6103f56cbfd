import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Store } from '@playhead/store'
import { afterEach, expect, test } from 'vitest'
import { createFact } from '../fact.ts'
import { createLog } from '../log.ts'
import { createMetrics, type Metrics } from '../metric.ts'
import { addStoreMetrics } from '../store-metric.ts'
import { createSwitchboard } from '../switchboard.ts'
import { createHealthPage, type HealthOptions } from './health.ts'

let http: Server | undefined
afterEach(() => void http?.close())

const refuse = (): Promise<never> => Promise.reject(new Error('PostgreSQL at db:5432 said: connect ECONNREFUSED'))
const hang = (): Promise<never> => new Promise(() => undefined)

async function serve(options: Partial<HealthOptions>): Promise<(path: string) => Promise<Response>> {
  const page = createHealthPage({ metrics: createMetrics(), whyNotReady: () => null, facts: () => ({}), ...options })
  http = createServer(createSwitchboard([page], { take: () => 0 }, createLog('silent')).handle).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return (path) => fetch(`http://127.0.0.1:${port}${path}`)
}

test.each([
  ['fails', refuse],
  ['hangs', hang],
])('/health answers within a second or so when what it asks %s, and says what did not answer, but no host', async (_, read) => {
  const ask = await serve({ facts: () => ({ index: createFact(read), proxy: createFact(() => ({ forwardedFor: 'here' })) }) })
  const fromMs = Date.now()
  const response = await ask('/health')
  expect(Date.now() - fromMs).toBeLessThan(3_000)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ ok: true, index: null, proxy: { forwardedFor: 'here' }, unanswered: ['index'] })
})

test('what hangs is asked once, however many ask', async () => {
  let asked = 0
  const fact = createFact(() => {
    asked++
    return hang()
  })
  const ask = await serve({ facts: () => ({ index: fact }) })
  await Promise.all(Array.from({ length: 5 }, () => ask('/health')))
  expect((await ask('/health')).status).toBe(200)
  expect(asked).toBe(1)
})

test('/metrics leaves out what cannot be had, counts that, and tells all the rest; what is back is told again', async () => {
  const metrics: Metrics = createMetrics()
  let isDown = false
  const health: Store['health'] = () => (isDown ? refuse() : Promise.resolve({ indexLagMs: 2_000, waiting: 3, quarantined: 0, damages: 0 }))
  addStoreMetrics(metrics, { health }, import.meta.dirname)
  metrics.chunks.inc({ result: 'stored' })
  const ask = await serve({ metrics })
  const read = async (): Promise<string> => {
    const response = await ask('/metrics')
    expect(response.status).toBe(200)
    return response.text()
  }
  expect(await read()).toMatch(/^playhead_index_lag_seconds 2$/m)
  isDown = true
  const text = await read()
  expect(text).not.toMatch(/^playhead_index_\w+ /m)
  expect(text).toMatch(/^playhead_gauge_failures_total\{gauge="playhead_index_lag_seconds"\} 1$/m)
  // There is no folder `log` here.
  expect(text).toMatch(/^playhead_gauge_failures_total\{gauge="playhead_log_bytes"\} 2$/m)
  expect(text).toMatch(/^playhead_disk_free_bytes \d+$/m)
  expect(text).toMatch(/^playhead_ingest_chunks_total\{result="stored"\} 1$/m)
  isDown = false
  expect(await read()).toMatch(/^playhead_index_waiting_chunks 3$/m)
})

test('/ready says why not', async () => {
  let reason: string | null = 'disk-full'
  const ask = await serve({ whyNotReady: () => reason })
  const refused = await ask('/ready')
  expect([refused.status, await refused.json()]).toEqual([503, { ok: false, reason: 'disk-full' }])
  reason = null
  const taken = await ask('/ready')
  expect([taken.status, await taken.json()]).toEqual([200, { ok: true }])
})

test('none of them answers to another spelling of its address, which a proxy that refuses it would let through', async () => {
  await serve({})
  const { port } = http!.address() as AddressInfo
  const ask = async (path: string): Promise<number> => {
    const [response] = (await once(get({ port, host: '127.0.0.1', path, agent: false }), 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode!
  }
  for (const path of ['/health', '/ready', '/metrics']) {
    expect([await ask(path), await ask(`${path}?x=1`)]).toEqual([200, 200])
    for (const spelling of [`//x${path}`, `/x/..${path}`, `/x/%2e%2e${path}`, `/x\\..${path}`, `/\\x${path}`, `\\\\x${path}`])
      expect(await ask(spelling), spelling).not.toBe(200)
  }
})
