import type { SignalEvent } from '@playhead/wire'
import { activeTime } from './active-time.ts'
import { browserOf, systemOf } from './browser.ts'
import { signalsOf } from './derive.ts'
import { deviceOf } from './device.ts'
import { type EventRow, eventRowOf } from './event-row.ts'
import { frictionOf } from './friction.ts'
import { isModestJson, objectOf } from './json-text.ts'
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
  /** Distinct keys of clicked elements in the order of their first click; empty for a click that has none. */
  readonly clicked: readonly string[]
  /** Every tab's last event says that it ended, or that its page went out of sight: nobody is there to watch live. */
  readonly ended: boolean
  /** Signals beyond `mostSignals`, which it says nothing about. */
  readonly truncated: number
  /** JSON texts that are no objects, too deep or too long, which it leaves out. */
  readonly refused: number
  /**
   * What the rows of these chunks owe to others: page and device class of their events, in runs. Differs once a chunk that
   * came later changes them.
   */
  contextOf(chunks: readonly { tab: string; seq: number }[]): string
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

/** Signals that a session is summarized from at most: what an endless or hostile one may cost. */
export const mostSignals = 50_000

/** What is known of a session besides the signals that are kept. */
interface Gathered {
  readonly kept: readonly SummaryChunk[]
  readonly tabs: number
  readonly chunks: number
  readonly firstMs: number
  readonly endMs: number
  readonly truncated: number
}

/**
 * Gathers one session's chunks and says what the session was. The order of arrival makes no difference,
 * also not to what is left out beyond `mostSignals`: that is what comes last by (seq, tab).
 */
export function createSessionSummary(id: string, project: string): SessionSummary {
  const places = new Set<string>()
  const tabs = new Set<string>()
  /** By (seq, tab). */
  const kept: SummaryChunk[] = []
  let cutFrom: SummaryChunk | null = null
  let [size, cost, truncated, firstMs, endMs] = [0, 0, 0, Infinity, 0]
  const keep = (chunk: SummaryChunk): void => {
    let at = kept.length
    if (kept.length && comparePlace(kept.at(-1)!, chunk) > 0) at = insertionOf(kept, chunk)
    kept.splice(at, 0, chunk)
    size += chunk.signals.length
    cost += Math.max(1, chunk.signals.length)
    while (cost > mostSignals) {
      cutFrom = kept.pop()!
      size -= cutFrom.signals.length
      cost -= Math.max(1, cutFrom.signals.length)
      truncated += cutFrom.signals.length
    }
  }
  return {
    add(chunk) {
      const place = `${chunk.tab} ${chunk.seq}`
      if (places.has(place)) return
      places.add(place)
      tabs.add(chunk.tab)
      firstMs = Math.min(firstMs, chunk.baseMs ?? Infinity)
      endMs = Math.max(endMs, chunk.endMs ?? 0)
      if (cutFrom && comparePlace(chunk, cutFrom) > 0) truncated += chunk.signals.length
      else keep(chunk)
    },
    get size() {
      return size
    },
    summarize: () => summarize(id, project, { kept, tabs: tabs.size, chunks: places.size, firstMs, endMs, truncated }),
  }
}

const comparePlace = (a: TabChunk, b: TabChunk): number => a.seq - b.seq || compareText(a.tab, b.tab)
function insertionOf(sorted: readonly TabChunk[], chunk: TabChunk): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (comparePlace(sorted[middle]!, chunk) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function summarize(id: string, project: string, gathered: Gathered): Summary | null {
  const timelines = timelinesOf(gathered.kept)
  const all = [...timelines.values()].flat().sort((a, b) => a.event.timeMs - b.event.timeMs || compareText(a.tab, b.tab))
  const first = all[0]
  if (!first) return null
  const firstMs = Math.min(gathered.firstMs, first.event.timeMs)
  const endMs = Math.max(gathered.endMs, all.at(-1)!.event.timeMs)
  const { person, refused } = personOf(all)
  const signals = signalsOf(timelines)
  const counts: Partial<Record<SignalKind, number>> = {}
  for (const { kind } of signals) counts[kind] = (counts[kind] ?? 0) + 1
  const views = all.filter(isOf('page'))
  const clicks = all.filter(isOf('click'))
  const row: SessionRow = {
    id,
    project,
    startedAt: timeOf(firstMs),
    endedAt: timeOf(endMs),
    durationMs: Math.round(endMs - firstMs),
    activeMs: activeTime(all),
    live: false,
    ...clientOf(all),
    ...person,
    title: views[0]?.event.title ?? '',
    entryPage: views[0]?.page ?? '',
    exitPage: views.at(-1)?.page ?? '',
    pages: [...new Set(views.map(({ page }) => page))],
    pageViews: views.length,
    clicks: clicks.length,
    counts,
    friction: frictionOf(signals),
    tabs: gathered.tabs,
    chunks: gathered.chunks,
    marks: marksOf(firstMs, signals, all),
  }
  return {
    row,
    signals,
    clicked: [...new Set(clicks.map(({ event }) => event.key))],
    truncated: gathered.truncated,
    refused,
    ended: [...timelines.values()].every((timeline) => isOver(timeline.at(-1)?.event)),
    contextOf: (wanted) => contextOf(timelines, wanted),
    eventRows: (wanted) => {
      const places = new Set(wanted.map(({ tab, seq }) => `${tab} ${seq}`))
      return all.filter(({ tab, seq }) => places.has(`${tab} ${seq}`)).flatMap((placed) => eventRowOf(placed) ?? [])
    },
  }
}

function contextOf(timelines: ReadonlyMap<string, readonly PlacedEvent[]>, chunks: readonly { tab: string; seq: number }[]): string {
  const runs: string[] = []
  for (const [tab, timeline] of timelines) {
    const seqs = new Set(chunks.flatMap((chunk) => (chunk.tab === tab ? [chunk.seq] : [])))
    let length = 0
    let last: PlacedEvent | undefined
    for (const placed of timeline) {
      if (!seqs.has(placed.seq)) continue
      if (last && (placed.page !== last.page || placed.device !== last.device)) {
        runs.push(`${length} ${last.device} ${last.page}`)
        length = 0
      }
      length++
      last = placed
    }
    if (last) runs.push(`${tab} ${length} ${last.device} ${last.page}`)
  }
  return runs.join('\n')
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

function personOf(all: readonly PlacedEvent[]): { person: Pick<SessionRow, 'user' | 'traits' | 'variants'>; refused: number } {
  const named = all.filter(isOf('identify'))
  const traits: Record<string, unknown> = {}
  let refused = all.filter(({ event }) => event.type === 'track' && !isModestJson(event.properties ?? '')).length
  for (const { event } of named) {
    const found = objectOf(event.traits ?? '{}')
    if (found) Object.assign(traits, found)
    else refused++
  }
  const variants: [string, string][] = all.filter(isOf('experiment')).map(({ event }) => [event.name, event.variant])
  return { person: { user: named.at(-1)?.event.user ?? null, traits, variants: Object.fromEntries(variants) }, refused }
}
