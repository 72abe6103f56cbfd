import type { TreeTarget } from '@playhead/wire'
import * as dom from '../dom.ts'
import { rewriteCss } from '../css.ts'
import { frameHostOf, type Scene } from '../scene.ts'
import { cssMap, restoreSheet, styleOf } from '../style.ts'
import { countNode, depthOf, fitsIn, frameLimit, noteShadow } from './bound.ts'
import { createRecorded } from './element.ts'

/** Builds recorded nodes in the frame and keeps them by their ids; `onNode` is told of each. */
export function createTarget(scene: Scene, onNode?: (node: Node) => void): TreeTarget<Node> {
  /** What stands open, from the place that is built into to the node built last; and how deep that place is. */
  const path: Node[] = []
  let placeDepth = 0
  const keep = <N extends Node>(node: N, id: number): N => {
    countNode(scene, id)
    scene.nodes[id] = node
    scene.ids.set(node, id)
    onNode?.(node)
    return node
  }
  return {
    element: (name, namespace, attributes, id) => keep(createRecorded(scene, name, namespace, attributes, id), id),
    text(data, id) {
      if (data.length <= frameLimit.text) return keep(dom.createText(data), id)
      scene.miss('node', 'a text that is too long', id)
      return keep(dom.createText(data.slice(0, frameLimit.text)), id)
    },
    comment: (data, id) => keep(dom.createComment(data), id),
    shadow(host, mode, id) {
      try {
        const root = keep(dom.attachShadow(host as Element, { mode }), id)
        noteShadow(scene, host, root)
        path.push(root)
        return root
      } catch {
        // The host cannot have one here (a stand-in has its own): its tree is kept aside, unseen.
        scene.miss('node', 'shadow tree', id)
        return keep(dom.createFragment(), id)
      }
    },
    insert(parent, node, before) {
      while (path.length && path.at(-1) !== parent) path.pop()
      if (!path.length) {
        path.push(parent)
        placeDepth = depthOf(parent)
      }
      // Deeper nodes are kept by their ids, each for itself.
      if (placeDepth + path.push(node) > frameLimit.depth) scene.miss('node', 'nested too deeply', scene.ids.get(node) ?? 0)
      else placeNode(scene, parent, node, before)
    },
  }
}

/** Puts a node that is there already, with all that is in it, into another place. */
export function moveNode(scene: Scene, parent: Node, node: Node, before: Node | null): void {
  if (fitsIn(scene, parent, node)) placeNode(scene, parent, node, before)
  else scene.miss('node', 'nested too deeply', scene.ids.get(node) ?? 0)
}

/** Inserts a node, whatever its recorded place means in the frame. */
export function placeNode(scene: Scene, parent: Node, node: Node, before: Node | null): void {
  const style = styleOf(parent)
  if (dom.nodeTypeOf(node) === 3) {
    const text = node as Text
    if (style) {
      const css = scene.cssText.get(text) ?? dom.dataOf(text)
      scene.cssText.set(text, css)
      dom.setData(text, rewriteCss(css, cssMap(scene, style)))
    } else if (scene.cssText.has(text)) {
      dom.setData(text, scene.cssText.get(text)!)
      scene.cssText.delete(text)
    }
  }
  if (parent instanceof ShadowRoot && dom.isElement(node) && frameHostOf(scene, parent)) dom.setAttribute(node, 'ph-root', '')
  try {
    dom.insertBefore(parent, node, before && dom.parentOf(before) === parent ? before : null)
  } catch {
    scene.miss('node', 'a node that cannot stand where it was', 0)
  }
  if (style && scene.sheets.has(style)) restoreSheet(scene, style)
}
