import type { InspectedNode } from '../protocol.ts'
import * as dom from './dom.ts'
import { frameHostOf, recordedName, type Scene } from './scene.ts'

/** More is cut: the reply says how many there are. */
const most = { nodes: 1000, found: 200, attributes: 100, text: 1000 }

/** The children of a recorded node; 0: the page's root itself. */
export function inspectChildren(scene: Scene, id: number): InspectedNode[] {
  const tree = treeOf(scene)
  const node = scene.nodes[id]
  const root = dom.rootElement()
  const children = id === 0 ? (root ? [root] : []) : node ? tree.childrenOf(node) : []
  const path = node && id !== 0 ? [...tree.pathOf(node), id] : []
  return children.slice(0, most.nodes).map((child) => tree.tell(child, path))
}

/** Elements that a text stands in, or that a name like `button#id.class` fits, in the order of the page. */
export function inspectSearch(scene: Scene, search: string): InspectedNode[] {
  const tree = treeOf(scene)
  const wanted = search.trim().toLowerCase()
  const found: InspectedNode[] = []
  const [, name, marks] = /^([a-z][\w-]*)?((?:[#.][\w-]+)*)$/i.exec(wanted) ?? []
  function fitsName(element: Element): boolean {
    if (!name && !marks) return false
    if (name && recordedName(scene, element).toLowerCase() !== name) return false
    const classes = ` ${dom.getAttribute(element, 'class') ?? ''} `.toLowerCase().replace(/\s+/g, ' ')
    return (marks?.match(/[#.][\w-]+/g) ?? []).every((mark) =>
      mark.startsWith('#') ? dom.getAttribute(element, 'id')?.toLowerCase() === mark.slice(1) : classes.includes(` ${mark.slice(1)} `),
    )
  }
  function visit(node: Node, path: readonly number[]): void {
    if (found.length >= most.found) return
    const children = tree.childrenOf(node)
    if (dom.isElement(node)) {
      const hasText = children.some((child) => dom.isCharacterData(child) && tree.textOf(child).toLowerCase().includes(wanted))
      if (hasText || fitsName(node)) found.push(tree.tell(node, path))
    }
    const inner = [...path, scene.ids.get(node) ?? 0]
    for (const child of children) visit(child, inner)
  }
  const root = dom.rootElement()
  if (root && wanted) visit(root, [])
  return found
}

interface Tree {
  /** Recorded nodes only: what the frame itself puts there has no id. A shadow root comes first. */
  childrenOf(node: Node): Node[]
  textOf(node: Node): string
  /** Ids of what a node stands in, outermost first. */
  pathOf(node: Node): number[]
  tell(node: Node, path: readonly number[]): InspectedNode
}

function treeOf(scene: Scene): Tree {
  const shadows = new Map<Node, ShadowRoot>()
  for (const node of scene.nodes) if (node instanceof ShadowRoot) shadows.set(frameHostOf(scene, node) ?? node.host, node)
  const isFrame = (root: Node): boolean => frameHostOf(scene, root) !== null

  function childrenOf(node: Node): Node[] {
    const children: Node[] = []
    const shadow = shadows.get(node)
    if (shadow) children.push(shadow)
    for (let child = dom.firstChildOf(node); child; child = dom.nextOf(child)) if (scene.ids.has(child)) children.push(child)
    return children
  }
  const textOf = (node: Node): string => (dom.isCharacterData(node) ? (scene.cssText.get(node) ?? dom.dataOf(node)) : '')
  function pathOf(node: Node): number[] {
    const path: number[] = []
    for (let at = outerOf(node); at && at !== dom.page; at = outerOf(at)) path.unshift(scene.ids.get(at) ?? 0)
    return path
  }
  const outerOf = (node: Node): Node | null => (node instanceof ShadowRoot ? (frameHostOf(scene, node) ?? node.host) : dom.parentOf(node))
  const nameOf = (node: Node): string =>
    dom.isElement(node)
      ? recordedName(scene, node)
      : node instanceof ShadowRoot
        ? isFrame(node)
          ? '#document'
          : '#shadow-root'
        : dom.nodeTypeOf(node) === 8
          ? '#comment'
          : '#text'
  return {
    childrenOf,
    textOf,
    pathOf,
    tell(node, path) {
      const box = dom.isElement(node) ? dom.boxOf(node) : null
      return {
        id: scene.ids.get(node) ?? 0,
        path,
        name: nameOf(node).slice(0, 200),
        attributes: dom.isElement(node) ? attributesOf(scene, node) : [],
        text: textOf(node).slice(0, most.text),
        children: childrenOf(node).length,
        box: box && (box.width || box.height) ? [box.x, box.y, box.width, box.height] : [],
      }
    },
  }
}

/** As they were recorded, without what the frame marks its own doing with. */
function attributesOf(scene: Scene, element: Element): [string, string][] {
  const recorded = scene.recorded.get(element)
  const found = new Map<string, string>()
  const list = dom.attributesOf(element)
  // What stands for an element of another name has a look of its own.
  const isStandIn = dom.localNameOf(element).startsWith('ph-')
  for (let i = 0; i < list.length; i++) {
    const { name, value } = list[i]!
    if (!name.startsWith('ph-') && !isStandIn) found.set(name, value)
  }
  for (const [name, value] of recorded?.attributes ?? []) found.set(name, value)
  return [...found].slice(0, most.attributes).map(([name, value]) => [name.slice(0, 200), value.slice(0, most.text)])
}
