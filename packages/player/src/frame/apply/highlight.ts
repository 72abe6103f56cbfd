import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

export function applyHighlight(scene: Scene, event: EventOf<'highlight'>): void {
  const ranges = event.ranges.flatMap(({ start, startAt, end, endAt }) => {
    const [from, to] = [scene.nodes[start], scene.nodes[end]]
    if (from && to) return [dom.rangeOf(from, startAt, to, endAt)]
    scene.miss('node', 'a highlight of unknown nodes', start)
    return []
  })
  dom.highlight(event.name, ranges)
}
