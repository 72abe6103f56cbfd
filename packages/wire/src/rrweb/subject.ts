import type { ModelNode } from '../tree.ts'

const pressed = /^(?:a|button|input|label|option|select|summary|textarea)$/
const pressedRole = /^(?:button|checkbox|link|menuitem|option|radio|switch|tab)$/
const unnamed = /^(?:noscript|script|select|style|svg|template|textarea)$/
const heading = /^(?:caption|h[1-6]|legend)$/
const maxLength = 60
/** Text of more is not a name: a heading in it may be one. */
const maxText = 80
/** No file is to take long over the names of its clicks. */
const [maxNodes, maxRead] = [500, 200]

/** What a click was about, as the recorder would have it: the nearest element that takes presses, and what it is called. */
export function subjectOf(target: ModelNode | undefined): { tag: string; name: string } {
  let node = target
  while (node && node.kind !== 'element') node = node.parent ?? undefined
  for (let at = node; at; at = at.parent ?? undefined) {
    if (!pressed.test(at.name) && !pressedRole.test(at.attributes.get('role') ?? '')) continue
    node = at
    break
  }
  return node ? { tag: node.name, name: nameOf(node).slice(0, maxLength) } : { tag: '', name: '' }
}

function nameOf(node: ModelNode): string {
  const isButton = node.name === 'input' && /^(?:button|reset|submit)$/.test(node.attributes.get('type') ?? '')
  return (
    say(node, 'aria-label') || (isButton && say(node, 'value')) || say(node, 'placeholder') || contentOf(node) || say(node, 'alt', 'title')
  )
}

function contentOf(top: ModelNode): string {
  const text = clean(textOf(top))
  if (text && text.length <= maxText) return text
  for (const node of nodesIn(top)) {
    if (node.kind !== 'element' || (text && !heading.test(node.name))) continue
    const found = text ? clean(textOf(node)) : say(node, 'alt', 'aria-label', 'title')
    if (found) return found
  }
  return ''
}

function say(node: ModelNode, ...names: readonly string[]): string {
  for (const name of names) {
    const found = clean((node.attributes.get(name) ?? '').slice(0, maxRead))
    if (found) return found
  }
  return ''
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim()

function* nodesIn(top: ModelNode): Generator<ModelNode> {
  let left = maxNodes
  for (let at = next(top, top); at && left--; at = next(at, top)) yield at
}
/** In the order of the page; what holds no words of it is passed over with all that is in it. */
function next(at: ModelNode, top: ModelNode): ModelNode | null {
  if (at.first && (at === top || !unnamed.test(at.name))) return at.first
  let from: ModelNode | null = at
  while (from && from !== top && !from.next) from = from.parent
  return from && from !== top ? from.next : null
}

/** The text in an element, that of separate elements apart; no more of it than tells that it is too long. */
function textOf(top: ModelNode): string {
  let text = ''
  let last: ModelNode | null = null
  if (unnamed.test(top.name)) return text
  for (const { kind, data, parent } of nodesIn(top)) {
    if (kind !== 'text') continue
    text += (last && last !== parent ? ' ' : '') + data.slice(0, maxRead)
    last = parent
    if (text.length > 2 * maxText) break
  }
  return text
}
