import { findByKey, type SearchElement, type SearchRoot } from '@playhead/wire'
import * as dom from './dom.ts'
import { recordedName, type Scene } from './scene.ts'

interface View extends SearchElement<View> {
  readonly element: Element
}

/** Boxes of elements by their keys, in page px; an empty list where there is no such element or it has no box. */
export function locate(scene: Scene, keys: readonly string[]): number[][] {
  const views = new Map<Element, View>()
  const ids = new Map<Node, Map<string, Element>>()
  return keys.map((key) => {
    let found: View | null
    try {
      found = findByKey<View>(rootView(dom.page), key, (view) => recordedName(scene, view.element))
    } catch {
      found = null
    }
    if (!found) return []
    const { x, y, width, height } = dom.boxOf(found.element)
    return width > 0 && height > 0 ? [x + dom.view.scrollX, y + dom.view.scrollY, width, height] : []
  })

  function viewOf(element: Element | null): View | null {
    if (!element) return null
    const known = views.get(element)
    if (known) return known
    const made: View = {
      element,
      localName: dom.localNameOf(element),
      get firstElementChild() {
        return viewOf(elementFrom(dom.firstChildOf(element)))
      },
      get nextElementSibling() {
        return viewOf(elementFrom(dom.nextOf(element)))
      },
      get shadowRoot() {
        const root = scene.frames.get(element)?.document?.root ?? dom.shadowOf(element)
        return root && rootView(root)
      },
    }
    views.set(element, made)
    return made
  }
  function rootView(root: Document | ShadowRoot): SearchRoot<View> {
    return {
      get firstElementChild() {
        return viewOf(elementFrom(dom.firstChildOf(root)))
      },
      getElementById: (id) => viewOf(idsOf(root).get(id) ?? null),
    }
  }
  function idsOf(root: Node): Map<string, Element> {
    let map = ids.get(root)
    if (!map) {
      map = new Map()
      ids.set(root, map)
      collectIds(root, map)
    }
    return map
  }
}

function elementFrom(start: Node | null): Element | null {
  let node = start
  while (node && dom.nodeTypeOf(node) !== 1) node = dom.nextOf(node)
  return node as Element | null
}

function collectIds(node: Node, map: Map<string, Element>): void {
  for (let child = dom.firstChildOf(node); child; child = dom.nextOf(child)) {
    if (!dom.isElement(child)) continue
    const id = dom.getAttribute(child, 'id')
    if (id && !map.has(id)) map.set(id, child)
    collectIds(child, map)
  }
}
