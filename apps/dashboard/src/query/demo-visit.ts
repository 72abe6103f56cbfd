import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from './client.ts'

export const useDemoVisits = (project: string) =>
  useQuery({
    queryKey: ['demo-visits', project],
    queryFn: ({ signal }) => api.demoVisits.get(project, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  })

export function useSendVisitors(project: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (sessions: number) => api.demoVisits.start(project, { sessions }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['demo-visits', project] }),
  })
}
