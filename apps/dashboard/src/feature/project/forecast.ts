import type { Storage } from '@playhead/api'
import { formatCount } from '../../ui/time.ts'

/** When the room is used up, in a sentence. */
export function forecastOf({ fullInDays, quotaBytes, growthBytesPerDay }: Storage): string {
  if (!growthBytesPerDay) return 'Nothing comes, so nothing fills up'
  if (fullInDays === null) return 'It lasts: by the time it would be full, as much expires as comes'
  const when = fullInDays < 1 ? 'within a day' : `in ${formatCount(Math.floor(fullInDays), 'day')}`
  return quotaBytes === null
    ? `The disk is full ${when}, and recording stops: set a quota, or keep less long`
    : `The quota is reached ${when}; then plain sessions go first`
}
