import { ApiError } from '@playhead/api'
import type { Store } from '@playhead/store'
import type { RecordingSource } from '@playhead/wire'

/** A stored recording to read whole. Throws ApiError `not-found` for a session that the project does not have. */
export async function storedSource(store: Store, project: string, session: string): Promise<RecordingSource> {
  const manifest = await store.recording(project, session)
  if (!manifest) throw new ApiError('not-found')
  return {
    manifest,
    async loadChunk({ tab, seq }) {
      const bytes = await store.chunkBytes(project, session, tab, seq)
      if (!bytes) throw new ApiError('damaged-data', `chunk ${seq} of tab ${tab} is lost`)
      return bytes
    },
    loadAsset: (hash) => store.assets.get(project, hash),
  }
}
