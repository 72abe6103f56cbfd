import type { Signal, SignalKind } from './signal.ts'
import { frictionScale, frictionWeight } from './threshold.ts'

/** 0 … 100: how much went against the visitor. */
export function frictionOf(signals: readonly Pick<Signal, 'kind' | 'severity'>[]): number {
  const weights: Readonly<Partial<Record<SignalKind, number>>> = frictionWeight
  const sum = signals.reduce((total, { kind, severity }) => total + (weights[kind] ?? 0) * severity, 0)
  return Math.round(100 * (1 - Math.exp(-sum / frictionScale)))
}
