import type { Still } from '@playhead/wire'
import type { BlockPart } from './file.ts'

/** After this long a page has usually settled. */
const settledMs = 1_500
const mostStills = 60

/** Moments that cost little to show, spread over the session: where blocks begin, and soon after keyframes. */
export function findStills(blocks: readonly BlockPart[], startedAtMs: number): Still[] {
  const stills = blocks
    .map(({ tab, keyframe, baseMs, endMs }) => ({ tab, atMs: (keyframe ? Math.min(baseMs + settledMs, endMs) : baseMs) - startedAtMs }))
    .sort((a, b) => a.atMs - b.atMs)
  return stills.length <= mostStills
    ? stills
    : Array.from({ length: mostStills }, (_, i) => stills[Math.floor((i * stills.length) / mostStills)]!)
}
