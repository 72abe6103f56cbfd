import type { ChunkRef, RecordingManifest } from '@playhead/wire'

/** A clip may begin well after its session did; nothing that is recorded lasts longer than this. */
const longestMs = 7 * 86_400_000

/** A manifest that agrees with its chunks: each once, the tabs they are of, and a session that begins with the first or before it. */
export function soundManifest(manifest: RecordingManifest): RecordingManifest {
  const chunks = [...new Map(manifest.chunks.toReversed().map((chunk) => [`${chunk.tab} ${chunk.seq}`, chunk])).values()].reverse()
  const spans = new Map<string, { id: string; startedAtMs: number; endedAtMs: number }>()
  for (const { tab, baseMs, endMs } of chunks) {
    const known = spans.get(tab)
    if (!known) spans.set(tab, { id: tab, startedAtMs: baseMs, endedAtMs: endMs })
    else Object.assign(known, { startedAtMs: Math.min(known.startedAtMs, baseMs), endedAtMs: Math.max(known.endedAtMs, endMs) })
  }
  const told = new Map(manifest.tabs.filter(({ id }) => spans.has(id)).map((tab) => [tab.id, tab]))
  const firstMs = chunks.reduce((min: number, { baseMs }: ChunkRef) => Math.min(min, baseMs), Infinity)
  const lead = chunks.length ? firstMs - manifest.startedAtMs : 0
  return {
    ...manifest,
    chunks,
    tabs: [...told.values(), ...[...spans.values()].filter(({ id }) => !told.has(id))],
    startedAtMs: lead >= 0 && lead <= longestMs ? manifest.startedAtMs : firstMs,
  }
}
