import { createHash } from 'node:crypto'
import { type DomEvent, encodeEvents } from '@playhead/wire'

/** Having pointed at, selected or adopted nothing is as good as never having told so. */
const isSaid = (event: DomEvent): boolean =>
  !(event.type === 'sheet' && !event.css) &&
  !(event.type === 'pointed' && !event.hover && !event.active) &&
  !(event.type === 'selection' && !event.anchor && !event.focus)
/** In which order these were told says nothing. */
const isUnordered = ({ type }: DomEvent): boolean => /^(?:define|font|animation|highlight)$/.test(type)

/**
 * A hash of a page, told whole by `changeBetween(null, page, timeMs)`: equal for pages that look and behave the same and
 * whose nodes have the same ids.
 */
export function hashPage(whole: readonly DomEvent[]): string {
  const said = whole.filter(isSaid)
  const hash = createHash('sha256')
  hash.update(
    encodeEvents(
      said.filter((event) => !isUnordered(event)),
      0,
    ),
  )
  const unordered = said.filter(isUnordered).map((event) => JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))))
  for (const text of unordered.sort()) hash.update(text)
  return hash.digest('hex')
}
