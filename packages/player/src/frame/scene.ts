import type { AssetShelf } from './asset.ts'
import * as dom from './dom.ts'

/** An element that the frame shows as something else, or whose attributes it rewrites, with what was recorded. */
export interface RecordedElement {
  /** Its local name on the recorded page. */
  readonly name: string
  readonly attributes: Map<string, string>
}

/** Everything that belongs to the document now shown. A new keyframe starts a new one. */
export interface Scene {
  /** By recorded id; 1 is the document. */
  readonly nodes: (Node | undefined)[]
  readonly ids: WeakMap<Node, number>
  readonly recorded: WeakMap<Node, RecordedElement>
  /** Text inside `<style>` as recorded; what stands in the DOM is rewritten. */
  readonly cssText: WeakMap<Node, string>
  /** CSS that replaced a sheet's text, by its `<style>` or `<link>`. */
  readonly sheets: WeakMap<Node, { css: string; text: Text }>
  readonly adopted: Map<number, string>
  /** Scroll offsets as recorded: they are set again when the page below them changed. */
  readonly scrolls: Map<number, { x: number; y: number }>
  /** When an element last changed in a way that can start an animation; absent: with the keyframe. */
  readonly changedMs: WeakMap<Node, number>
  nextId: number
  base: string
  focus: { id: number; visible: boolean }
  /** Since the last commit: did the tree change, which scrolls are new, is focus new. */
  readonly dirty: { tree: boolean; scrolls: Set<number>; focus: boolean; adopted: Set<number> }
  readonly assets: AssetShelf
  miss(what: string, detail: string, id: number): void
  /** Images whose bytes are being decoded. */
  readonly loading: Set<Promise<unknown>>
  nowMs: number
}

export function createScene(assets: AssetShelf, miss: Scene['miss']): Scene {
  return {
    nodes: [undefined, dom.page],
    ids: new WeakMap(),
    recorded: new WeakMap(),
    cssText: new WeakMap(),
    sheets: new WeakMap(),
    adopted: new Map(),
    scrolls: new Map(),
    changedMs: new WeakMap(),
    nextId: 2,
    base: '',
    focus: { id: 0, visible: false },
    dirty: { tree: true, scrolls: new Set(), focus: false, adopted: new Set() },
    assets,
    miss,
    loading: new Set(),
    nowMs: 0,
  }
}

/** The local name that an element had on the recorded page. */
export const recordedName = (scene: Scene, element: Element): string => scene.recorded.get(element)?.name ?? dom.localNameOf(element)
