import { innerNamespace, type Namespace } from '@playhead/wire'
import { maskHtml } from '../privacy/html.ts'
import type { Privacy } from '../privacy/privacy.ts'
import { namespaceWithin, type Numbered, type Numbering, numberNodes } from './number.ts'
import { serialiseNatively, serialiseRoot, serialiseSlowly } from './serialise.ts'

export interface Captured {
  readonly html: string
  readonly splits: { id: number; lengths: number[] }[]
  readonly empties: { id: number; parent: number }[]
  /** Shadow roots that came along. */
  readonly roots: readonly ShadowRoot[]
}

export interface CaptureTools {
  readonly document: Document
  readonly privacy: Privacy
  readonly numbering: Numbering
  onCssUrl?: ((url: string) => void) | undefined
}

/** The namespace that HTML text put into `node` starts in. */
export function namespaceInside(node: Node): Namespace {
  if (node.nodeType !== 1) return 'html'
  const name = (node as Element).localName
  return innerNamespace(name, ownNamespace(node as Element))
}
export const ownNamespace = (element: Element): Namespace => {
  const name = element.localName
  const own = namespaceWithin(name, 'html')
  return own !== 'html' || !element.parentElement ? own : namespaceInside(element.parentElement)
}

/** Siblings from `first` up to `end`, numbered, serialised and masked. Null where no text could say them. */
export function captureNodes(tools: CaptureTools, first: Node, end: Node | null, parent: Node): Captured | null {
  const nodes: Node[] = []
  for (let node: Node | null = first; node && node !== end; node = node.nextSibling)
    if (/^[138]$/.test(String(node.nodeType))) nodes.push(node)
  const namespace = namespaceInside(parent)
  const parentId = tools.numbering.ids.get(parent) ?? 0
  return capture(tools, nodes, parent, namespace, {
    number: () => numberNodes(tools.numbering, first, end, parentId, namespace),
    fast(roots) {
      let html = ''
      for (const node of nodes) {
        const part = serialiseNatively(node, roots)
        if (part === null) return null
        html += part
      }
      return html
    },
    slow: () => nodes.map((node) => serialiseSlowly(node, namespace, tools.numbering.shadowRootOf)).join(''),
  })
}

/** A shadow root that its host got after the host was recorded. */
export function captureRoot(tools: CaptureTools, root: ShadowRoot): Captured | null {
  const { numbering } = tools
  return capture(tools, [root], root.host, 'html', {
    number() {
      const id = numbering.nextId++
      numbering.ids.set(root, id)
      const found = numberNodes(numbering, root.firstChild, null, id, 'html')
      found.roots.unshift(root)
      return found
    },
    fast: () => null,
    slow: () => serialiseRoot(root, numbering.shadowRootOf),
  })
}

interface Way {
  number(): Numbered
  fast(roots: readonly ShadowRoot[]): string | null
  slow(): string
}

function capture(tools: CaptureTools, nodes: readonly Node[], parent: Node, namespace: Namespace, way: Way): Captured | null {
  const { privacy, numbering, document } = tools
  const firstId = numbering.nextId
  privacy.prepare(nodes, numbering.blocked)
  const found = way.number()
  const trees = found.roots.length ? [...nodes, ...found.roots] : nodes
  if (found.roots.length) privacy.prepare(found.roots, numbering.blocked)
  const decisions = privacy.decide(trees, (node) => numbering.ids.get(node) ?? 0)
  const context = {
    firstId,
    level: privacy.levelOf(parent),
    namespace,
    parentTag: parent.nodeType === 1 ? (parent as Element).localName : '',
    parentId: numbering.ids.get(parent) ?? 0,
    base: document.baseURI,
    tokens: privacy.tokens,
    decisions,
    splits: new Map(found.splits.map(({ id, lengths }) => [id, lengths])),
    empties: new Map(found.empties.map(({ id, parent: parentId }) => [id, parentId])),
    onCssUrl: tools.onCssUrl,
  }
  for (const serialise of [found.isOdd ? null : () => way.fast(found.roots), () => way.slow()]) {
    const raw = serialise?.()
    if (typeof raw !== 'string') continue
    try {
      const masked = maskHtml(raw, context)
      // Both counts agree, or the text does not say this tree.
      if (masked.nextId === numbering.nextId) return { html: masked.html, splits: found.splits, empties: found.empties, roots: found.roots }
    } catch {
      // Not what the tokenizer can read: the slow way writes what it can.
    }
  }
  for (const node of trees) forget(numbering, node)
  numbering.nextId = firstId
  return null
}

/** Takes a subtree's ids back. */
export function forget(numbering: Numbering, node: Node, told?: (node: Node, id: number) => void): void {
  const id = numbering.ids.get(node)
  if (id !== undefined) {
    numbering.ids.delete(node)
    told?.(node, id)
  }
  if (node.nodeType === 1) {
    const root = numbering.shadowRootOf(node as Element)
    if (root) forget(numbering, root, told)
  }
  for (let child = node.firstChild; child; child = child.nextSibling) forget(numbering, child, told)
}
