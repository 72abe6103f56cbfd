import type { Exchange } from '@playhead/analysis'

/** A stretch of the session, ms since its start. */
export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

/** A window with the playhead in its middle, or at its side where the session begins or ends. */
export function windowAround(atMs: number, spanMs: number, durationMs: number): TimeWindow {
  const span = Math.max(1, Math.min(spanMs, Math.max(durationMs, 1)))
  const fromMs = Math.min(Math.max(0, atMs - span / 2), Math.max(0, durationMs - span))
  return { fromMs, toMs: fromMs + span }
}

/** Where a bar stands, in shares of the window; `side` says where it is when it is not within. */
export interface Bar {
  readonly left: number
  readonly width: number
  readonly side: 'before' | 'within' | 'after'
}

export function barOf(startMs: number, endMs: number, { fromMs, toMs }: TimeWindow): Bar {
  const span = toMs - fromMs
  if (endMs < fromMs) return { left: 0, width: 0, side: 'before' }
  if (startMs > toMs) return { left: 1, width: 0, side: 'after' }
  const left = Math.max(0, (startMs - fromMs) / span)
  return { left, width: Math.min(1, (endMs - fromMs) / span) - left, side: 'within' }
}

const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000]

/** Round moments within the window, at most `count` of them. */
export function ticksOf({ fromMs, toMs }: TimeWindow, count: number): number[] {
  const step = steps.find((one) => (toMs - fromMs) / one <= count) ?? toMs - fromMs
  const ticks: number[] = []
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs && ticks.length < count; at += step) ticks.push(at)
  return ticks
}

export type ExchangeSort = 'start' | 'status' | 'url' | 'size' | 'duration'
export interface ExchangeView {
  readonly sort: ExchangeSort
  readonly isDescending: boolean
  readonly failedFirst: boolean
  readonly kind: 'all' | 'failed' | 'fetch' | 'socket'
  readonly search: string
}

/** Open sockets last as long as their recording. */
export const durationOf = ({ startMs, endMs }: Exchange, untilMs: number): number => (endMs ?? Math.max(untilMs, startMs)) - startMs

/** Requests as a person wants to see them. Equal ones stay in the order of time. */
export function arrangeExchanges(exchanges: readonly Exchange[], view: ExchangeView, untilMs: number): Exchange[] {
  const wanted = view.search.trim().toLowerCase()
  const found = exchanges.filter(
    (one) =>
      (view.kind === 'all' ||
        (view.kind === 'failed' ? one.isFailed : view.kind === 'socket' ? one.kind === 'socket' : one.kind !== 'socket')) &&
      `${one.method} ${one.url} ${one.status} ${one.request ?? ''} ${one.response ?? ''}`.toLowerCase().includes(wanted),
  )
  const value: Record<ExchangeSort, (one: Exchange) => number | string> = {
    start: ({ startMs }) => startMs,
    status: ({ status }) => status,
    url: ({ url }) => url,
    size: ({ sizeBytes }) => sizeBytes ?? -1,
    duration: (one) => durationOf(one, untilMs),
  }
  const of = value[view.sort]
  const direction = view.isDescending ? -1 : 1
  const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0)
  return found.sort(
    (a, b) =>
      (view.failedFirst ? Number(b.isFailed) - Number(a.isFailed) : 0) || direction * compare(of(a), of(b)) || a.startMs - b.startMs,
  )
}
