import { Gauge } from 'prom-client'
import { createFact } from './fact.ts'
import type { Metrics } from './metric.ts'

interface Asked {
  readonly name: string
  readonly help: string
}

/** A gauge that is read when `/metrics` is asked. One that cannot be had is left out, and counted; all others are told. */
export function addGauge(metrics: Metrics, { name, help }: Asked, read: () => number | Promise<number>): void {
  add(metrics, { name, help }, read, (gauge, value) => gauge.set(value))
}

/** The same with a value for each of some states. */
export function addStateGauge(metrics: Metrics, asked: Asked, read: () => Promise<Readonly<Record<string, number>>>): void {
  add(metrics, { ...asked, labelNames: ['state'] }, read, (gauge, values) => {
    for (const [state, value] of Object.entries(values)) gauge.set({ state }, value)
  })
}

function add<T>(
  { registry, gaugeFailures, addReading }: Metrics,
  asked: Asked & { labelNames?: string[] },
  read: () => T | Promise<T>,
  put: (gauge: Gauge, value: T) => void,
): void {
  const fact = createFact(read)
  const gauge: Gauge = new Gauge({ ...asked, registers: [registry] })
  // Not `collect` of the gauge: one that rejects takes all others along, and one that failed would be counted a scrape late.
  addReading(async () => {
    const value = await fact().then(
      (got) => ({ got }),
      () => null,
    )
    // What it was at another time is not what it is.
    if (asked.labelNames) gauge.reset()
    else gauge.remove()
    if (value) put(gauge, value.got)
    else gaugeFailures.inc({ gauge: asked.name })
  })
}
