import { longestClipMs } from '@playhead/api'
import { formatClock, formatDuration } from '../../ui/time.ts'

/** A span of a session, ms since its start. */
export interface ClipSpan {
  readonly fromMs: number
  readonly toMs: number
}
/** The end of a span that is moved. */
export type ClipEdge = keyof ClipSpan

/** What teams send each other is 15 to 30 s long. */
const usualMs = 20_000
const shortestMs = 1_000

const clamp = (ms: number, least: number, most: number): number => Math.round(Math.min(Math.max(ms, least), Math.max(least, most)))

/** The usual length around a moment, within the session. */
export function spanAround(ms: number, durationMs: number): ClipSpan {
  const lengthMs = Math.min(usualMs, durationMs)
  const fromMs = clamp(ms - lengthMs / 2, 0, durationMs - lengthMs)
  return { fromMs, toMs: Math.round(fromMs + lengthMs) }
}

/** The same beginning, no longer than can be drawn. */
export const shortened = ({ fromMs, toMs }: ClipSpan): ClipSpan => ({ fromMs, toMs: Math.min(toMs, fromMs + longestClipMs) })

/** How far one end may go while the other stays. */
export function boundsOf({ fromMs, toMs }: ClipSpan, edge: ClipEdge, durationMs: number): { leastMs: number; mostMs: number } {
  return edge === 'fromMs'
    ? { leastMs: Math.max(0, toMs - longestClipMs), mostMs: Math.max(0, toMs - shortestMs) }
    : { leastMs: Math.min(fromMs + shortestMs, durationMs), mostMs: Math.min(fromMs + longestClipMs, durationMs) }
}

export function moveEdge(span: ClipSpan, edge: ClipEdge, ms: number, durationMs: number): ClipSpan {
  const { leastMs, mostMs } = boundsOf(span, edge, durationMs)
  return { ...span, [edge]: clamp(ms, leastMs, mostMs) }
}

const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

/** `20 s`: how long a span is, from one of the moments that `clockOf` tells to the other. */
export const lengthOf = ({ fromMs, toMs }: ClipSpan): string => formatDuration(wholeSecond(toMs) - wholeSecond(fromMs))

/** `0:12 – 0:32`. */
export const clockOf = ({ fromMs, toMs }: ClipSpan): string => `${formatClock(fromMs)} – ${formatClock(toMs)}`
