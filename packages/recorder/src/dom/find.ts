/** What numbering saw of trees on its way, so that nobody has to walk them again. */
export interface Seen {
  /** Elements by name. */
  readonly tags: Map<string, Element[]>
  /** The trees' texts. */
  readonly html: string[]
  /** Documents whose sheets were read for the names that they use. */
  readonly learned: Set<Document>
}

export const createSeen = (): Seen => ({ tags: new Map(), html: [], learned: new Set() })

/** Roots of trees, and what is known of them. */
export type Roots = readonly Node[] & { readonly seen?: Seen | undefined }

export const withSeen = (roots: readonly Node[], seen: Seen): Roots => Object.assign([...roots], { seen })

/** All elements of the trees that match; in document order only among those of one name. */
export function findAll(roots: Roots, selector: string): Iterable<Element> {
  const { seen } = roots
  if (!seen || selector.includes('(')) return search(roots, selector)
  const found = new Set<Element>()
  const rest = selector.split(',').filter((part) => {
    const [, tag, attribute] = /^([a-z]\w*)?(?:\[([\w-]+)[^\]]*\])*$/.exec(part) ?? []
    if (tag)
      for (const element of seen.tags.get(tag) ?? []) if (element.isConnected && (part === tag || element.matches(part))) found.add(element)
    return !tag && !(attribute && !seen.html.some((html) => html.includes(attribute)))
  })
  if (rest.length) for (const element of search(roots, rest.join(','))) found.add(element)
  return found
}

/** As {@link findAll}, all elements of one name: extras have no need of more. */
export function* findNamed(roots: Roots, name: string): Iterable<Element> {
  const { seen } = roots
  if (!seen) return yield* search(roots, name)
  for (const element of seen.tags.get(name) ?? []) if (element.isConnected) yield element
}

function* search(roots: readonly Node[], selector: string): Iterable<Element> {
  for (const root of roots) {
    if (root.nodeType === 1 && (root as Element).matches(selector)) yield root as Element
    if ('querySelectorAll' in root) yield* (root as ParentNode).querySelectorAll(selector)
  }
}

/** The next node of a tree in document order. @param isPassed whether what is in `node` is left out */
export function nodeAfter(node: Node, top: Node, isPassed = false): Node | null {
  if (node.firstChild && !isPassed) return node.firstChild
  for (let at: Node | null = node; at && at !== top; at = at.parentNode) if (at.nextSibling) return at.nextSibling
  return null
}
