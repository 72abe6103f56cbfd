import type { EventOf } from '@playhead/wire'
import type { Scope } from '../scope.ts'

/** When the document's view transitions begin, run and end. */
export function watchViewTransition(scope: Scope): void {
  const tell = (phase: EventOf<'viewTransition'>['phase']) => (): void => scope.emit({ type: 'viewTransition', phase })
  scope.patch(scope.window.Document.prototype, 'startViewTransition', (_self, _args, result) => {
    const { ready, finished } = result as ViewTransition
    tell('start')()
    // One that is skipped never is ready.
    ready.then(tell('ready'), () => undefined)
    finished.then(tell('finished'), tell('finished'))
  })
}
