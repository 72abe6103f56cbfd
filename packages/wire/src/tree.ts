import type { EventOf } from './event.ts'
import type { Namespace } from './html.ts'

/**
 * A node of the document model. Children are a doubly linked list; a shadow root, and the document in an iframe, hang
 * beside them on their host, which is their parent.
 */
export interface ModelNode {
  readonly kind: 'document' | 'element' | 'shadow' | 'text' | 'comment'
  /** 0 until it is given one. */
  id: number
  /** Local name as serialised; empty but for elements. */
  readonly name: string
  readonly namespace: Namespace
  /** In order; replaced, never changed, as copies of a page share it. A shadow root's are those of its `<template>`. */
  attributes: ReadonlyMap<string, string>
  /** A text's or comment's data; of an element whose children are not numbered, the source of its content. */
  data: string
  parent: ModelNode | null
  previous: ModelNode | null
  next: ModelNode | null
  first: ModelNode | null
  last: ModelNode | null
  shadow: ModelNode | null
  /** The document in an iframe. */
  frame: ModelNode | null
  state: NodeState | null
}

/** What a node shows and HTML does not say. */
export interface NodeState {
  value?: string | undefined
  checked?: boolean | undefined
  selected?: readonly number[] | undefined
  scroll?: { readonly x: number; readonly y: number } | undefined
  /** Live CSS text of a sheet's owner; on the document and on shadow roots, that of adopted sheets without ids. */
  css?: string | undefined
  /** Ids of the constructed sheets that a document or a shadow root applies, in order. */
  adopted?: readonly number[] | undefined
  /** Of a sheet's owner. */
  sheet?: { readonly disabled: boolean; readonly media: string } | undefined
  /** What a document says beside its nodes. */
  page?: { readonly doctype: string; readonly url: string; readonly base: string } | undefined
  /** The tab of another origin's page in an iframe; empty: it is not recorded. */
  foreign?: string | undefined
  media?: EventOf<'media'> | undefined
  /** A canvas as a picture. */
  image?: string | undefined
  /** States that are on. */
  states?: readonly string[] | undefined
  /** What a manual slot shows. */
  slotted?: readonly number[] | undefined
}

const noAttributes: ReadonlyMap<string, string> = new Map()

export function createNode(
  kind: ModelNode['kind'],
  id: number,
  options: { name?: string; namespace?: Namespace; data?: string } = {},
): ModelNode {
  return {
    kind,
    id,
    name: options.name ?? '',
    namespace: options.namespace ?? 'html',
    attributes: noAttributes,
    data: options.data ?? '',
    parent: null,
    previous: null,
    next: null,
    first: null,
    last: null,
    shadow: null,
    frame: null,
    state: null,
  }
}

/** Puts a detached node into `parent`, before its child `before` or at the end. */
export function link(parent: ModelNode, node: ModelNode, before: ModelNode | null): void {
  const after = before ? before.previous : parent.last
  node.parent = parent
  node.previous = after
  node.next = before
  if (after) after.next = node
  else parent.first = node
  if (before) before.previous = node
  else parent.last = node
}

export function unlink(node: ModelNode): void {
  const { parent, previous, next } = node
  if (!parent) return
  if (node.kind === 'shadow') parent.shadow = null
  else if (node.kind === 'document') parent.frame = null
  else {
    if (previous) previous.next = next
    else parent.first = next
    if (next) next.previous = previous
    else parent.last = previous
  }
  node.parent = node.previous = node.next = null
}

export function contains(outer: ModelNode, inner: ModelNode): boolean {
  for (let at: ModelNode | null = inner; at; at = at.parent) if (at === outer) return true
  return false
}

/** What a visitor returns to pass over what is in a node. */
export const passOver: unique symbol = Symbol('pass over')
type Enter = (node: ModelNode) => unknown

/** Visits a subtree in document order: a node, its shadow root, its children; no frames. Never recurses: trees may be deep. */
export function walk(top: ModelNode, enter: Enter, leave?: (node: ModelNode) => void): void {
  let node = top
  for (;;) {
    const inner = enter(node) === passOver ? null : (node.shadow ?? node.first)
    if (inner) {
      node = inner
      continue
    }
    for (;;) {
      leave?.(node)
      if (node === top) return
      const parent = node.parent!
      const after = node.kind === 'shadow' ? parent.first : node.next
      if (after) {
        node = after
        break
      }
      node = parent
    }
  }
}

/** Visits all that ends with a node: its subtree and the documents in its iframes. */
export function walkDeep(top: ModelNode, enter: Enter): void {
  const tops = [top]
  for (let at = tops.pop(); at; at = tops.pop())
    walk(at, (node) => {
      const told = enter(node)
      if (node.frame && told !== passOver) tops.push(node.frame)
      return told
    })
}

export function setAttribute(node: ModelNode, name: string, value: string | undefined): void {
  const attributes = new Map(node.attributes)
  if (value === undefined) attributes.delete(name)
  else attributes.set(name, value)
  node.attributes = attributes
}

/** A document with all that ends with it, copied, and its nodes by id. */
export function copyTree(document: ModelNode): { document: ModelNode; nodes: Map<number, ModelNode> } {
  const nodes = new Map<number, ModelNode>()
  /** Nodes whose inner ones are not copied yet, each before its copy. */
  const open: ModelNode[] = []
  function copyOf(node: ModelNode, parent: ModelNode | null): ModelNode {
    const copy = createNode(node.kind, node.id, node)
    copy.attributes = node.attributes
    copy.state = node.state
    copy.parent = parent
    nodes.set(node.id, copy)
    if (node.first ?? node.shadow ?? node.frame) open.push(node, copy)
    return copy
  }
  const top = copyOf(document, null)
  for (let copy = open.pop(); copy; copy = open.pop()) {
    const node = open.pop()!
    let last: ModelNode | null = null
    for (let child = node.first; child; child = child.next) {
      const next = copyOf(child, copy)
      next.previous = last
      if (last) last.next = next
      else copy.first = next
      last = next
    }
    copy.last = last
    if (node.shadow) copy.shadow = copyOf(node.shadow, copy)
    if (node.frame) copy.frame = copyOf(node.frame, copy)
  }
  return { document: top, nodes }
}
