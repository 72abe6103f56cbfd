import type { Still } from '@playhead/wire'
import type { BlockPart, CheckpointPart } from './file.ts'

/** After this long a page has usually settled. */
const settledMs = 1_500
const mostStills = 60

/** Moments that cost little to show, spread over the session: where checkpoints lead, and soon after keyframes. */
export function findStills(blocks: readonly BlockPart[], checkpoints: readonly CheckpointPart[], startedAtMs: number): Still[] {
  const stills = checkpoints.map(({ tab, timeMs }) => ({ tab, atMs: timeMs - startedAtMs }))
  for (const { tab, keyframe, baseMs, endMs } of blocks)
    if (keyframe) stills.push({ tab, atMs: Math.min(baseMs + settledMs, endMs) - startedAtMs })
  stills.sort((a, b) => a.atMs - b.atMs)
  return stills.length <= mostStills
    ? stills
    : Array.from({ length: mostStills }, (_, i) => stills[Math.floor((i * stills.length) / mostStills)]!)
}
