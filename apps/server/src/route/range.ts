import type { Range } from '@playhead/api'
import type { Range as StoreRange } from '@playhead/store'

/** A range as asked, without the ends that were left open. */
export function rangeOf(range: Range | undefined): StoreRange | undefined {
  if (!range || 'last' in range) return range
  return { ...(range.from === undefined ? {} : { from: range.from }), ...(range.to === undefined ? {} : { to: range.to }) }
}
