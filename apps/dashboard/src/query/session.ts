import { ApiError, type SessionSearchRequest } from '@playhead/api'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from './client.ts'

export type SessionQuestion = Pick<SessionSearchRequest, 'filter' | 'sort' | 'range'>

/** Sessions page by page; the list stands still while a person reads it. */
export const useSessions = (project: string, question: SessionQuestion) =>
  useInfiniteQuery({
    queryKey: ['sessions', project, question],
    queryFn: ({ pageParam, signal }) => api.sessions.search(project, { ...question, limit: 100, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })

/** What a fresh look would list first: for "show n new". */
export const useNewestSessions = (project: string, question: SessionQuestion) =>
  useQuery({
    queryKey: ['newest-sessions', project, question],
    queryFn: async ({ signal }) => (await api.sessions.search(project, { ...question, limit: 50 }, { signal })).items,
    refetchInterval: 3_000,
  })

/** `isGrowing`: more of it may come, so it is asked for again and again. */
export const useSession = (project: string, session: string, isGrowing: boolean) =>
  useQuery({
    queryKey: ['session', project, session],
    queryFn: ({ signal }) => api.sessions.get(project, session, { signal }),
    refetchInterval: isGrowing ? 5_000 : false,
  })

/** A session by its id alone. One whose visit has just begun comes within seconds: it is asked for again, for half a minute. */
export const useFoundSession = (session: string) =>
  useQuery({
    queryKey: ['found-session', session],
    queryFn: ({ signal }) => api.sessions.find(session, { signal }),
    retry: (count, error) => error instanceof ApiError && error.code === 'not-found' && count < 15,
    retryDelay: 2_000,
    refetchOnWindowFocus: false,
  })

/** Erases a session for good; whatever was known of it here is asked for anew. */
export function useEraseSession(project: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (session: string) => api.sessions.erase(project, session),
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['sessions', 'newest-sessions', 'storage', 'pages'].includes(String(queryKey[0])),
      }),
  })
}
