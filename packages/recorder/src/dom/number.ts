import { hasNumberedChildren, innerNamespace, type Namespace, voidElements } from '@playhead/wire'

/** Which nodes have which ids. A node has one exactly while the recording's reader has that node in its tree. */
export interface Numbering {
  ids: WeakMap<Node, number>
  /** The `style` attributes that the reader was told since the keyframe, as it has them. */
  styles: WeakMap<Node, string>
  /** The id that the next new node gets. */
  nextId: number
  /** Elements kept as empty boxes. */
  readonly blocked: WeakSet<Node>
  shadowRootOf(element: Element): ShadowRoot | null
  /** The documents of iframes, as far as they were told. */
  readonly frames: WeakMap<Node, Document>
  /** The browser's own text once did not say a tree: from then on it is written by a walk. */
  isSlow: boolean
  /** Where elements are kept by name, while they are numbered. */
  tags?: Map<string, Element[]> | undefined
  /** Told of each shadow root before what is in it is numbered. */
  onRoot?: ((root: ShadowRoot) => void) | undefined
}

export interface Numbered {
  readonly splits: { id: number; lengths: number[] }[]
  readonly empties: { id: number; parent: number }[]
  readonly roots: ShadowRoot[]
  /** There is something that the browser's own serialisation would not say rightly. */
  isOdd: boolean
}

export const namespaceWithin = (name: string, outer: Namespace): Namespace => (name === 'svg' ? 'svg' : name === 'math' ? 'math' : outer)

/** Elements whose content HTML says as plain text: nodes of other kinds, which scripts can put there, have no effect and no number. */
const rawText: ReadonlySet<string> = new Set(['style', 'xmp', 'noembed', 'noframes', 'plaintext'])
export const holdsTextOnly = (name: string, own: Namespace): boolean => own === 'html' && rawText.has(name)

/** Whether a node's children are part of the recording. @see docs/recording-format.md#W8 */
export const holdsNodes = (numbering: Numbering, node: Node, namespace: Namespace): boolean =>
  node.nodeType !== 1 || (hasNumberedChildren((node as Element).localName, namespace) && !numbering.blocked.has(node))

/**
 * Numbers siblings from `first` up to `end`, and all in them, in document order; and notes what HTML text cannot
 * say about text nodes. Never recurses, for trees may be deep, and calls nothing that it need not: this is what a keyframe
 * costs the page. @see docs/recording-format.md#W8
 */
export function numberNodes(numbering: Numbering, first: Node | null, end: Node | null, parentId: number, outer: Namespace): Numbered {
  const { ids, blocked, tags } = numbering
  const found: Numbered = { splits: [], empties: [], roots: [], isOdd: false }
  /** Where it goes on when the siblings in hand are done, the innermost last. */
  const later: { node: Node; parent: number; namespace: Namespace }[] = []
  let next = numbering.nextId
  let node = first
  let parent = parentId
  let namespace = outer
  let onlyText = false
  /** The run of adjacent texts that HTML would merge, from the first one that is not empty. */
  let run: { id: number; lengths: number[] } | null = null
  try {
    for (;;) {
      if (!node || node === end) {
        const last = later.pop()
        if (!last) return found
        ;({ node, parent, namespace } = last)
        onlyText = false
        run = null
      }
      const at: Node = node
      node = at.nextSibling
      const type = at.nodeType
      if (type === 3) {
        const { length } = at as Text
        const id = next++
        ids.set(at, id)
        if (run) {
          if (run.lengths.push(length) === 2) found.splits.push(run)
        } else if (length) run = { id, lengths: [length] }
        else found.empties.push({ id, parent })
        continue
      }
      if (onlyText) {
        found.isOdd = true
        continue
      }
      run = null
      if (type === 8) {
        ids.set(at, next++)
        // It would end where its text says so.
        if ((at as Comment).data.includes('--')) found.isOdd = true
      }
      if (type !== 1) continue
      const element = at as Element
      const id = next++
      ids.set(element, id)
      const name = element.localName
      const alike = tags?.get(name)
      if (alike) alike.push(element)
      else tags?.set(name, [element])
      if (blocked.has(element)) continue
      const own = namespaceWithin(name, namespace)
      const child = element.firstChild
      const isOpen = child !== null && hasNumberedChildren(name, own)
      if (!isOpen && own === 'html' && (child ? voidElements.has(name) : name === 'template' && element.hasAttribute('shadowrootmode')))
        found.isOdd = true
      const root = numbering.shadowRootOf(element)
      if (!root && !isOpen) continue
      if (node && node !== end) later.push({ node, parent, namespace })
      parent = id
      node = child
      namespace = innerNamespace(name, own)
      onlyText = holdsTextOnly(name, own)
      if (!root) continue
      // Its shadow root comes first. No element that holds text only can have one.
      if (isOpen) later.push({ node: child, parent, namespace })
      numbering.onRoot?.(root)
      parent = next++
      ids.set(root, parent)
      found.roots.push(root)
      node = root.firstChild
      namespace = 'html'
    }
  } finally {
    // Ids that were given stay given.
    numbering.nextId = next
  }
}
