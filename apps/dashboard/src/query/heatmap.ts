import type { Device, HeatmapRequest } from '@playhead/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export const usePages = (project: string) =>
  useQuery({ queryKey: ['pages', project], queryFn: async ({ signal }) => (await api.pages(project, {}, { signal })).items })

export const useClickMap = (project: string, question: Omit<HeatmapRequest, 'kind'> | null) =>
  useQuery({
    queryKey: ['click-map', project, question],
    queryFn: ({ signal }) => api.heatmap(project, { kind: 'click', ...question! }, { signal }),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })

export const useBackdrop = (project: string, question: { page: string; device: Device } | null) =>
  useQuery({
    queryKey: ['backdrop', project, question],
    queryFn: ({ signal }) => api.backdrop(project, question!, { signal }),
    enabled: question !== null,
    staleTime: 60_000,
  })
