import type { PlayerOptions } from '@playhead/player'
import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

/** A stored recording as the player wants it, and where the opaque frame is. */
export const useRecording = (project: string, session: string | undefined) =>
  useQuery({
    queryKey: ['recording', project, session],
    queryFn: async ({ signal }) => {
      const [manifest, frame] = await Promise.all([api.sessions.recording(project, session!, { signal }), api.replayFrame({ signal })])
      const source: NonNullable<PlayerOptions['source']> = {
        manifest,
        loadChunk: (chunk) => api.chunk(project, session!, chunk),
        loadAsset: (hash) => api.asset(project, hash),
      }
      return { source, frameUrl: frame.url }
    },
    enabled: session !== undefined,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
