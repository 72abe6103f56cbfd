import type { Scope } from '../scope.ts'
import { onRenewal } from './renewal.ts'

/** What a pinch shows of the layout viewport. */
export function watchVisualViewport(scope: Scope): void {
  const viewport = scope.window.visualViewport
  if (!viewport) return
  let last = { x: 0, y: 0, scale: 1 }
  const tell = (): void => scope.emit({ type: 'visualViewport', ...last })
  scope.listen(
    viewport,
    'scroll resize',
    scope.onFrame(() => {
      const { offsetLeft: x, offsetTop: y, scale } = viewport
      if (x === last.x && y === last.y && scale === last.scale) return
      last = { x, y, scale }
      tell()
    }),
  )
  // Asked only when it moves: asking may lay out the page.
  onRenewal(
    scope,
    () => undefined,
    () => {
      if (last.scale !== 1) tell()
    },
  )
}
