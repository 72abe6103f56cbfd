import { ApiError, createClient } from '@playhead/api'
import { QueryClient } from '@tanstack/react-query'

export const api = createClient()

/** A refusal stays one; only silence is worth asking again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => !(error instanceof ApiError && error.status < 500 && error.code !== 'server-unreachable') && count < 2,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
})
