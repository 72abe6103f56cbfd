import type { Me } from '@playhead/api'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export const meQuery = queryOptions<Me>({ queryKey: ['me'], queryFn: ({ signal }) => api.me({ signal }), staleTime: 60_000 })
export const useMe = () => useQuery(meQuery)
