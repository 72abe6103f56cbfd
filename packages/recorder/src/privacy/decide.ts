import { findAll, type Roots } from '../dom/find.ts'
import { editable, type Edited, mayBeEdited } from './edited.ts'
import type { Hash } from './hash.ts'
import type { Decision } from './html.ts'
import { imageAttributes } from './image.ts'
import type { Level } from './level.ts'
import type { Markers } from './marker.ts'
import { fields, type Secrets } from './secret.ts'

interface DecideTools {
  readonly window: Window
  readonly markers: Markers
  readonly secrets: Secrets
  readonly edited: Edited
  readonly hash: Hash
}

/** What only live elements say, for those whose text is masked elsewhere: by id. */
export function decide(
  { window, markers, secrets, edited, hash }: DecideTools,
  roots: Roots,
  { idOf, html, level }: { readonly idOf: (node: Node) => number; readonly html: string | null; readonly level: Level },
): Map<number, Decision> {
  const decisions = new Map<number, Decision>()
  const at = (element: Element): Decision => {
    const id = idOf(element)
    const found = decisions.get(id) ?? {}
    if (id) decisions.set(id, found)
    return found
  }
  for (const element of markers.mayBeIn(html) ? findAll(roots, markers.any) : []) {
    if (element.matches(markers.block)) {
      const { width, height } = element.getBoundingClientRect()
      const display = window.getComputedStyle(element).display === 'inline' ? ';display:inline-block' : ''
      const decision = at(element)
      decision.block = true
      decision.set = {
        style: `width:${Math.round(width)}px;height:${Math.round(height)}px;box-sizing:border-box${display}`,
        'data-playhead-blocked': '',
      }
    } else at(element).marker = element.matches(markers.mask) ? 'mask' : 'unmask'
  }
  if (level < 3 && mayBeEdited(html)) for (const element of findAll(roots, editable)) if (edited.has(element)) at(element).marker ??= 'edit'
  for (const element of findAll(roots, fields)) if (secrets.has(element)) at(element).secret = true
  for (const element of findAll(roots, 'img')) {
    const set = imageAttributes(element as HTMLImageElement, level, hash)
    if (set) at(element).set = { ...at(element).set, ...set }
  }
  return decisions
}
