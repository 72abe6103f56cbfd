import type { EventOf } from '@playhead/wire'
import type { Scope } from '../scope.ts'

/** More ranges of one highlight are not told. */
const maxRanges = 1000

/** Registered highlights: which text they mark, where a style sheet names them. Ranges that move are seen with the next chunk. */
export function watchHighlight(scope: Scope): void {
  const { window, privacy } = scope
  const registry = window.CSS?.highlights as unknown as Map<string, Set<AbstractRange>> | undefined
  if (!registry) return
  /** Names that the reader has, with their ranges as text; of names that are not told, none. */
  const told = new Map<string, string>()
  const request = scope.onFrame(tell)

  function rangesOf(highlight: Iterable<AbstractRange>): EventOf<'highlight'>['ranges'] {
    const ranges: EventOf<'highlight'>['ranges'] = []
    for (const { startContainer, startOffset, endContainer, endOffset } of highlight) {
      const [start, end] = [scope.idOf(startContainer), scope.idOf(endContainer)]
      if (start && end && ranges.length < maxRanges) ranges.push({ start, startAt: startOffset, end, endAt: endOffset })
    }
    return ranges
  }
  function tell(): void {
    for (const name of new Set([...told.keys(), ...registry!.keys()])) {
      const highlight = registry!.get(name)
      const isTold = privacy.level < 2 || privacy.tokens.has(name)
      const ranges = highlight && isTold ? rangesOf(highlight) : []
      const text = JSON.stringify(ranges)
      if (highlight && !isTold && !told.has(name)) scope.lose('masked', 1, 'highlight')
      else if (text !== (told.get(name) ?? '[]')) scope.emit({ type: 'highlight', name, ranges })
      if (highlight) told.set(name, text)
      else told.delete(name)
    }
  }
  for (const name of ['set', 'add', 'delete', 'clear'])
    for (const type of [window.HighlightRegistry, window.Highlight]) scope.patch(type?.prototype, name, request)
  scope.onArrive.push((roots) => {
    if (roots[0] === scope.document) told.clear()
    tell()
  })
  scope.onSeal.push(tell)
}
