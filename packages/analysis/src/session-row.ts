import type { Device } from './device.ts'
import type { SignalKind } from './signal.ts'

/** One session as lists show it and the API serves it. Times of day are ISO 8601 UTC, durations are ms. */
export interface SessionRow {
  readonly id: string
  readonly project: string
  readonly startedAt: string
  readonly endedAt: string
  readonly durationMs: number
  /** Sum of the gaps between what the visitor did that are no longer than `threshold.activeGapMs`. */
  readonly activeMs: number
  /** Somebody is there: the last chunk came less than a minute ago, and some tab has neither ended nor gone out of sight. */
  readonly live: boolean
  readonly device: Device
  readonly browser: string
  readonly os: string
  readonly viewport: { readonly width: number; readonly height: number }
  readonly language: string
  readonly timezone: string
  /** Where the visit came from: `google`, `newsletter`, a host, or `direct`. */
  readonly source: string
  /** `none` (direct), `organic`, `paid`, `social`, `referral`, or what `utm_medium` says. */
  readonly medium: string
  readonly campaign: string
  readonly referrer: string
  readonly visitorId: string
  readonly returning: boolean
  readonly user: string | null
  readonly traits: Readonly<Record<string, unknown>>
  readonly variants: Readonly<Record<string, string>>
  readonly title: string
  readonly entryPage: string
  readonly exitPage: string
  /** Distinct pages in the order of their first view. */
  readonly pages: readonly string[]
  readonly pageViews: number
  readonly clicks: number
  /** How often each signal was seen; signals that were not seen are absent. */
  readonly counts: Readonly<Partial<Record<SignalKind, number>>>
  /** 0 … 100, from the weighted signals. */
  readonly friction: number
  readonly tabs: number
  readonly chunks: number
  /** Moments for the small timeline, at most 60, in order; `ms` since the session's start. */
  readonly marks: readonly { readonly ms: number; readonly kind: SignalKind | 'page' | 'track' }[]
}
