import { event, type EventSpec } from './event-spec.ts'
import { list, oneOf, opt, record } from './field.ts'

/** What HTML text cannot say about text nodes. @see docs/recording-format.md#W9 */
const textFix = {
  /** A run of adjacent text nodes that HTML merges: the first one's id and the UTF-16 length of each part. */
  splits: list(record({ id: 'id', lengths: list('uint') })),
  /** Empty text nodes, which HTML drops, with their parent. */
  empties: list(record({ id: 'id', parent: 'id' })),
} as const

/** What rebuilding the page needs: codes 1 … 31. */
export const domTable = {
  /** A whole document. Nodes are numbered from 1 (the document) in document order. */
  keyframe: event(1, {
    html: 'text',
    doctype: 'text',
    /** The page's address, masked to origin and path template; assets resolve against `base`. */
    url: 'text',
    base: 'text',
    /** How many nodes were numbered: the next added node gets `nodes + 1`. Both sides check it. */
    nodes: 'uint',
    width: 'uint',
    height: 'uint',
    scrollX: 'fixed',
    scrollY: 'fixed',
    ...textFix,
  }),
  /** New nodes, as HTML, inserted into `parent` before the node `before` (0: at the end). Numbered on from the last id. */
  add: event(2, { parent: 'id', before: 'id', html: 'text', ...textFix }),
  remove: event(3, { id: 'id' }),
  /** A node that keeps its identity and changes its place. */
  move: event(4, { id: 'id', parent: 'id', before: 'id' }),
  /** New data of a text or comment node. */
  text: event(5, { id: 'id', text: 'text' }),
  /** An attribute's new value; absent value: removed. */
  attribute: event(6, { id: 'id', name: 'text', value: opt('text') }),
  /** What a form control shows, masked. `checked` for boxes and radios, `selected` indexes for selects. */
  input: event(7, { id: 'id', value: opt('text'), checked: opt('bool'), selected: opt(list('uint')) }),
  /** Scroll offset of a scroll container; the document's is id 1. */
  scroll: event(8, { id: 'id', x: 'fixed', y: 'fixed' }),
  /** Keyboard focus; id 0: none. */
  focus: event(9, { id: 'id', visible: 'bool' }),
  /**
   * The live CSS text of a `<style>`, a linked sheet (owner id) or a constructed sheet (an id from `firstSheetId` on; empty:
   * nobody adopts it any more). With owner 0, or the id of a shadow root: of all that it adopts, of which `adopt` says nothing.
   */
  sheet: event(10, { owner: 'id', css: 'text' }),
  /** Bytes of an asset carried in the stream itself (`assets: 'inline'`), base64. */
  assetBody: event(11, { hash: 'text', mime: 'text', base64: 'text' }),
  /** An element enters or leaves the top layer: `dialog.showModal()`, popovers, full screen. HTML's `open` alone is not modal. */
  topLayer: event(12, { id: 'id', layer: oneOf('modal', 'popover', 'fullscreen', 'none') }),
  /** The document inside the iframe `host`: its document node gets the next id, then all in it. Another one for the same host replaces it. */
  frame: event(13, { host: 'id', html: 'text', doctype: 'text', url: 'text', base: 'text', ...textFix }),
  /**
   * The iframe `host` is another origin's page, which records itself as the tab `tab` of the same session; empty: not
   * recorded. A document that it held ends.
   */
  foreignFrame: event(14, { host: 'id', tab: 'text' }),
  /** What a video or audio element does; `atMs` is its position. `stream`: fed by the page, so that there is nothing to show. */
  media: event(15, { id: 'id', playing: 'bool', atMs: 'uint', rate: 'fixed', volume: 'unit', muted: 'bool', stream: 'bool' }),
  /** A canvas as a picture: a `data:` address. */
  canvas: event(16, { id: 'id', image: 'text' }),
  /**
   * An animation of an element (or its pseudo-element): declared once, then told when it changes. `key` names a scripted
   * one within the page, and its `keyframes` and `timing` (JSON) come when it is declared. Those of CSS (key 0) go by
   * element, kind, name and pseudo-element: the page's CSS declares them.
   */
  animation: event(17, {
    key: 'uint',
    id: 'id',
    kind: oneOf('script', 'css-animation', 'css-transition'),
    state: oneOf('running', 'paused', 'finished', 'cancelled'),
    /** Of the `@keyframes` or the property that changes. */
    name: 'text',
    pseudo: opt('text'),
    /** Position, ms, of `css-animation` without its delay; absent: unresolved. */
    atMs: opt('fixed'),
    rate: 'fixed',
    keyframes: opt('text'),
    timing: opt('text'),
  }),
  /** Fonts that scripts made: `source` is CSS (`url(…)`), `descriptors` JSON. */
  font: event(18, { family: 'text', source: 'text', descriptors: 'text', removed: 'bool' }),
  /** A state that no attribute says: `indeterminate`, `invalid`, `:target`, `:user-invalid`, `--x` of custom elements. */
  elementState: event(19, { id: 'id', name: 'text', on: 'bool' }),
  /** Whether a custom element's name has a definition (`:defined` matches); names that are not told have one. */
  define: event(20, { name: 'text', defined: 'bool' }),
  /** Which nodes a manual slot shows. */
  slot: event(21, { id: 'id', nodes: list('id') }),
  /** A registered highlight; no ranges: removed. */
  highlight: event(22, { name: 'text', ranges: list(record({ start: 'id', startAt: 'uint', end: 'id', endAt: 'uint' })) }),
  /** What is selected: node ids and offsets; 0s: nothing. */
  selection: event(23, { anchor: 'id', anchorAt: 'uint', focus: 'id', focusAt: 'uint' }),
  /** The innermost elements that are hovered and pressed; 0: none. */
  pointed: event(24, { hover: 'id', active: 'id' }),
  /** A sheet as a whole: whether it applies, and to which media. */
  sheetState: event(25, { owner: 'id', disabled: 'bool', media: 'text' }),
  /** What a pinch shows of the layout viewport. */
  visualViewport: event(26, { x: 'fixed', y: 'fixed', scale: 'fixed' }),
  /** What media queries ask about the viewer. */
  feature: event(27, {
    dark: 'bool',
    reducedMotion: 'bool',
    hover: 'bool',
    coarse: 'bool',
    moreContrast: 'bool',
    forcedColors: 'bool',
    pixelRatio: 'fixed',
  }),
  /**
   * Numbers in `style` attributes that moved, as animations by script do: `ids`, each as the difference to the one
   * before, and for every number in each one's `style`, in order, by how many thousandths. @see docs/recording-format.md#W15
   */
  restyle: event(29, { ids: list('int'), shifts: list('int') }),
  /**
   * Some parts of a sheet that `sheet` told: from the `index`th on, `removed` parts give way to those of `css`, if any.
   *
   * @see docs/recording-format.md#W16
   */
  sheetEdit: event(30, { owner: 'id', index: 'uint', removed: 'uint', css: opt('text') }),
  /**
   * The nodes that the next `keyframe`, `add` or `frame` tells, its document first, have ids of their own: `runs` are
   * pairs, how far an id lies behind the last one before and how many follow on from it. `last` is the last id given from here on. Only recording
   * files and clips hold it. @see docs/recording-format.md#W17
   */
  renumber: event(31, { runs: list('int'), last: 'uint' }),
  /** Which constructed sheets a document or a shadow root applies, in order. @see docs/recording-format.md#W18 */
  adopt: event(63, { id: 'id', sheets: list('id') }),
  /** A view transition of the document. */
  viewTransition: event(28, { phase: oneOf('start', 'ready', 'finished') }),
} as const satisfies Record<string, EventSpec>
