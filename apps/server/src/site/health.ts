import type { Metrics } from '../metric.ts'
import type { Page } from './page.ts'

/** `/health`: the process answers, and says what waits. `/ready`: it takes work. `/metrics`: for Prometheus. */
export const createHealthPage =
  (metrics: Metrics, { isReady, facts }: { isReady(): boolean; facts(): Promise<object> }): Page =>
  async (_request, response, { pathname }) => {
    const send = (status: number, body: object): true => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
      return true
    }
    if (pathname === '/health') return send(200, { ok: true, ...(await facts()) })
    if (pathname === '/ready') return send(isReady() ? 200 : 503, { ok: isReady() })
    if (pathname !== '/metrics') return false
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(await metrics.registry.metrics())
    return true
  }
