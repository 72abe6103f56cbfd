import { useEffect } from 'react'
import { type SessionQuestion, useSessions } from './session.ts'

export interface Neighbours {
  readonly previous: string | undefined
  readonly next: string | undefined
  /** The place in the list, from 1; 0: it is not in the part of the list that is known. */
  readonly place: number
  /** How long the known part is. */
  readonly known: number
  readonly isMore: boolean
}

/** The sessions beside this one in the list that it was opened from; by a link without conditions, in the list of all. */
export function useNeighbours(project: string, id: string, question: SessionQuestion): Neighbours {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSessions(project, question)
  const ids = data?.pages.flatMap(({ items }) => items.map((item) => item.id)) ?? []
  const at = ids.indexOf(id)
  const isAtEnd = at >= 0 && at === ids.length - 1 && hasNextPage && !isFetchingNextPage
  useEffect(() => {
    if (isAtEnd) void fetchNextPage()
  }, [isAtEnd, fetchNextPage])
  return {
    previous: at > 0 ? ids[at - 1] : undefined,
    next: at >= 0 ? ids[at + 1] : undefined,
    place: at + 1,
    known: ids.length,
    isMore: hasNextPage,
  }
}
