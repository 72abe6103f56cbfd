import type { ClickMap } from '@playhead/api'

/** How many of a map's clicks its picture has no place for; `missing` are those whose element the backdrop does not have. */
export function sayPlaced({ clicks, unplaced }: Pick<ClickMap, 'clicks' | 'unplaced'>, missing: readonly { clicks: number }[]): string {
  // Those without an element are among the clicks already.
  const lost = unplaced + missing.reduce((sum, element) => sum + element.clicks, 0)
  if (!clicks) return ''
  if (!lost) return 'All could be placed.'
  return `Could not be placed: ${lost} (${((lost / clicks) * 100).toFixed(0)} %).`
}
