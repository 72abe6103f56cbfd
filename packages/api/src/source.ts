import { type RecordingManifest, type RecordingSource, unpackChunks } from '@playhead/wire'
import type { Client } from './client.ts'

/** A stored recording as a player reads it, through the API: from its file where its manifest names one, else chunk by chunk. */
export function recordingSource(client: Client, project: string, manifest: RecordingManifest): RecordingSource {
  const { sessionId: session, file, signals } = manifest
  const loadAsset: RecordingSource['loadAsset'] = (hash) => client.asset(project, hash)
  if (file === undefined) return { manifest, loadAsset, loadChunk: (chunk) => client.chunk(project, session, chunk) }
  return {
    manifest,
    loadAsset,
    loadChunk: ({ tab, seq }) => client.part(project, session, file, { kind: 'block', tab, seq }),
    loadCheckpoint: ({ tab, seq }) => client.part(project, session, file, { kind: 'checkpoint', tab, seq }),
    ...(signals ? { loadSignals: async () => unpackChunks(await client.part(project, session, file, 'signals')) } : {}),
  }
}
