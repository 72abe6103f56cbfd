import * as dom from './dom.ts'
import type { Scene } from './scene.ts'

/**
 * Sets what is not in the tree itself: scroll, focus, hover. Each forces layout, so it happens once per batch and
 * only the last value counts.
 */
export function commitPose(scene: Scene, pointer: readonly number[], marks: PoseMarks): void {
  const { dirty } = scene
  if (dirty.focus || dirty.tree) markFocus(scene, marks)
  for (const [id, { x, y }] of scene.scrolls) {
    if (!dirty.tree && !dirty.scrolls.has(id)) continue
    const node = scene.nodes[id]
    if (id === 1) dom.scrollViewTo(x, y)
    else if (dom.isElement(node)) {
      if (dom.scrollLeftOf(node) !== x) dom.setScrollLeft(node, x)
      if (dom.scrollTopOf(node) !== y) dom.setScrollTop(node, y)
    }
  }
  dirty.tree = dirty.focus = false
  dirty.scrolls.clear()
  markHover(pointer, marks)
}

/** Elements that carry a mark now. */
export interface PoseMarks {
  readonly focus: Set<Element>
  readonly hover: Set<Element>
}
export const createPoseMarks = (): PoseMarks => ({ focus: new Set(), hover: new Set() })

function markFocus(scene: Scene, marks: PoseMarks): void {
  for (const element of marks.focus)
    for (const name of ['ph-focus', 'ph-focus-visible', 'ph-focus-within']) dom.removeAttribute(element, name)
  marks.focus.clear()
  const node = scene.nodes[scene.focus.id]
  if (!dom.isElement(node) || !dom.isConnected(node)) return
  dom.setAttribute(node, 'ph-focus', '')
  if (scene.focus.visible) dom.setAttribute(node, 'ph-focus-visible', '')
  for (const element of chainOf(node)) {
    dom.setAttribute(element, 'ph-focus-within', '')
    marks.focus.add(element)
  }
}

function markHover(pointer: readonly number[], marks: PoseMarks): void {
  const hit = pointer.length === 2 ? dom.elementFromPoint(pointer[0]!, pointer[1]!) : null
  const chain = new Set(chainOf(hit))
  for (const element of marks.hover) if (!chain.has(element)) dom.removeAttribute(element, 'ph-hover')
  for (const element of chain) if (!marks.hover.has(element)) dom.setAttribute(element, 'ph-hover', '')
  marks.hover.clear()
  for (const element of chain) marks.hover.add(element)
}

/** An element and all it stands in, through shadow roots. */
function chainOf(start: Element | null): Element[] {
  const chain: Element[] = []
  for (let node: Node | null = start; node;) {
    if (dom.isElement(node)) chain.push(node)
    node = dom.parentOf(node) ?? (node instanceof ShadowRoot ? node.host : null)
  }
  return chain
}
