import type { SessionList } from '@playhead/api'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'

/** The sessions beside this one in the list that the person came from; nothing when they came by a link. */
export function useNeighbours(project: string, id: string): { previous: string | undefined; next: string | undefined } {
  const queries = useQueryClient()
  const lists = queries.getQueriesData<InfiniteData<SessionList>>({ queryKey: ['sessions', project] })
  for (const [, list] of lists) {
    const ids = list?.pages.flatMap(({ items }) => items.map((item) => item.id)) ?? []
    const at = ids.indexOf(id)
    if (at >= 0) return { previous: ids[at - 1], next: ids[at + 1] }
  }
  return { previous: undefined, next: undefined }
}
