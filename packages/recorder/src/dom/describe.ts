import { elementKey } from '@playhead/wire'
import type { Scope } from '../scope.ts'

const interactive =
  'a[href],area[href],button,input,select,textarea,label,summary,option,video[controls],audio[controls],[contenteditable]:not([contenteditable=false]),[onclick],[tabindex]:not([tabindex="-1"]),[role=button],[role=link],[role=tab],[role=menuitem],[role=menuitemcheckbox],[role=menuitemradio],[role=checkbox],[role=radio],[role=switch],[role=option],[role=combobox],[role=slider],[role=spinbutton],[role=treeitem],[role=textbox],[role=searchbox]'

/** The element that an action on `target` is about: the nearest one that takes part in interaction, else itself. */
export function subjectOf(target: Element): { element: Element; isInteractive: boolean } {
  const found = target.closest(interactive)
  return { element: found ?? target, isInteractive: found !== null }
}

export const keyOf = (scope: Scope, element: Element): string => elementKey(element, scope.privacy.keepsId)

/** What a person would call an element, masked, at most 60 characters. */
export function nameOf(scope: Scope, element: Element): string {
  const field = element as HTMLInputElement
  const isField = /^(?:input|select|textarea)$/.test(element.localName)
  const isButton = isField && /^(?:submit|button|reset)$/.test(field.type)
  const name =
    element.getAttribute('aria-label') ||
    (isButton && field.value) ||
    (isField && (field.labels?.[0]?.textContent || field.placeholder)) ||
    (!isField && element.textContent?.slice(0, 400)) ||
    element.getAttribute('title') ||
    element.getAttribute('alt') ||
    element.querySelector?.('[alt],[aria-label],title')?.getAttribute('alt') ||
    ''
  // A blocked or secret part of the text must not come out through the name of what surrounds it.
  const isMixed = !isField && element.childElementCount > 0 && scope.privacy.level < 3 && scope.privacy.hidesWithin(element)
  return isMixed ? '' : scope.privacy.text(name.replace(/\s+/g, ' ').trim().slice(0, 60), element)
}

/** Why an element that is not interactive looks as if it were. */
export function affordanceOf(scope: Scope, target: Element): string | undefined {
  const style = scope.window.getComputedStyle(target)
  if (style.cursor === 'pointer') return 'cursor'
  if (/\b(?:btn|button|cta)/i.test(target.getAttribute('class') ?? '')) return 'class'
  if (style.textDecorationLine?.includes('underline')) return 'underline'
  return target.localName === 'img' ? 'image' : undefined
}
