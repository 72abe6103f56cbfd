import type { InspectedNode } from '@playhead/player'

/** What is known of the shown document: its nodes, and the children of those that were asked for. */
export interface KnownTree {
  readonly nodes: ReadonlyMap<number, InspectedNode>
  /** By parent; 0: the root stands in nothing. */
  readonly children: ReadonlyMap<number, readonly number[]>
}
export const nothingKnown: KnownTree = { nodes: new Map(), children: new Map() }

/** The tree with the children of `id` as they are now. */
export function withChildren({ nodes, children }: KnownTree, id: number, found: readonly InspectedNode[]): KnownTree {
  const next = new Map(nodes)
  for (const node of found) next.set(node.id, node)
  return {
    nodes: next,
    children: new Map(children).set(
      id,
      found.map((node) => node.id),
    ),
  }
}

export interface InspectorRow {
  readonly node: InspectedNode
  readonly depth: number
  readonly isOpen: boolean
}

/** Whether a text node says nothing. */
const isBlank = ({ name, text }: InspectedNode): boolean => name === '#text' && !text.trim()

/** The lines of what is open, without white space between elements. */
export function inspectorRowsOf({ nodes, children }: KnownTree, open: ReadonlySet<number>): InspectorRow[] {
  const rows: InspectorRow[] = []
  function add(id: number, depth: number): void {
    const node = nodes.get(id)
    if (!node || isBlank(node)) return
    const inner = children.get(id)
    const isOpen = open.has(id) && inner !== undefined
    rows.push({ node, depth, isOpen })
    if (isOpen) for (const child of inner) add(child, depth + 1)
  }
  for (const id of children.get(0) ?? []) add(id, 0)
  return rows
}

const attributeOf = ({ attributes }: InspectedNode, wanted: string): string => attributes.find(([name]) => name === wanted)?.[1] ?? ''

/** `button#pay.wide`, as a person would search for it. */
export function nameOf(node: InspectedNode): string {
  const id = attributeOf(node, 'id')
  const marks = attributeOf(node, 'class').split(/\s+/).filter(Boolean)
  return `${node.name}${id ? `#${id}` : ''}${marks.map((mark) => `.${mark}`).join('')}`
}

/** A CSS selector that finds the element on the page: from the nearest element with an id on, by place among its kind. */
export function selectorOf(tree: KnownTree, node: InspectedNode): string {
  const steps: string[] = []
  const line = [...node.path.map((id) => tree.nodes.get(id)), node]
  for (let i = line.length - 1; i >= 0; i--) {
    const at = line[i]
    // Selectors do not cross shadow roots and frames.
    if (!at || at.name.startsWith('#')) break
    const id = attributeOf(at, 'id')
    if (/^[a-z_][\w-]*$/i.test(id)) return [`#${id}`, ...steps].join(' > ')
    const kin = (tree.children.get(at.path.at(-1) ?? 0) ?? []).filter((sibling) => tree.nodes.get(sibling)?.name === at.name)
    steps.unshift(kin.length > 1 ? `${at.name}:nth-of-type(${kin.indexOf(at.id) + 1})` : at.name)
  }
  return steps.join(' > ')
}
