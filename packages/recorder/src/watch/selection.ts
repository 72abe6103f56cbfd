import type { Scope } from '../scope.ts'
import { onRenewal } from './renewal.ts'

/** What is selected, by its places; what is in a form control or out of the recording is not told. */
export function watchSelection(scope: Scope): void {
  let isTold = false
  const request = scope.onFrame(() => {
    const selection = scope.document.getSelection()
    let anchor = scope.idOf(selection?.anchorNode ?? null)
    let focus = scope.idOf(selection?.focusNode ?? null)
    // A selection within a control is a place beside it, from outside.
    const isSome = anchor > 0 && focus > 0 && !selection!.isCollapsed
    if (!isSome) anchor = focus = 0
    if (isSome || isTold)
      scope.emit({
        type: 'selection',
        anchor,
        anchorAt: isSome ? selection!.anchorOffset : 0,
        focus,
        focusAt: isSome ? selection!.focusOffset : 0,
      })
    isTold = isSome
  })
  scope.listen(scope.document, 'selectionchange', request)
  onRenewal(scope, () => (isTold = false), request)
}
