import { innerNamespace, type Namespace } from '@playhead/wire'
import type { MaskJob } from '../press/draft.ts'
import type { Privacy } from '../privacy/privacy.ts'
import { createSeen, nodeAfter, type Seen, withSeen } from './find.ts'
import { namespaceWithin, type Numbered, type Numbering, numberNodes } from './number.ts'
import { serialiseNatively, serialiseSlowly } from './serialise.ts'

/** Nodes that have their ids now, as HTML that is still to be masked. */
export interface Captured {
  readonly job: MaskJob
  readonly empties: { id: number; parent: number }[]
  /** Shadow roots that came along. */
  readonly roots: readonly ShadowRoot[]
}

export interface CaptureTools {
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
export function ownNamespace(element: Element): Namespace {
  const nearest = element.closest('svg,math')
  const own = nearest ? namespaceWithin(nearest.localName, 'html') : 'html'
  // What stands between the two may lead back to HTML.
  for (let inner = element; nearest && inner !== nearest;) {
    inner = inner.parentElement!
    if (innerNamespace(inner.localName, own) === 'html') return 'html'
  }
  return own
}

/**
 * Siblings from `first` up to `end`, numbered and serialised.
 *
 * @param known their HTML, where they were prepared and it was taken a moment ago, and nothing has changed since
 */
export function captureNodes(
  tools: CaptureTools,
  first: Node,
  end: Node | null,
  parent: Node,
  seen: Seen = createSeen(),
  known?: string,
): Captured {
  const nodes: Node[] = []
  for (let node: Node | null = first; node && node !== end; node = node.nextSibling)
    if (/^[138]$/.test(String(node.nodeType))) nodes.push(node)
  const namespace = namespaceInside(parent)
  const parentId = tools.numbering.ids.get(parent) ?? 0
  return capture(tools, nodes, parent, namespace, seen, {
    html: known,
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
export function captureRoot(tools: CaptureTools, root: ShadowRoot, seen: Seen = createSeen()): Captured {
  const { numbering } = tools
  return capture(tools, [root], root.host, 'html', seen, {
    number() {
      const id = numbering.nextId++
      numbering.ids.set(root, id)
      const found = numberNodes(numbering, root.firstChild, null, id, 'html')
      found.roots.unshift(root)
      return found
    },
    fast: () => null,
    slow: () => serialiseSlowly(root, 'html', numbering.shadowRootOf),
  })
}

interface Way {
  readonly html?: string | undefined
  number(): Numbered
  fast(roots: readonly ShadowRoot[]): string | null
  slow(): string
}

function capture(tools: CaptureTools, nodes: readonly Node[], parent: Node, namespace: Namespace, seen: Seen, way: Way): Captured {
  const { privacy, numbering } = tools
  const firstId = numbering.nextId
  // Most trees hold no marker: their text says so sooner than their nodes.
  let html = numbering.isSlow ? null : (way.html ?? way.fast([]))
  if (way.html === undefined) privacy.prepare(nodes, numbering.blocked, html, seen.learned)
  numbering.onRoot = (root) => privacy.prepare([root], numbering.blocked, null, seen.learned)
  numbering.tags = seen.tags
  const { roots, isOdd, splits, empties } = way.number()
  numbering.tags = numbering.onRoot = undefined
  if (isOdd) html = null
  else if (roots.length && html !== null) html = way.fast(roots)
  html ??= way.slow()
  seen.html.push(html)
  return {
    empties,
    roots,
    job: {
      html,
      firstId,
      nextId: numbering.nextId,
      level: privacy.levelOf(parent),
      namespace,
      parentTag: parent.nodeType === 1 ? (parent as Element).localName : '',
      parentId: numbering.ids.get(parent) ?? 0,
      base: parent.baseURI,
      decisions: privacy.decide(withSeen([...nodes, ...roots], seen), (node) => numbering.ids.get(node) ?? 0, html),
      splits: new Map(splits.map(({ id, lengths }) => [id, lengths])),
      empties: new Map(empties.map(({ id, parent: parentId }) => [id, parentId])),
    },
  }
}

/** Takes a subtree's ids back. */
export function forget(numbering: Numbering, top: Node, told?: (node: Node, id: number) => void): void {
  const tops = [top]
  for (let tree = tops.pop(); tree; tree = tops.pop())
    for (let node: Node | null = tree; node; node = nodeAfter(node, tree)) {
      const id = numbering.ids.get(node)
      if (id !== undefined) {
        numbering.ids.delete(node)
        numbering.styles.delete(node)
        told?.(node, id)
      }
      if (node.nodeType !== 1) continue
      const root = numbering.shadowRootOf(node as Element)
      if (root) tops.push(root)
      const frame = numbering.frames.get(node)
      if (frame) {
        numbering.frames.delete(node)
        tops.push(frame)
      }
    }
}
