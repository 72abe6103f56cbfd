import type { EventOf } from '@playhead/wire'
import { originOf } from '../dom/realm.ts'
import type { Scope } from '../scope.ts'

/** The pointer's path, sampled every 50 ms and told in batches. */
export function watchPointer(scope: Scope): void {
  let points: { afterMs: number; x: number; y: number }[] = []
  let kind: EventOf<'pointer'>['pointer'] = 'mouse'
  let startMs = 0
  let lastMs = 0
  let lastX = 0
  let lastY = 0
  let view: unknown
  let origin = { x: 0, y: 0 }
  function flush(): void {
    if (points.length) scope.emit({ type: 'pointer', timeMs: startMs, pointer: kind, points })
    points = []
  }
  scope.listen(scope.window, 'pointermove pointerdown', (event) => {
    const { clientX, clientY, pointerType, type } = event as PointerEvent
    const now = Date.now()
    if (type === 'pointermove' && now - lastMs < 50) return
    // Asked again with each batch, since it may need layout.
    if (view !== (view = (event as PointerEvent).view) || !points.length) origin = originOf(scope.document, event.target as Node)
    const x = Math.round(clientX + origin.x)
    const y = Math.round(clientY + origin.y)
    const found = pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse'
    if (points.length > 40 || found !== kind || now - startMs > 1000) flush()
    if (!points.length) {
      kind = found
      startMs = now
      points.push({ afterMs: 0, x, y })
    } else if (x !== lastX || y !== lastY) points.push({ afterMs: now - lastMs, x: x - lastX, y: y - lastY })
    else return
    lastMs = now
    lastX = x
    lastY = y
  })
  scope.onSeal.push(flush)
}
