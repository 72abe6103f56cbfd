import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** What `/metrics` tells. One registry per server, so that two servers in one process do not mix. */
export interface Metrics {
  readonly registry: Registry
  /** What is done each time before they are told. It never rejects. */
  addReading(read: () => Promise<void>): void
  /** All of them, as Prometheus reads them. */
  tell(): Promise<string>
  /** By `result`: stored, duplicate, or the code of a refusal. */
  readonly chunks: Counter<'result'>
  readonly chunkBytes: Counter
  readonly assets: Counter<'result'>
  readonly ingestSeconds: Histogram
  readonly requests: Counter<'status'>
  /** By `code`: requests that were refused before a route saw them, but for chunks and assets. */
  readonly refused: Counter<'code'>
  /** Recording files, by what became of making them: made, failed. */
  readonly recordings: Counter<'result'>
  readonly recordingBytes: Counter
  readonly recordingSeconds: Histogram
  /** Sessions that retention took away. */
  readonly dropped: Counter
  /** By `kind`: way, whole (as no shorter way leads there), none. */
  readonly checkpoints: Counter<'kind'>
  /** By `gauge`: those that could not be read as they were asked for. */
  readonly gaugeFailures: Counter<'gauge'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gaugeFailures = new Counter({
    name: 'playhead_gauge_failures_total',
    help: 'Gauges that could not be read, and were left out',
    labelNames: ['gauge'],
    registers,
  })
  const readings: (() => Promise<void>)[] = []
  return {
    registry,
    addReading: (read) => void readings.push(read),
    async tell() {
      await Promise.all(readings.map((read) => read()))
      return registry.metrics()
    },
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
    refused: new Counter({
      name: 'playhead_refused_requests_total',
      help: 'Requests refused before a route saw them, by code',
      labelNames: ['code'],
      registers,
    }),
    recordings: new Counter({
      name: 'playhead_recordings_total',
      help: 'Recording files by what became of making them',
      labelNames: ['result'],
      registers,
    }),
    recordingBytes: new Counter({ name: 'playhead_recording_bytes_total', help: 'Bytes of recording files made', registers }),
    recordingSeconds: new Histogram({
      name: 'playhead_recording_seconds',
      help: 'Time to make a recording file',
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers,
    }),
    dropped: new Counter({ name: 'playhead_dropped_sessions_total', help: 'Sessions that retention took away', registers }),
    checkpoints: new Counter({
      name: 'playhead_checkpoints_total',
      help: 'Checkpoints by how they are told',
      labelNames: ['kind'],
      registers,
    }),
    gaugeFailures,
  }
}
