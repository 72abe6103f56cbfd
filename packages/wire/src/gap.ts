import type { Span } from './idle.ts'
import type { ChunkRef } from './manifest.ts'

/**
 * A stretch of a tab in which a replay may not show what the visitor saw: from where chunks are lost to the next
 * keyframe. Ms since the session's start.
 */
export interface Gap extends Span {
  readonly tab: string
  /** How many chunks are lost. */
  readonly chunks: number
}

type Place = Pick<ChunkRef, 'tab' | 'seq' | 'baseMs' | 'endMs' | 'keyframe'>

/** @param isLost of a chunk that is listed: whether its bytes cannot be had. One that is not listed is lost as well. */
export function findGaps<T extends Place>(chunks: readonly T[], startedAtMs: number, isLost: (chunk: T) => boolean): Gap[] {
  const tabs = new Set(chunks.map(({ tab }) => tab))
  return [...tabs]
    .flatMap((tab) =>
      gapsOf(
        tab,
        chunks.filter((chunk) => chunk.tab === tab),
        startedAtMs,
        isLost,
      ),
    )
    .sort((a, b) => a.fromMs - b.fromMs)
}

function gapsOf<T extends Place>(tab: string, chunks: readonly T[], startedAtMs: number, isLost: (chunk: T) => boolean): Gap[] {
  const gaps: Gap[] = []
  let open: { fromMs: number; chunks: number } | null = null
  let nextSeq = 0
  let endMs = Infinity
  const lose = (fromMs: number, count: number): void =>
    void (open = { fromMs: open?.fromMs ?? fromMs, chunks: (open?.chunks ?? 0) + count })
  const close = (toMs: number): void => {
    if (open) gaps.push({ tab, fromMs: open.fromMs - startedAtMs, toMs: Math.max(open.fromMs, toMs) - startedAtMs, chunks: open.chunks })
    open = null
  }
  for (const chunk of chunks.toSorted((a, b) => a.seq - b.seq)) {
    if (chunk.seq > nextSeq) lose(Math.min(endMs, chunk.baseMs), chunk.seq - nextSeq)
    if (isLost(chunk)) lose(chunk.baseMs, 1)
    else if (chunk.keyframe) close(chunk.baseMs)
    nextSeq = chunk.seq + 1
    endMs = chunk.endMs
  }
  close(endMs)
  return gaps
}
