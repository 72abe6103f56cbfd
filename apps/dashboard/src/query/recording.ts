import { recordingSource } from '@playhead/api'
import type { PlayerOptions } from '@playhead/player'
import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

/** A stored recording as the player wants it, and where the opaque frame is. */
export const useRecording = (project: string, session: string | undefined) =>
  useQuery({
    queryKey: ['recording', project, session],
    queryFn: async ({ signal }) => {
      const [manifest, frame] = await Promise.all([api.sessions.recording(project, session!, { signal }), api.replayFrame({ signal })])
      const source: NonNullable<PlayerOptions['source']> = recordingSource(api, project, manifest)
      return { source, frameUrl: frame.url }
    },
    enabled: session !== undefined,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })

/** What the manifest of a session that goes on says by now: the player is two or three seconds behind the visitor. */
export const useGrowth = (project: string, session: string, isLive: boolean) =>
  useQuery({
    queryKey: ['growth', project, session],
    // What was begun with chunks goes on with chunks, also when a recording file is made meanwhile.
    queryFn: ({ signal }) => api.sessions.received(project, session, { signal }),
    enabled: isLive,
    refetchInterval: 2_000,
    gcTime: 0,
  })
