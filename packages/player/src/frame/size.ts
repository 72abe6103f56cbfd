import type { DomEvent } from '@playhead/wire'

/** What an event takes besides its texts, roughly. */
const eventBytes = 160

/** About what decoded events take in memory. */
export function sizeOf(events: readonly DomEvent[]): number {
  let sizeBytes = 0
  for (const event of events) {
    sizeBytes += eventBytes
    for (const value of Object.values(event)) {
      if (typeof value === 'string') sizeBytes += value.length
      else if (typeof value === 'object' && value !== null) sizeBytes += 8 * Object.keys(value).length
    }
  }
  return sizeBytes
}
