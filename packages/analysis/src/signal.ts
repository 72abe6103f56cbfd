import type { Device } from './device.ts'

/** Derived facts with a moment. @see threshold.ts for the rules' numbers */
export const signalKinds = [
  'rage-click',
  'dead-click',
  'dead-affordance',
  'slow-click',
  'error-click',
  'quick-back',
  'error',
  'console-error',
  'request-failed',
  'form-abandoned',
] as const
export type SignalKind = (typeof signalKinds)[number]

/** One derived signal. */
export interface Signal {
  readonly kind: SignalKind
  /** Epoch ms, client clock. */
  readonly timeMs: number
  readonly tab: string
  /** Page it happened on. */
  readonly page: string
  readonly device: Device
  /** Element key, or empty. */
  readonly key: string
  /** What a person would call it: element, message, address, form. */
  readonly name: string
  /** Clicks of a rage click; else 1. */
  readonly count: number
  /** 1 low, 2 medium, 3 high: what the friction score multiplies by. */
  readonly severity: number
}
