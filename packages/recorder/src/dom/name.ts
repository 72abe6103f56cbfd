import type { Scope } from '../scope.ts'
import { nodeAfter } from './find.ts'

const maxLength = 60
/** Text of more is not a name: a heading in it may be one. */
const maxText = 80

/** What a person would call an element, masked, at most 60 characters; empty where it has no name. */
export function nameOf(scope: Scope, element: Element): string {
  const isField = /^(?:input|select|textarea)$/.test(element.localName)
  const name =
    labelOf(scope, element) ||
    (isField ? fieldName(scope, element as HTMLInputElement) : contentName(scope, element)) ||
    attributeName(scope, element)
  // A blocked or secret part of the text must not come out through the name of what surrounds it.
  const isMixed = !isField && element.childElementCount > 0 && scope.privacy.level < 3 && scope.privacy.hidesWithin(element)
  return isMixed ? '' : scope.privacy.text(name.slice(0, maxLength), element)
}

/** Text as it may be told where it stands, which may be elsewhere than what it names. */
const say = (scope: Scope, text: string, at: Node): string => (!text || scope.privacy.isHidden(at) ? '' : scope.privacy.text(text, at))

function labelOf(scope: Scope, element: Element): string {
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  const root = element.getRootNode() as Partial<Document>
  const named = ids.map((id) => textOf(scope, root.getElementById?.(id))).join(' ')
  return clean(element.getAttribute('aria-label') || named)
}

function fieldName(scope: Scope, field: HTMLInputElement): string {
  if (/^(?:submit|button|reset)$/.test(field.type) && field.value) return clean(field.value)
  return textOf(scope, field.labels?.[0]) || clean(field.placeholder || '')
}

function contentName(scope: Scope, element: Element): string {
  const text = textOf(scope, element)
  return text.length > maxText ? textOf(scope, element.querySelector('h1,h2,h3,h4,h5,h6,[role=heading],legend,caption,summary')) : text
}

function attributeName(scope: Scope, element: Element): string {
  for (const one of [element, element.querySelector?.('[alt],[aria-label],[title]')])
    for (const attribute of ['alt', 'title', 'aria-label']) {
      const found = one ? say(scope, clean(one.getAttribute(attribute) ?? ''), one) : ''
      if (found) return found
    }
  const title = element.querySelector?.('title')
  return title ? say(scope, clean(title.textContent ?? ''), title) : ''
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim()

const isUnnamed = (node: Node): boolean => /^(?:script|style|template|noscript|select|textarea|svg)$/.test((node as Element).localName)

/** The text in an element, that of separate elements apart; no more of it than tells that it is too long. */
function textOf(scope: Scope, top: Element | null | undefined): string {
  let text = ''
  let last: Node | null = null
  for (let node: Node | null = top?.firstChild ?? null; node && text.length <= 2 * maxText;) {
    if (node.nodeType === 3) {
      text += (last && last !== node.parentNode ? ' ' : '') + say(scope, (node as Text).data.slice(0, 200), node)
      last = node.parentNode
    }
    node = nodeAfter(node, top!, node.nodeType === 1 && isUnnamed(node))
  }
  return clean(text)
}
