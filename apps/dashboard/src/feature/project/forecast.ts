import { sayOverQuota, type Storage } from '@playhead/api'
import { capitalise } from '../../ui/capitalise.ts'
import { formatCount } from '../../ui/time.ts'

/** When the room is used up, in a sentence. */
export function forecastOf(storage: Storage): string {
  const { fullInDays, quotaBytes, growthBytesPerDay } = storage
  const over = sayOverQuota(storage)
  if (over) return capitalise(over)
  if (!growthBytesPerDay) return 'Nothing comes, so nothing fills up'
  if (fullInDays === null) return 'It lasts: by the time it would be full, as much expires as comes'
  const when = fullInDays < 1 ? 'within a day' : `in ${formatCount(Math.floor(fullInDays), 'day')}`
  return quotaBytes === null
    ? `The disk is full ${when}, and recording stops: set a quota, or keep less long`
    : `The quota is reached ${when}; then plain sessions go first`
}
