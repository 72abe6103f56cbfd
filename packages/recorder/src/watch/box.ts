import { findAll } from '../dom/find.ts'
import type { Scope } from '../scope.ts'

/** Canvases are kept as boxes where their pictures are not recorded: counted, so that a replay can say so. */
export function watchBox(scope: Scope): void {
  scope.onArrive.push((roots) => {
    const { length } = [...findAll(roots, 'canvas')]
    if (length) scope.lose('canvas', length)
  })
}
