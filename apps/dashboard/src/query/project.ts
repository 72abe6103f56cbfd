import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from './client.ts'

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async ({ signal }) => (await api.projects.list({ signal })).items,
  staleTime: 30_000,
})
export const useProjects = () => useQuery(projectsQuery)

export const useProject = (project: string) =>
  useQuery({ queryKey: ['project', project], queryFn: ({ signal }) => api.projects.get(project, { signal }), staleTime: 60_000 })

/** Asked every two seconds: it is what a person waits for while installing. */
export const useProjectStatus = (project: string) =>
  useQuery({ queryKey: ['status', project], queryFn: ({ signal }) => api.projects.status(project, { signal }), refetchInterval: 2_000 })

/** How many sessions a project holds: what a part of them is a part of. */
export const useSessionCount = (project: string) =>
  useQuery({
    queryKey: ['status', project],
    queryFn: ({ signal }) => api.projects.status(project, { signal }),
    select: ({ sessions }) => sessions,
    staleTime: 30_000,
  })

/** Lets pages of one more origin send recordings to a project. */
export function useAddOrigin(project: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (origins: string[]) => api.projects.setOrigins(project, { origins }),
    onSuccess: () =>
      Promise.all([queries.invalidateQueries({ queryKey: ['project', project] }), queries.invalidateQueries({ queryKey: ['projects'] })]),
  })
}

export function useCreateProject() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: api.projects.create, onSuccess: () => queries.invalidateQueries({ queryKey: ['projects'] }) })
}
