import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

/**
 * What one page may hold here, however much its recording says: browsers give up a tab for less, and a page that was
 * really visited has less. Parsers nest no deeper than 512 either.
 */
export const frameLimit = { depth: 512, nodes: 250_000, id: 16_000_000, attributes: 1000, text: 4_000_000, canvasPx: 64_000_000 } as const

interface Held {
  nodes: number
  canvasPx: number
  readonly canvases: Map<Node, number>
  /** Shadow roots by their hosts: closed ones are not told by the DOM. */
  readonly shadows: WeakMap<Node, Node>
}
const heldBy = new WeakMap<Scene, Held>()
function heldOf(scene: Scene): Held {
  let held = heldBy.get(scene)
  if (!held) heldBy.set(scene, (held = { nodes: 0, canvasPx: 0, canvases: new Map(), shadows: new WeakMap() }))
  return held
}

/** @throws where the page has too many nodes, or one a number that no recorder comes to */
export function countNode(scene: Scene, id: number): void {
  if (id > frameLimit.id) throw new Error(`a node has the number ${id}`)
  if (++heldOf(scene).nodes > frameLimit.nodes) throw new Error(`more than ${frameLimit.nodes} nodes`)
}

/** A node that was removed makes room. */
export function uncountNode(scene: Scene, node: Node): void {
  const held = heldOf(scene)
  held.nodes--
  held.canvasPx -= held.canvases.get(node) ?? 0
  held.canvases.delete(node)
}

/** Whether a canvas may have a picture of its size beside all others. */
export function hasRoomFor(scene: Scene, canvas: Node, px: number): boolean {
  const held = heldOf(scene)
  const next = held.canvasPx - (held.canvases.get(canvas) ?? 0) + px
  if (next > frameLimit.canvasPx) return false
  held.canvasPx = next
  held.canvases.set(canvas, px)
  return true
}

export const noteShadow = (scene: Scene, host: Node, root: Node): void => void heldOf(scene).shadows.set(host, root)

/** How many nodes a node stands in, through shadow roots; counted no further than the limit. */
export function depthOf(node: Node): number {
  let depth = 0
  for (let at = outerOf(node); at && depth <= frameLimit.depth; at = outerOf(at)) depth++
  return depth
}
const outerOf = (node: Node): Node | null => dom.parentOf(node) ?? (node instanceof ShadowRoot ? node.host : null)

/** Whether a node with all that is in it fits into `parent`. */
export function fitsIn(scene: Scene, parent: Node, node: Node): boolean {
  const { shadows } = heldOf(scene)
  const room = frameLimit.depth - depthOf(parent)
  const open: [node: Node, depth: number][] = [[node, 1]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [at, depth] = next
    if (depth > room) return false
    const inner = shadows.get(at) ?? scene.frames.get(at as Element)?.document?.root
    if (inner) open.push([inner, depth + 1])
    for (let child = dom.firstChildOf(at); child; child = dom.nextOf(child)) open.push([child, depth + 1])
  }
  return true
}
