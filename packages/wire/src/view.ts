import type { SearchElement, SearchRoot } from './element-key.ts'
import { type ModelNode, walk } from './tree.ts'

/** An element of the document model as element keys see elements. */
export interface ElementView extends SearchElement<ElementView> {
  readonly node: ModelNode
  readonly id: string
  readonly parentElement: ElementView | null
  readonly parentNode: { readonly host: ElementView | null } | null
  readonly previousElementSibling: ElementView | null
}

export function viewElement(node: ModelNode): ElementView {
  return {
    node,
    localName: node.name,
    get id() {
      return node.attributes.get('id') ?? ''
    },
    get parentElement() {
      return node.parent?.kind === 'element' ? viewElement(node.parent) : null
    },
    get parentNode() {
      const { parent } = node
      return parent && { host: parent.kind !== 'element' && parent.parent ? viewElement(parent.parent) : null }
    },
    get previousElementSibling() {
      return nearest(node.previous, 'previous')
    },
    get nextElementSibling() {
      return nearest(node.next, 'next')
    },
    get firstElementChild() {
      return nearest(node.first, 'next')
    },
    get shadowRoot() {
      const inner = node.shadow ?? node.frame
      return inner && viewRoot(inner)
    },
  }
}

/** A document or a shadow root, to search in. */
export function viewRoot(root: ModelNode): SearchRoot<ElementView> {
  return {
    get firstElementChild() {
      return nearest(root.first, 'next')
    },
    getElementById(id) {
      let found: ModelNode | null = null
      walk(root, (node) => {
        if (!found && node.attributes.get('id') === id && treeOf(node) === root) found = node
      })
      return found && viewElement(found)
    },
  }
}

function treeOf(node: ModelNode): ModelNode {
  let top = node
  while (top.parent && top.kind !== 'shadow' && top.kind !== 'document') top = top.parent
  return top
}

function nearest(start: ModelNode | null, way: 'next' | 'previous'): ElementView | null {
  for (let at = start; at; at = at[way]) if (at.kind === 'element') return viewElement(at)
  return null
}
