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
  /** Where it went since the last point: where it rests is told, however fast it came. */
  let rest: { x: number; y: number; nowMs: number } | null = null
  function add(x: number, y: number, nowMs: number): void {
    if (!points.length) {
      startMs = nowMs
      points.push({ afterMs: 0, x, y })
    } else if (x !== lastX || y !== lastY) points.push({ afterMs: nowMs - lastMs, x: x - lastX, y: y - lastY })
    else return
    lastMs = nowMs
    lastX = x
    lastY = y
  }
  function flush(): void {
    if (rest) add(rest.x, rest.y, rest.nowMs)
    rest = null
    if (points.length) scope.emit({ type: 'pointer', timeMs: startMs, pointer: kind, points })
    points = []
  }
  scope.listen(scope.window, 'pointermove pointerdown', (event) => {
    const { clientX, clientY, pointerType, type } = event as PointerEvent
    const nowMs = Date.now()
    const isSoon = type === 'pointermove' && nowMs - lastMs < 50
    // Asked again with each batch, since it may need layout.
    if (view !== (view = (event as PointerEvent).view) || (!isSoon && !points.length))
      origin = originOf(scope.document, event.target as Node)
    const x = Math.round(clientX + origin.x)
    const y = Math.round(clientY + origin.y)
    if (isSoon) return void (rest = { x, y, nowMs })
    rest = null
    const found = pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse'
    if (points.length > 40 || found !== kind || nowMs - startMs > 1000) flush()
    kind = found
    add(x, y, nowMs)
  })
  scope.onSeal.push(flush)
}
