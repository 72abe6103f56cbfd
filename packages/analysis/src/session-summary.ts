import type { SignalEvent } from '@playhead/wire'
import { activeTime } from './active-time.ts'
import { browserOf, systemOf } from './browser.ts'
import { signalsOf } from './derive.ts'
import { deviceOf } from './device.ts'
import { type EventRow, eventRowOf } from './event-row.ts'
import { frictionOf } from './friction.ts'
import { marksOf } from './mark.ts'
import type { SessionRow } from './session-row.ts'
import type { Signal, SignalKind } from './signal.ts'
import { sourceOf } from './source.ts'
import { isOf, type PlacedEvent, type TabChunk, timelinesOf } from './timeline.ts'

/** `baseMs`, `endMs`: first and last event of both lanes, epoch ms; without them the signals alone say. */
export type SummaryChunk = TabChunk & { readonly baseMs?: number; readonly endMs?: number }

export interface Summary {
  /** `live` is false: it depends on a clock, which whoever reads the row has. */
  readonly row: SessionRow
  readonly signals: readonly Signal[]
  /** Every tab's last event says that it ended, or that its page went out of sight: nobody is there to watch live. */
  readonly ended: boolean
  /** Index rows of the chunks asked for. */
  eventRows(chunks: readonly { tab: string; seq: number }[]): EventRow[]
}
export interface SessionSummary {
  /** Takes a chunk's signals; chunks may come in any order, a second (tab, seq) is ignored. */
  add(chunk: SummaryChunk): void
  /** How many signals it holds. */
  readonly size: number
  /** Null while there is no event at all. */
  summarize(): Summary | null
}

/** Gathers one session's chunks and says what the session was. The order of arrival makes no difference. */
export function createSessionSummary(id: string, project: string): SessionSummary {
  const chunks = new Map<string, SummaryChunk>()
  let size = 0
  return {
    add(chunk) {
      const place = `${chunk.tab} ${chunk.seq}`
      if (chunks.has(place)) return
      chunks.set(place, chunk)
      size += chunk.signals.length
    },
    get size() {
      return size
    },
    summarize: () => summarize(id, project, [...chunks.values()]),
  }
}

function summarize(id: string, project: string, chunks: readonly SummaryChunk[]): Summary | null {
  const timelines = timelinesOf(chunks)
  const all = [...timelines.values()].flat().sort((a, b) => a.event.timeMs - b.event.timeMs || compareText(a.tab, b.tab))
  const first = all[0]
  if (!first) return null
  const firstMs = chunks.reduce((min, { baseMs }) => Math.min(min, baseMs ?? min), first.event.timeMs)
  const endMs = chunks.reduce((max, chunk) => Math.max(max, chunk.endMs ?? 0), all.at(-1)!.event.timeMs)
  const signals = signalsOf(timelines)
  const counts: Partial<Record<SignalKind, number>> = {}
  for (const { kind } of signals) counts[kind] = (counts[kind] ?? 0) + 1
  const views = all.filter(isOf('page'))
  const row: SessionRow = {
    id,
    project,
    startedAt: timeOf(firstMs),
    endedAt: timeOf(endMs),
    durationMs: Math.round(endMs - firstMs),
    activeMs: activeTime(all),
    live: false,
    ...clientOf(all),
    ...personOf(all),
    title: views[0]?.event.title ?? '',
    entryPage: views[0]?.page ?? '',
    exitPage: views.at(-1)?.page ?? '',
    pages: [...new Set(views.map(({ page }) => page))],
    pageViews: views.length,
    clicks: all.filter(isOf('click')).length,
    counts,
    friction: frictionOf(signals),
    tabs: timelines.size,
    chunks: chunks.length,
    marks: marksOf(firstMs, signals, all),
  }
  return {
    row,
    signals,
    ended: [...timelines.values()].every((timeline) => isOver(timeline.at(-1)?.event)),
    eventRows: (wanted) => {
      const places = new Set(wanted.map(({ tab, seq }) => `${tab} ${seq}`))
      return all.filter(({ tab, seq }) => places.has(`${tab} ${seq}`)).flatMap((placed) => eventRowOf(placed) ?? [])
    },
  }
}

const isOver = (last: SignalEvent | undefined): boolean =>
  last?.type === 'end' || (last?.type === 'visibility' && (last.state === 'hidden' || last.state === 'frozen'))

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Beyond what a date can hold, a hostile clock is cut to what it can. */
const timeOf = (ms: number): string => new Date(Math.min(Math.max(ms, 0), 8.64e15)).toISOString()

function clientOf(
  all: readonly PlacedEvent[],
): Pick<
  SessionRow,
  | 'device'
  | 'browser'
  | 'os'
  | 'viewport'
  | 'language'
  | 'timezone'
  | 'source'
  | 'medium'
  | 'campaign'
  | 'referrer'
  | 'visitorId'
  | 'returning'
> {
  const start = all.find(isOf('start'))?.event
  const viewport = all.find(isOf('viewport'))?.event
  const entry = all.find(isOf('page'))?.event
  const width = viewport?.width || (start?.screenWidth ?? 0)
  return {
    device: deviceOf(width || 1280),
    browser: start ? browserOf(start.userAgent) : 'Other',
    os: start ? systemOf(start.userAgent, start.touch) : 'Other',
    viewport: { width, height: viewport?.height || (start?.screenHeight ?? 0) },
    language: start?.language ?? '',
    timezone: start?.timezone ?? '',
    ...sourceOf({ url: entry?.url ?? '', referrer: '', ...start }),
    referrer: start?.referrer ?? '',
    visitorId: start?.visitor ?? '',
    returning: start?.returning ?? false,
  }
}

function personOf(all: readonly PlacedEvent[]): Pick<SessionRow, 'user' | 'traits' | 'variants'> {
  const named = all.filter(isOf('identify'))
  const traits: Record<string, unknown> = {}
  for (const { event } of named) Object.assign(traits, objectOf(event))
  const variants: [string, string][] = all.filter(isOf('experiment')).map(({ event }) => [event.name, event.variant])
  return { user: named.at(-1)?.event.user ?? null, traits, variants: Object.fromEntries(variants) }
}

function objectOf(event: Extract<SignalEvent, { type: 'identify' }>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(event.traits ?? '{}')
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__proto__'))
  } catch {
    return {}
  }
}
