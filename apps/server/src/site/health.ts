import { type Facts, gatherFacts } from '../fact.ts'
import type { Metrics } from '../metric.ts'
import type { Page } from './page.ts'

export interface HealthOptions {
  readonly metrics: Metrics
  /** Why it takes no work; null: it does. */
  readonly whyNotReady: () => string | null
  readonly facts: () => Facts
}

/**
 * `/health`: the process answers, and says what waits; never a failure, as what is down is not mended by a restart of what asks
 * it. `/ready`: it takes work. `/metrics`: for Prometheus.
 */
export const createHealthPage =
  ({ metrics, whyNotReady, facts }: HealthOptions): Page =>
  async (request, response) => {
    // As it is written: read as a URL, `//x/metrics` and `/x\..\metrics` are the same, which a proxy that refuses it does not know.
    const [path] = request.url!.split('?')
    const send = (status: number, body: object): true => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
      return true
    }
    if (path === '/health') {
      const { found, unanswered } = await gatherFacts(facts())
      return send(200, { ok: true, ...found, unanswered })
    }
    if (path === '/ready') {
      const reason = whyNotReady()
      return send(reason === null ? 200 : 503, { ok: reason === null, ...(reason === null ? {} : { reason }) })
    }
    if (path !== '/metrics') return false
    // Before the head: one that fails is then an answer, and not a connection that is cut.
    const text = await metrics.tell()
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text)
    return true
  }
