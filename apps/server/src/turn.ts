import { ApiError } from '@playhead/api'

/** Does what it is given, one after the other. Rejects with ApiError `slow-down` where `most` are not done yet. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

export function createTurns(most: number): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  let undone = 0
  return async (work) => {
    if (undone >= most) throw new ApiError('slow-down', 'too many at once')
    undone++
    const done = last.then(work)
    last = done.then(
      () => undone--,
      () => undone--,
    )
    return done
  }
}
