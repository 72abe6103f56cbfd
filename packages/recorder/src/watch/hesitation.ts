import { keyOf } from '../dom/describe.ts'
import { nameOf } from '../dom/name.ts'
import type { Scope } from '../scope.ts'

const restMs = 2000

/** The pointer rested on an interactive element before it was clicked. */
export function watchHesitation(scope: Scope): void {
  let lastMs = Infinity
  let x = 0
  let y = 0
  scope.listen(scope.window, 'pointermove', (event) => {
    const { clientX, clientY, pointerType } = event as PointerEvent
    if (Math.abs(clientX - x) + Math.abs(clientY - y) < 4) return
    x = clientX
    y = clientY
    lastMs = pointerType === 'touch' ? Infinity : Date.now()
  })
  scope.beforeClick.push((element, isInteractive) => {
    const rested = Date.now() - lastMs
    lastMs = Infinity
    if (isInteractive && rested >= restMs)
      scope.emit({ type: 'hesitation', key: keyOf(scope, element), name: nameOf(scope, element), restMs: rested })
  })
}
