import type { Scope } from '../scope.ts'

/** What was told of the document before a keyframe does not hold any more: `forget` it at once, tell it in a task of its own. */
export function onRenewal(scope: Scope, forget: () => void, tell: () => void): void {
  scope.onArrive.push((roots) => {
    if (roots[0] !== scope.document) return
    forget()
    scope.later(0, tell)
  })
}
