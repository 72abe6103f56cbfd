import type { Clip, ClipRequest } from '@playhead/api'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from './client.ts'

export type ClipFormat = ClipRequest['format']

/** A clip that was asked for. */
export interface ClipJob {
  readonly key: string
  readonly format: ClipFormat
  readonly fromMs: number
  readonly toMs: number
  /** Frames, once the server has begun to count them. */
  readonly done: number
  readonly total: number
  /** Why it came to nothing; null: it may still come. */
  readonly failure: string | null
}
interface Asked extends Omit<ClipJob, 'done' | 'total'> {
  /** Null: the server has not answered yet. */
  readonly id: string | null
}

/** The server keeps a clip for so long. */
const keptMs = 60 * 60_000
const lookAgainMs = 400

/**
 * The clips of a session that are still to come, or came to nothing. One that is drawn is saved as a file and forgotten.
 * What was asked for outlives the screen: whoever comes back within the hour finds it going on.
 * @param save is given the server's id of each that is drawn
 */
export function useClips(project: string, session: string, save: (id: string) => void) {
  const queries = useQueryClient()
  const key = ['clips', project, session] as const
  const { data: asked } = useQuery<Asked[]>({ queryKey: key, queryFn: () => [], enabled: false, initialData: [], gcTime: keptMs })
  const change = (fn: (list: Asked[]) => Asked[]): void => void queries.setQueryData<Asked[]>(key, (list) => fn(list ?? []))
  const forget = (job: Pick<ClipJob, 'key'>): void => change((list) => list.filter((one) => one.key !== job.key))
  const tell = (of: string, news: Partial<Asked>): void => change((list) => list.map((one) => (one.key === of ? { ...one, ...news } : one)))

  const start = useMutation({
    mutationFn: ({ body }: { key: string; body: ClipRequest }) => api.clips.start(project, session, body),
    onMutate: ({ key: made, body: { format, fromMs, toMs } }) =>
      change((list) => [
        // Asked for again: what came to nothing before is told no more.
        ...list.filter((one) => one.failure === null || one.format !== format || one.fromMs !== fromMs || one.toMs !== toMs),
        { key: made, format, fromMs, toMs, id: null, failure: null },
      ]),
    onSuccess: ({ id }, { key: of }) => tell(of, { id }),
    onError: (error, { key: of }) => tell(of, { failure: error.message }),
  })
  const running = asked.filter(({ id, failure }) => id !== null && failure === null)
  const looks = useQueries({
    queries: running.map(({ id }) => ({
      queryKey: ['clip', project, id],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.clips.get(project, id!, { signal }),
      refetchInterval: ({ state }: { state: { data: Clip | undefined; error: Error | null } }) =>
        state.error || isOver(state.data) ? false : lookAgainMs,
      staleTime: 0,
    })),
  })
  useEffect(() => {
    for (const [index, { key: of, id }] of running.entries()) {
      const { data, error } = looks[index]!
      if (error) tell(of, { failure: error.message })
      else if (data?.state === 'failed') tell(of, { failure: data.message })
      else if (data?.state === 'done') {
        forget({ key: of })
        save(id!)
      }
    }
  })
  const jobs = asked.map((one): ClipJob => {
    const found = looks[running.indexOf(one)]?.data
    return { ...one, done: found?.done ?? 0, total: found?.total ?? 0 }
  })
  return { jobs, forget, start: (body: ClipRequest) => start.mutate({ key: String(performance.now()), body }) }
}

const isOver = (clip: Clip | undefined): boolean => clip?.state === 'done' || clip?.state === 'failed'
