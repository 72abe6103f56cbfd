import { elementKey } from '@playhead/wire'
import { frameOf } from './realm.ts'
import type { Scope } from '../scope.ts'

const interactive =
  'a[href],area[href],button,input,select,textarea,label,summary,option,video[controls],audio[controls],[contenteditable]:not([contenteditable=false]),[onclick],[tabindex]:not([tabindex="-1"]),[role=button],[role=link],[role=tab],[role=menuitem],[role=menuitemcheckbox],[role=menuitemradio],[role=checkbox],[role=radio],[role=switch],[role=option],[role=combobox],[role=slider],[role=spinbutton],[role=treeitem],[role=textbox],[role=searchbox]'

/** The element that an action on `target` is about: the nearest one that takes part in interaction, else itself. */
export function subjectOf(target: Element): { element: Element; isInteractive: boolean } {
  const found = target.closest(interactive)
  return { element: found ?? target, isInteractive: found !== null }
}

export function keyOf(scope: Scope, element: Element): string {
  const host = frameOf(scope.document, element)
  return (host ? `${keyOf(scope, host)}>>` : '') + elementKey(element, scope.privacy.keepsId)
}

/** Why an element that is not interactive looks as if it were. */
export function affordanceOf(scope: Scope, target: Element): string | undefined {
  const style = scope.window.getComputedStyle(target)
  if (style.cursor === 'pointer') return 'cursor'
  if (/\b(?:btn|button|cta)/i.test(target.getAttribute('class') ?? '')) return 'class'
  if (style.textDecorationLine?.includes('underline')) return 'underline'
  return target.localName === 'img' ? 'image' : undefined
}
