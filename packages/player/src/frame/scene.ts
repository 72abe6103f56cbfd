import { createNumbers, type Numbers } from '@playhead/wire'
import type { AssetShelf } from './asset.ts'
import * as dom from './dom.ts'
import type { Feature } from './feature.ts'
import type { Motion } from './motion.ts'
import type { CanvasPicture } from './rebuild/canvas.ts'
import { createOwnSheet, type FrameBox, type OwnSheet } from './rebuild/frame.ts'
import type { MediaState } from './rebuild/media.ts'

/** An element that the frame shows as something else, or whose attributes it rewrites, with what was recorded. */
export interface RecordedElement {
  /** Its local name on the recorded page. */
  readonly name: string
  readonly attributes: Map<string, string>
}

/** A sheet that many may adopt: as it was told, and as it is shown on the page and in what stood in iframes. */
export interface ConstructedSheet {
  css: string
  readonly page: OwnSheet
  readonly inFrame: OwnSheet
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
  /** `style` attributes that stand in the DOM other than they were recorded. */
  readonly styles: WeakMap<Element, string>
  /** CSS of roots that adopt it, by id; the document's by 0. */
  readonly adopted: Map<number, string>
  /** Constructed sheets, by id. */
  readonly constructed: Map<number, ConstructedSheet>
  /** Which of these roots adopt; the document's by 0. */
  readonly adoptions: Map<number, readonly number[]>
  /** `@font-face` rules for fonts that scripts made. */
  readonly fonts: Set<string>
  /** Names of custom elements that have no definition yet. */
  readonly undefinedNames: Set<string>
  /** Scroll offsets as recorded: they are set again when the page below them changed. */
  readonly scrolls: Map<number, { x: number; y: number }>
  /** When an element last changed in a way that can start an animation; absent: with the keyframe. */
  readonly changedMs: WeakMap<Node, number>
  /** The boxes of iframes. */
  readonly frames: Map<Element, FrameBox>
  /** Animations of the recorded page, by what names them. */
  readonly motions: Map<string, Motion>
  /** Animations that began before the keyframe and were ended, as nothing was told of them by then. */
  readonly ended: Set<Animation>
  readonly pictures: Map<HTMLCanvasElement, CanvasPicture>
  readonly media: Map<HTMLMediaElement, MediaState>
  /** Fonts that their documents declare: only the page's own sheets can. */
  readonly frameFonts: OwnSheet
  /** What is built now comes to stand in an iframe. */
  isInFrame: boolean
  /** Which ids the nodes to come have. */
  numbers: Numbers
  base: string
  focus: { id: number; visible: boolean }
  /** What media queries are told of the viewer; null: the recording does not say. */
  feature: Feature | null
  /** What was hovered and pressed; null: the recording does not say. */
  pointed: { hover: number; active: number } | null
  selection: Readonly<Record<'anchor' | 'anchorAt' | 'focus' | 'focusAt', number>> | null
  /** Since the last commit: did the tree change, which scrolls and pictures are new, are focus and selection new. */
  readonly dirty: {
    tree: boolean
    scrolls: Set<number>
    focus: boolean
    selection: boolean
    adopted: Set<number>
    pictures: Set<HTMLCanvasElement>
  }
  readonly assets: AssetShelf
  miss(what: string, detail: string, id: number): void
  /** Takes a miss back. */
  found(what: string, detail: string, id: number): void
  /** Images whose bytes are being decoded. */
  readonly loading: Set<Promise<unknown>>
  nowMs: number
}

export function createScene(assets: AssetShelf, { miss, found }: Pick<Scene, 'miss' | 'found'>): Scene {
  return {
    nodes: [undefined, dom.page],
    ids: new WeakMap(),
    recorded: new WeakMap(),
    cssText: new WeakMap(),
    sheets: new WeakMap(),
    styles: new WeakMap(),
    adopted: new Map(),
    constructed: new Map(),
    adoptions: new Map(),
    fonts: new Set(),
    undefinedNames: new Set(),
    scrolls: new Map(),
    changedMs: new WeakMap(),
    frames: new Map(),
    motions: new Map(),
    ended: new Set(),
    pictures: new Map(),
    media: new Map(),
    frameFonts: createOwnSheet(),
    isInFrame: false,
    numbers: createNumbers(),
    base: '',
    focus: { id: 0, visible: false },
    feature: null,
    pointed: null,
    selection: null,
    dirty: { tree: true, scrolls: new Set(), focus: false, selection: true, adopted: new Set(), pictures: new Set() },
    assets,
    miss,
    found,
    loading: new Set(),
    nowMs: 0,
  }
}

/** The local name that an element had on the recorded page. */
export const recordedName = (scene: Scene, element: Element): string => scene.recorded.get(element)?.name ?? dom.localNameOf(element)

/** Whether a node stands in the document of an iframe; while it is built, where it will. */
export function standsInFrame(scene: Scene, node: Node): boolean {
  if (!scene.frames.size) return false
  let at: Node = node
  for (;;) {
    const parent = dom.parentOf(at)
    if (parent) at = parent
    else if (!(at instanceof ShadowRoot)) return at !== dom.page && scene.isInFrame
    else if (frameHostOf(scene, at)) return true
    else at = at.host
  }
}

/** The iframe whose document a shadow root shows. */
export function frameHostOf(scene: Scene, root: Node): Element | null {
  for (const [host, { document }] of scene.frames) if (document?.root === root) return host
  return null
}
