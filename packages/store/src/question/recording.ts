import { threshold } from '@playhead/analysis'
import type { AssetRef, RecordingManifest } from '@playhead/wire'
import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'

/** What there is of a recording: its chunks and assets. Null for a session that the project does not have. */
export async function askRecording(
  catalog: Catalog,
  project: string,
  session: string,
  nowMs: number = Date.now(),
): Promise<RecordingManifest | null> {
  const chunks = await catalog.chunks(project, session)
  if (!chunks.length) return null
  const startedAtMs = startOf(chunks)
  const endedAtMs = endOf(chunks)
  const tabs = [...new Set(chunks.map(({ tab }) => tab))].map((id) => {
    const own = chunks.filter(({ tab }) => tab === id)
    return { id, startedAtMs: startOf(own), endedAtMs: endOf(own) }
  })
  return {
    sessionId: session,
    startedAtMs,
    endedAtMs,
    durationMs: endedAtMs - startedAtMs,
    live: nowMs - chunks.reduce((max, { receivedMs }) => Math.max(max, receivedMs), 0) < threshold.idleMs,
    tabs: tabs.sort((a, b) => a.startedAtMs - b.startedAtMs),
    chunks: chunks.map(({ tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes }) => ({
      tab,
      seq,
      baseSeq,
      baseMs,
      endMs,
      keyframe,
      sizeBytes,
    })),
    assets: await assetRefs(catalog, project, session),
  }
}

export const assetRefs = async (catalog: Catalog, project: string, session: string): Promise<AssetRef[]> =>
  (await catalog.assets(project, session)).map(({ url, hash, mime, sizeBytes, missing }) => ({
    url,
    hash,
    mime,
    sizeBytes,
    ...(missing ? { missing } : {}),
  }))

/** Epoch ms of the first event: what a moment of the recording counts from. */
export const startOf = (chunks: readonly CatalogChunk[]): number => chunks.reduce((min, { baseMs }) => Math.min(min, baseMs), Infinity)
const endOf = (chunks: readonly CatalogChunk[]): number => chunks.reduce((max, { endMs }) => Math.max(max, endMs), 0)
