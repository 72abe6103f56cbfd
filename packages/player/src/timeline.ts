import { lastAt, type Span, type TimedSignal } from '@playhead/wire'

export { findIdle, findTabTurns, type Span, type TimedSignal } from '@playhead/wire'
export { lastAt }

/** The idle span that `ms` stands in, or null. */
export const idleAt = (idle: readonly Span[], ms: number): Span | null => idle.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs) ?? null

/** The page that a tab was on at a moment, or null. */
export function pageAt(signals: readonly TimedSignal[], tab: string, ms: number): Extract<TimedSignal, { type: 'page' }> | null {
  for (let i = lastAt(signals, ms); i >= 0; i--) {
    const signal = signals[i]!
    if (signal.type === 'page' && signal.tab === tab) return signal
  }
  return null
}

export interface PointerState {
  readonly x: number
  readonly y: number
  readonly kind: 'mouse' | 'touch' | 'pen'
}
interface PathPoint {
  readonly atMs: number
  readonly x: number
  readonly y: number
  readonly kind: PointerState['kind']
  /** No line leads here from the point before. */
  readonly isStart: boolean
}

/** Every point of the pointer of one tab, in viewport px, in order of time. */
export function findPointerPath(signals: readonly TimedSignal[], tab: string): PathPoint[] {
  const path: (PathPoint & { readonly isBatchStart: boolean; isStart: boolean })[] = []
  const clicks = signals.filter((signal) => signal.tab === tab && signal.type === 'click')
  let isInOrder = true
  for (const signal of signals) {
    if (signal.tab !== tab || signal.type !== 'pointer') continue
    const { points, pointer: kind } = signal
    let { atMs } = signal
    let x = 0
    let y = 0
    isInOrder &&= atMs >= (path.at(-1)?.atMs ?? -Infinity)
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!
      atMs += i ? point.afterMs : 0
      x = i ? x + point.x : point.x
      y = i ? y + point.y : point.y
      path.push({ atMs, x, y, kind, isStart: false, isBatchStart: i === 0 })
    }
  }
  if (!isInOrder) path.sort((a, b) => a.atMs - b.atMs)
  for (let i = 0; i < path.length; i++) path[i]!.isStart = isStart(i)
  return path

  function isStart(i: number): boolean {
    const before = path[i - 1]
    const { atMs, kind, isBatchStart } = path[i]!
    if (!before) return true
    const gapMs = atMs - before.atMs
    if (gapMs > strokeGapMs || before.kind !== kind) return true
    if (kind !== 'touch') return false
    // A finger is lifted between two taps; a mouse draws its line through a click.
    const clickMs = clicks[lastAt(clicks, atMs)]?.atMs ?? -1
    return (isBatchStart && gapMs > touchGapMs) || clickMs > before.atMs
  }
}

/** Points further apart in time are separate strokes: a page load, a pause or a lifted finger lies between them. */
const strokeGapMs = 250
const touchGapMs = 60

/** Where the stroke that holds `path[to]` begins, no earlier than `from`. */
export function strokeStart(path: readonly PathPoint[], from: number, to: number): number {
  let start = to
  while (start > from && !path[start]!.isStart) start--
  return start
}

/** Between two points that are close in time the pointer moves in a line. */
export function pointerAt(path: readonly PathPoint[], atMs: number): PointerState | null {
  const i = lastAt(path, atMs)
  const from = path[i]
  if (!from) return null
  const to = path[i + 1]
  if (!to || to.isStart) return from
  const part = (atMs - from.atMs) / (to.atMs - from.atMs)
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part, kind: from.kind }
}
