import { findAll } from '../dom/find.ts'
import type { Scope } from '../scope.ts'

/** Which nodes slots show where scripts choose (`slotAssignment: 'manual'`): each such slot is told, also an empty one. */
export function watchSlot(scope: Scope): void {
  const due = new Set<HTMLSlotElement>()
  const request = scope.onFrame(tell)
  function tell(): void {
    for (const slot of due) {
      const id = scope.idOf(slot)
      if (id) scope.emit({ type: 'slot', id, nodes: slot.assignedNodes().map(scope.idOf).filter(Boolean) })
    }
    due.clear()
  }
  scope.patch(scope.window.HTMLSlotElement?.prototype, 'assign', (slot) => {
    due.add(slot as HTMLSlotElement)
    request()
  })
  scope.onArrive.push((roots) => {
    for (const slot of findAll(roots, 'slot'))
      if ((slot.getRootNode() as ShadowRoot).slotAssignment === 'manual') due.add(slot as HTMLSlotElement)
    tell()
  })
}
