import * as dom from './dom.ts'
import { commitPictures } from './rebuild/canvas.ts'
import { fitFrames } from './rebuild/frame.ts'
import { commitMedia } from './rebuild/media.ts'
import { frameHostOf, type Scene } from './scene.ts'
import { isBlended } from './style.ts'

/**
 * Sets what is not in the tree itself: scroll, focus, selection, hover. Each forces layout, so it happens once per
 * batch and only the last value counts.
 */
export function commitPose(scene: Scene, pointer: readonly number[], marks: PoseMarks): void {
  const { dirty } = scene
  if (dirty.focus || dirty.tree) markFocus(scene, marks)
  if (dirty.tree) fitFrames(scene)
  for (const [id, { x, y }] of scene.scrolls) {
    if (!dirty.tree && !dirty.scrolls.has(id)) continue
    const found = scene.nodes[id]
    // A document in an iframe scrolls in its box.
    const node = found instanceof ShadowRoot && frameHostOf(scene, found) ? found.host : found
    if (id === 1) dom.scrollViewTo(x, y)
    else if (dom.isElement(node)) {
      if (dom.scrollLeftOf(node) !== x) dom.setScrollLeft(node, x)
      if (dom.scrollTopOf(node) !== y) dom.setScrollTop(node, y)
    }
  }
  if (dirty.selection) select(scene)
  dirty.tree = dirty.focus = dirty.selection = false
  dirty.scrolls.clear()
  commitPictures(scene)
  commitMedia(scene)
  const node = scene.nodes[scene.pointed?.hover ?? 0]
  const hit = scene.pointed || pointer.length !== 2 ? node : dom.elementFromPoint(pointer[0]!, pointer[1]!)
  markChain('ph-hover', hit, marks.hover)
  markChain('ph-active', scene.nodes[scene.pointed?.active ?? 0], marks.active)
  fillCanvas(scene)
}

/**
 * A page without a background lies on an opaque canvas, a frame's on nothing: there the browser draws what is turned
 * or blended apart from what is below it, with other edges. What has a background of its own keeps it.
 */
function fillCanvas(scene: Scene): void {
  const root = dom.rootElement()
  if (!root) return
  let body = dom.firstChildOf(root)
  while (body && !(dom.isElement(body) && dom.localNameOf(body) === 'body')) body = dom.nextOf(body)
  const isMarked = dom.getAttribute(root, 'ph-canvas') !== null
  const isClear = (element: Element, colours: readonly string[]): boolean => {
    const { backgroundColor, backgroundImage } = dom.computedStyleOf(element)
    return colours.includes(backgroundColor) && backgroundImage === 'none'
  }
  const isOurs = !isBlended(scene) && isClear(root, isMarked ? canvasColours : [clear]) && (!dom.isElement(body) || isClear(body, [clear]))
  if (isOurs && !isMarked) dom.setAttribute(root, 'ph-canvas', '')
  else if (!isOurs && isMarked) dom.removeAttribute(root, 'ph-canvas')
}
const clear = 'rgba(0, 0, 0, 0)'
/** What `Canvas` is in light and dark colour schemes. */
const canvasColours = ['rgb(255, 255, 255)', 'rgb(18, 18, 18)']

/** Elements that carry a mark now. */
export interface PoseMarks {
  readonly focus: Set<Element>
  readonly hover: Set<Element>
  readonly active: Set<Element>
}
export const createPoseMarks = (): PoseMarks => ({ focus: new Set(), hover: new Set(), active: new Set() })

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

/** Marks an element and all it stands in, and takes the mark from what is no longer in `marked`. */
function markChain(name: string, start: Node | null | undefined, marked: Set<Element>): void {
  const chain = new Set(chainOf(start ?? null))
  for (const element of marked) if (!chain.has(element)) dom.removeAttribute(element, name)
  for (const element of chain) if (!marked.has(element)) dom.setAttribute(element, name, '')
  marked.clear()
  for (const element of chain) marked.add(element)
}

function select(scene: Scene): void {
  const { anchor = 0, anchorAt = 0, focus = 0, focusAt = 0 } = scene.selection ?? {}
  const [from, to] = [scene.nodes[anchor], scene.nodes[focus]]
  if (from && to) dom.select(from, anchorAt, to, focusAt)
  else dom.selectNothing()
}

/** An element and all it stands in, through shadow roots. */
function chainOf(start: Node | null): Element[] {
  const chain: Element[] = []
  for (let node: Node | null = start; node;) {
    if (dom.isElement(node)) chain.push(node)
    node = dom.parentOf(node) ?? (node instanceof ShadowRoot ? node.host : null)
  }
  return chain
}
