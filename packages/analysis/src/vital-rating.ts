import type { EventOf } from '@playhead/wire'
import { vitalBound } from './threshold.ts'

export type VitalName = EventOf<'vital'>['name']
export type VitalRating = 'good' | 'needs work' | 'poor'

/** @see https://web.dev/articles/defining-core-web-vitals-thresholds */
export function rateVital(name: VitalName, value: number): VitalRating {
  const [good, poor] = vitalBound[name]
  return value <= good ? 'good' : value <= poor ? 'needs work' : 'poor'
}
