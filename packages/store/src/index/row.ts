import type { EventRow, Signal, Summary } from '@playhead/analysis'
import { knownAdditions } from './schema.ts'

/** What DateTime64 and our own clocks agree on: 1970 … 2100, whole ms. */
export const clampMs = (ms: number): number => Math.min(Math.max(Math.round(ms), 0), 4_102_444_800_000)

export const eventColumns: readonly string[] =
  'project session type timeMs tab seq page device key name tag interactive relX relY url status value text'
    .replace('timeMs', 'time')
    .split(' ')
export const eventValues = (project: string, session: string, row: EventRow): unknown[] => [
  project,
  session,
  row.type,
  clampMs(row.timeMs),
  row.tab,
  Math.min(row.seq, 4_294_967_295),
  row.page,
  row.device,
  row.key,
  row.name,
  row.tag,
  row.interactive ? 1 : 0,
  row.relX,
  row.relY,
  row.url,
  Math.min(row.status, 65_535),
  row.value,
  row.text,
]

export const signalColumns: readonly string[] = 'project kind page device session tab time key name count severity present version'.split(
  ' ',
)
export const signalValues = (project: string, session: string, signal: Signal, present: boolean, version: number): unknown[] => [
  project,
  signal.kind,
  signal.page,
  signal.device,
  session,
  signal.tab,
  clampMs(signal.timeMs),
  signal.key,
  signal.name,
  signal.count,
  signal.severity,
  present ? 1 : 0,
  version,
]

export const sessionColumns: readonly string[] = (
  'project day session started received ended durationMs activeMs device browser os language source medium campaign returning ' +
  'visitor isNamed user entry exit pages counts variants traits friction row clicked additions version'
).split(' ')
export const sessionValues = ({ row, ended, clicked }: Summary, receivedMs: number, version: number): unknown[] => [
  row.project,
  dayOf(row.id),
  row.id,
  clampMs(Date.parse(row.startedAt)),
  clampMs(receivedMs),
  ended ? 1 : 0,
  row.durationMs,
  row.activeMs,
  row.device,
  row.browser,
  row.os,
  row.language,
  row.source,
  row.medium,
  row.campaign,
  row.returning ? 1 : 0,
  row.visitorId,
  row.user === null ? 0 : 1,
  row.user ?? '',
  row.entryPage,
  row.exitPage,
  row.pages,
  row.counts,
  row.variants,
  JSON.stringify(row.traits),
  row.friction,
  JSON.stringify(row),
  clicked,
  knownAdditions,
  version,
]

/** The day of a session, by which its row is found: the one in its id, whose first 6 bytes are its time: later chunks, whatever their clock, can't move it. */
export function dayOf(id: string): string {
  const bytes = Buffer.from(id, 'base64url')
  return new Date(clampMs(bytes.length >= 6 ? bytes.readUIntBE(0, 6) : 0)).toISOString().slice(0, 10)
}
