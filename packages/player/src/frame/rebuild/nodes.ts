import { type ModelNode, type NewNodes, passOver, walk } from '@playhead/wire'
import * as dom from '../dom.ts'
import { type Scene, standsInFrame } from '../scene.ts'
import { depthOf, frameLimit } from './bound.ts'
import { createTarget, placeNode } from './target.ts'

/** Builds what is new from the nodes of a model. Each comes into the page once all is in it: browsers take that in one step. */
export function buildNodes(scene: Scene, { parent, before, nodes, had, last }: NewNodes): void {
  const place = scene.nodes[parent] ?? dom.createFragment()
  if (!scene.nodes[parent]) scene.miss('node', 'an addition to an unknown node', parent)
  const next = before ? (scene.nodes[before] ?? null) : null
  scene.numbers.last = last
  scene.numbers.given = null
  scene.dirty.tree = true
  scene.isInFrame = standsInFrame(scene, place)
  const target = createTarget(scene)
  // The place itself counts, too.
  const room = frameLimit.depth - depthOf(place) - 1
  try {
    for (const top of nodes) buildTree(top)
  } finally {
    scene.isInFrame = false
  }

  function buildTree(top: ModelNode): void {
    const open: Node[] = []
    walk(
      top,
      (node) => {
        if (had.has(node)) return passOver
        const outer = open.at(-1) ?? place
        const built = build(node, outer)
        open.push(built)
        // Deeper nodes are kept by their ids, each for itself.
        if (node.kind === 'shadow') return undefined
        if (open.length > room) scene.miss('node', 'nested too deeply', node.id)
        else if (open.length > 1) placeNode(scene, outer, built, null)
        return undefined
      },
      (node) => {
        if (had.has(node)) return
        const built = open.pop()!
        if (node === top && node.kind !== 'shadow' && room > 0) placeNode(scene, place, built, next)
      },
    )
  }
  function build(node: ModelNode, host: Node): Node {
    const { kind, name, namespace, attributes, data, id } = node
    if (kind === 'text') return target.text(data, id)
    if (kind === 'comment') return target.comment(data, id)
    if (kind === 'element') return target.element(name, namespace, [...attributes], id)
    return target.shadow(host, attributes.get('shadowrootmode') === 'closed' ? 'closed' : 'open', id, [])
  }
}
