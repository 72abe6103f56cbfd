import type { KeyframeFact } from './protocol.ts'
import type { TimedSignal } from './timeline.ts'

/** The size of the recorded viewport at a moment: what a keyframe or a later change of it last said. */
export function viewportAt(options: {
  signals: readonly TimedSignal[]
  keyframes: readonly KeyframeFact[]
  tab: string
  atMs: number
  startedAtMs: number
}): { width: number; height: number } | null {
  const { signals, keyframes, tab, atMs, startedAtMs } = options
  const keyframe = keyframes.findLast(({ timeMs }) => timeMs - startedAtMs <= atMs) ?? keyframes[0]
  const since = keyframe ? keyframe.timeMs - startedAtMs : -1
  for (let i = signals.length - 1; i >= 0; i--) {
    const signal = signals[i]!
    if (signal.type !== 'viewport' || signal.tab !== tab || signal.atMs > atMs) continue
    if (signal.atMs < since || !signal.width || !signal.height) break
    return clamped(signal)
  }
  return keyframe?.width && keyframe.height ? clamped(keyframe) : null
}

/** No screen is larger, px; a recording may say anything. */
const largest = 20_000
const clamped = ({ width, height }: { readonly width: number; readonly height: number }): { width: number; height: number } => ({
  width: Math.min(largest, width),
  height: Math.min(largest, height),
})
