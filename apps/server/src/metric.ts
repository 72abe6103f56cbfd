import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** What `/metrics` tells. One registry per server, so that two servers in one process do not mix. */
export interface Metrics {
  readonly registry: Registry
  /** By `result`: stored, duplicate, or the code of a refusal. */
  readonly chunks: Counter<'result'>
  readonly chunkBytes: Counter
  readonly assets: Counter<'result'>
  readonly ingestSeconds: Histogram
  readonly requests: Counter<'status'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    chunks: new Counter({ name: 'playhead_ingest_chunks_total', help: 'Chunks by what became of them', labelNames: ['result'], registers }),
    chunkBytes: new Counter({ name: 'playhead_ingest_bytes_total', help: 'Bytes of acknowledged chunks', registers }),
    assets: new Counter({ name: 'playhead_ingest_assets_total', help: 'Assets by what became of them', labelNames: ['result'], registers }),
    ingestSeconds: new Histogram({
      name: 'playhead_ingest_seconds',
      help: 'From the first byte of a chunk to its answer',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    requests: new Counter({ name: 'playhead_api_requests_total', help: 'API requests by status', labelNames: ['status'], registers }),
  }
}
