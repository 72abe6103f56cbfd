import { encodeAttribute, encodeText, hasNumberedChildren, innerNamespace, type Namespace, voidElements } from '@playhead/wire'
import { holdsTextOnly, namespaceWithin } from './number.ts'

type ShadowRootOf = (element: Element) => ShadowRoot | null

const isPlainName = (name: string): boolean => !/[\s"'<>/=]/.test(name)

function openTag(element: Element): string {
  let tag = `<${element.localName}`
  for (const { name, value } of element.attributes) if (isPlainName(name)) tag += ` ${name}="${encodeAttribute(value)}"`
  return `${tag}>`
}

/** A subtree as HTML by the browser's own serialiser, with its shadow roots. Null where this browser cannot. */
export function serialiseNatively(node: Node, roots: readonly ShadowRoot[]): string | null {
  if (node.nodeType === 3) return encodeText((node as Text).data)
  if (node.nodeType === 8) return '<!---->'
  const element = node as Element
  if (!roots.length) return element.outerHTML
  if (!('getHTML' in element)) return null
  return `${openTag(element)}${element.getHTML({ shadowRoots: [...roots] })}</${element.localName}>`
}

/**
 * The same by a walk: slow, for trees that no HTML text of the browser's own could say (a `<br>` with children, a
 * comment that holds `-->`, a template that only looks like a shadow root), and for browsers without `getHTML`.
 * Never recurses: trees may be deep.
 */
export function serialiseSlowly(top: Node, outer: Namespace, shadowRootOf: ShadowRootOf): string {
  let html = ''
  /** What is still to be said, the next last: nodes with the namespace they stand in, and end tags. */
  const rest: (string | readonly [Node, Namespace])[] = [[top, outer]]
  for (let step = rest.pop(); step !== undefined; step = rest.pop()) html += typeof step === 'string' ? step : say(...step)
  return html

  function sayLater(parent: Node, namespace: Namespace): void {
    // Onwards, as they were numbered: names in a form may hide where it goes on, and then they do so for both.
    const children: Node[] = []
    for (let child = parent.firstChild; child; child = child.nextSibling) children.push(child)
    for (const child of children.reverse()) rest.push([child, namespace])
  }
  /** A node up to what is in it. */
  function say(node: Node, namespace: Namespace): string {
    if (node.nodeType === 3) return encodeText((node as Text).data)
    if (node.nodeType === 8) return '<!---->'
    if (node.nodeType === 1) return sayElement(node as Element, namespace)
    if (node.nodeType !== 11) return ''
    rest.push('</template>')
    sayLater(node, 'html')
    return `<template shadowrootmode="${(node as ShadowRoot).mode}">`
  }
  function sayElement(element: Element, namespace: Namespace): string {
    const name = element.localName
    const own = namespaceWithin(name, namespace)
    let tag = openTag(element)
    if (own === 'html' && name === 'template') tag = tag.replace(' shadowrootmode="', ' data-shadowrootmode="')
    const root = shadowRootOf(element)
    const isVoid = own === 'html' && voidElements.has(name)
    if (!isVoid) {
      rest.push(`</${name}>`)
      // Text that would end its element is told in the same length, so that fix-ups still count right.
      if (holdsTextOnly(name, own)) {
        for (const child of element.childNodes) if (child.nodeType === 3) tag += (child as Text).data.replaceAll(`</${name}`, `<\\${name}`)
      } else if (hasNumberedChildren(name, own)) sayLater(element, innerNamespace(name, own))
    }
    if (root) rest.push([root, 'html'])
    return tag
  }
}
