import type { EventOf } from '@playhead/wire'
import { findAll } from '../privacy/privacy.ts'
import type { Scope } from '../scope.ts'

const kinds: Readonly<Record<string, EventOf<'loss'>['what']>> = { iframe: 'frame', canvas: 'canvas', video: 'media', audio: 'media' }

/** What is recorded only as a box: counted, so that a replay can say so. */
export function watchBox(scope: Scope): void {
  scope.onArrive.push((roots) => {
    const counts = new Map<EventOf<'loss'>['what'], number>()
    for (const element of findAll(roots, Object.keys(kinds).join(','))) {
      const what = kinds[element.localName]!
      counts.set(what, (counts.get(what) ?? 0) + 1)
    }
    for (const [what, count] of counts) scope.lose(what, count)
  })
}
