import { frameOf } from '../dom/realm.ts'
import { editable, type Edited } from './edited.ts'
import { type Level, levelAt, type PrivacyName, type PrivacyRule } from './level.ts'
import type { Markers } from './marker.ts'
import { isList, type Secrets } from './secret.ts'

/** How much may be told of the page and of each node on it. */
export interface NodeLevels {
  /** Of the page as it is now. */
  readonly page: Level
  of(node: Node): Level
  /** The address changed. Stricter rules hold at once. Returns whether another level is due. */
  tighten(): boolean
  /** Rules of the address hold, whatever they are: what was there before is told no more. */
  settle(): void
  /** Runs `task`, which changes nothing on the page: what is found out about an element holds until its end, and until {@link moved}. */
  whileStill(task: () => void): void
  /** Nodes came, went or moved. */
  moved(): void
  /** Attributes of an element changed that may mark it. Returns whether it is blocked now. @see Markers.mayBeNamed */
  reshaped(element: Element): boolean
}

export function createNodeLevels(
  { document, location }: Window,
  { privacy, privacyRules = [] }: { readonly privacy: PrivacyName; readonly privacyRules?: readonly PrivacyRule[] | undefined },
  { markers, secrets, edited }: { readonly markers: Markers; readonly secrets: Secrets; readonly edited: Edited },
): NodeLevels {
  const due = (): Level => levelAt(location, privacy, privacyRules)
  let page = due()
  /** Null while the page may change. */
  let levels: WeakMap<Node, Level> | null = null
  let known: WeakMap<Node, Level> | null = null
  /** What was found to be marked at any time. */
  const marked = new WeakSet<Element>()
  let wasDesigned = document.designMode
  /** Levels are known of what is in a frame. */
  let isFramed = false
  const outerOf = (node: Node): Node | null =>
    node.parentNode ?? (node.nodeType === 11 ? (node as ShadowRoot).host : node.nodeType === 9 ? frameAround(node) : null)
  const frameAround = (inner: Node): Element | null => {
    if (inner === document) return null
    isFramed = true
    return frameOf(document, inner)
  }
  return {
    get page() {
      return page
    },
    of(node) {
      /** What nothing is known of yet, from the node outwards. */
      const path: Node[] = []
      let at: Node | null = node
      let found: Level | undefined
      for (; at && (found = levels?.get(at)) === undefined; at = outerOf(at)) path.push(at)
      found ??= page
      for (let i = path.length - 1; i >= 0; i--) {
        const element = path[i] as Element
        if (element.nodeType === 1 && found < 4) {
          const isMarked = element.matches(markers.any)
          if (isMarked) marked.add(element)
          if ((isMarked && element.matches(markers.mask)) || (isList.test(element.localName) && secrets.has(element))) found = 4
          else if (isMarked && element.matches(markers.unmask)) found = 0
        }
        // Strict masking hides it anyway.
        if ((found === 1 || found === 2) && /^[19]$/.test(String(element.nodeType)) && edited.has(element)) found = 3
        // What a list or a text area holds can make it a secret at any time.
        if (isList.test(element.localName)) known = null
        levels?.set(element, found)
      }
      return found
    },
    tighten() {
      const [before, next] = [page, due()]
      if (next > page) page = next
      known = null
      return next !== before
    },
    settle() {
      page = due()
      known = null
    },
    whileStill(task) {
      // Selectors of the site's own may ask for anything, and what is edited in a frame needs no change to be so.
      if (markers.hasOwn || wasDesigned !== document.designMode || isFramed) known = null
      isFramed = false
      wasDesigned = document.designMode
      levels = known ??= new WeakMap()
      try {
        task()
      } finally {
        levels = null
      }
    },
    moved: () => void (known = null),
    reshaped(element) {
      const isMarked = element.matches(`${markers.any},${editable}`)
      if (isMarked || marked.has(element)) known = null
      return isMarked && element.matches(markers.block)
    },
  }
}
