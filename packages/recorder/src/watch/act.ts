import type { EventOf } from '@playhead/wire'
import { keyOf, subjectOf } from '../dom/describe.ts'
import type { Scope } from '../scope.ts'

/** What is done with the page, never with which content. */
export function watchAct(scope: Scope): void {
  scope.listen(scope.window, 'copy cut paste contextmenu beforeprint', (event) => {
    const target = event.composedPath()[0] as Element
    const kind = event.type === 'beforeprint' ? 'print' : (event.type as EventOf<'act'>['kind'])
    scope.emit({ type: 'act', kind, key: target.nodeType === 1 ? keyOf(scope, subjectOf(target).element) : '' })
    // The clipboard and the printer are answers as good as a file.
    scope.respond('download')
  })
}
