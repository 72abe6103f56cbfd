import { ApiError } from '@playhead/api'

/** What is asked for is not there; an id that nothing can have is as absent as one that nothing has. */
export const isAbsent = (error: Error | null): boolean =>
  error instanceof ApiError && (error.code === 'not-found' || error.code === 'bad-request')
