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
 */
export function serialiseSlowly(node: Node, namespace: Namespace, shadowRootOf: ShadowRootOf): string {
  if (node.nodeType === 3) return encodeText((node as Text).data)
  if (node.nodeType === 8) return '<!---->'
  if (node.nodeType !== 1) return ''
  const element = node as Element
  const name = element.localName
  const own = namespaceWithin(name, namespace)
  let html = openTag(element)
  if (own === 'html' && name === 'template') html = html.replace(' shadowrootmode="', ' data-shadowrootmode="')
  const root = shadowRootOf(element)
  if (root) html += serialiseRoot(root, shadowRootOf)
  if (own === 'html' && voidElements.has(name)) return html
  if (holdsTextOnly(name, own)) {
    // Text that would end its element is told in the same length, so that fix-ups still count right.
    for (const child of element.childNodes) if (child.nodeType === 3) html += (child as Text).data.replaceAll(`</${name}`, `<\\${name}`)
  } else if (hasNumberedChildren(name, own))
    for (let child = element.firstChild; child; child = child.nextSibling)
      html += serialiseSlowly(child, innerNamespace(name, own), shadowRootOf)
  return `${html}</${name}>`
}

/** A shadow root in the form that declares it. */
export function serialiseRoot(root: ShadowRoot, shadowRootOf: ShadowRootOf): string {
  let html = `<template shadowrootmode="${root.mode}">`
  for (let child = root.firstChild; child; child = child.nextSibling) html += serialiseSlowly(child, 'html', shadowRootOf)
  return `${html}</template>`
}
