import { encodeAttribute, encodeText, rawTextElements, voidElements } from './html.ts'
import { type ModelNode, walk } from './tree.ts'

/** A subtree as a browser serialises it (`outerHTML`, with every shadow root as its template). Of a document: its children. */
export function htmlOf(top: ModelNode): string {
  const parts: string[] = []
  walk(
    top,
    (node) => {
      if (node.kind === 'text') parts.push(isPlain(node.parent) ? node.data : encodeText(node.data))
      else if (node.kind === 'comment') parts.push(`<!--${node.data}-->`)
      else if (node.kind !== 'document') {
        parts.push('<', tagOf(node))
        for (const [name, value] of node.attributes) parts.push(' ', name, '="', encodeAttribute(value), '"')
        parts.push('>', node.data)
      }
    },
    (node) => {
      if (node.kind === 'shadow' || (node.kind === 'element' && !isVoid(node))) parts.push('</', tagOf(node), '>')
    },
  )
  return parts.join('')
}

const tagOf = (node: ModelNode): string => (node.kind === 'shadow' ? 'template' : node.name)
const isVoid = (node: ModelNode): boolean => node.namespace === 'html' && voidElements.has(node.name)
/** Whether HTML reads all that stands in it as text. */
export const isPlain = (parent: ModelNode | null): boolean =>
  parent !== null && parent.kind === 'element' && parent.namespace === 'html' && rawTextElements.has(parent.name)
