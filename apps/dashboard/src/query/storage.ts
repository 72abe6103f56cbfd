import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Storage, StorageRequest } from '@playhead/api'
import { api } from './client.ts'

const keyOf = (project: string) => ['storage', project] as const

export const useStorage = (project: string) =>
  useQuery({ queryKey: keyOf(project), queryFn: ({ signal }) => api.projects.storage(project, { signal }) })

/** Sets how long replays are kept and how much room they may take. */
export function useSetStorage(project: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (request: StorageRequest) => api.projects.setStorage(project, request),
    onSuccess: (storage) => void queries.setQueryData<Storage>(keyOf(project), storage),
  })
}
