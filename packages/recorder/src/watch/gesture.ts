import type { EventOf } from '@playhead/wire'
import { keyOf, subjectOf } from '../dom/describe.ts'
import type { Scope } from '../scope.ts'

/** Fingers that move less have tapped. @see definitions of dead swipes */
const leastPx = 30
/** How long after it a gesture may be answered. */
const patienceMs = 700

interface Doing {
  readonly event: EventOf<'gesture'>
  readonly element: Element
  /** How far fingers were apart at first. */
  readonly gap: number
  movedPx: number
}

/** What fingers and drags did: from where to where, and whether anything came of it. */
export function watchGesture(scope: Scope): void {
  let fingers: Doing | null = null
  let drag: Doing | null = null
  /** What may still be answered. */
  const open = new Set<Doing>()

  function begin(raw: Event, kind: EventOf<'gesture'>['kind'], { x, y, gap }: ReturnType<typeof placeOf>): Doing {
    const { element } = subjectOf(raw.composedPath()[0] as Element)
    const event = { type: 'gesture', timeMs: Date.now(), kind, key: '', x, y, toX: x, toY: y, durationMs: 0, answered: false } as const
    return { event: { ...event }, element, gap, movedPx: 0 }
  }
  function move({ event, gap: from }: Doing, { x, y, gap }: ReturnType<typeof placeOf>): number {
    event.toX = x
    event.toY = y
    return Math.max(Math.abs(gap - from), event.kind === 'swipe' ? Math.hypot(x - event.x, y - event.y) : 0)
  }
  function tell(doing: Doing): void {
    if (open.delete(doing)) scope.emit({ ...doing.event, key: keyOf(scope, doing.element) })
  }
  function end(doing: Doing, patience: number): void {
    doing.event.durationMs = Date.now() - doing.event.timeMs
    open.add(doing)
    if (patience) scope.later(patience, () => tell(doing))
    else tell(doing)
  }
  scope.onRespond.push((kind, changed) => {
    for (const doing of open)
      // A change answers where the finger was: elsewhere a clock may tick.
      if (!changed || changed.some((node) => node.contains(doing.element) || doing.element.contains(node))) doing.event.answered = true
  })
  scope.onSeal.push((leaving) => {
    if (leaving) for (const doing of open) if (doing !== fingers) tell(doing)
  })

  scope.listen(scope.window, 'touchstart touchmove touchend touchcancel', (raw) => {
    const { type, touches } = raw as TouchEvent
    if (type === 'touchstart') {
      open.delete(fingers!)
      fingers = begin(raw, touches[1] ? 'pinch' : 'swipe', placeOf(touches[0]!, touches[1]))
      open.add(fingers)
    } else if (!fingers) return
    else if (type === 'touchmove') fingers.movedPx = move(fingers, placeOf(touches[0]!, touches[1]))
    else {
      if (fingers.movedPx < leastPx) open.delete(fingers)
      else end(fingers, patienceMs)
      fingers = null
    }
  })
  scope.listen(scope.window, 'dragstart dragend drop', (raw) => {
    const { type, dataTransfer } = raw as DragEvent
    const at = placeOf(raw as DragEvent)
    if (type === 'dragstart') drag = begin(raw, 'drag', at)
    else {
      const done = type === 'drop' ? begin(raw, 'drop', at) : drag
      if (!done) return
      move(done, at)
      // Where nothing would be taken there is no drop.
      done.event.answered = type === 'drop' || dataTransfer?.dropEffect !== 'none'
      end(done, 0)
    }
  })
}

/** The middle between two points, or one, in viewport px, and how far they are apart. */
function placeOf(
  { clientX, clientY }: { clientX: number; clientY: number },
  other: { clientX: number; clientY: number } = { clientX, clientY },
): { x: number; y: number; gap: number } {
  const gap = Math.hypot(clientX - other.clientX, clientY - other.clientY)
  return { x: (clientX + other.clientX) / 2, y: (clientY + other.clientY) / 2, gap }
}
