import type { Kind, Shape, ShapeValue } from './field.ts'

/**
 * The event vocabulary: one typed table that drives the encoder, the decoder, the types
 * and the format document. Codes are forever; fields are only ever added by a new version.
 *
 * - lane `dom`: what rebuilding the page needs. The server never inflates it.
 * - lane `signal`: what questions are asked about. The server decodes it on arrival.
 *
 * @see docs/recording-format.md#W6
 */
export interface EventSpec {
  readonly code: number
  readonly lane: Lane
  readonly fields: Shape
}
export type Lane = 'dom' | 'signal'

const opt = <K extends Kind>(kind: K): { readonly optional: K } => ({ optional: kind })
const list = <K extends Kind>(kind: K): { readonly list: K } => ({ list: kind })
const oneOf = <const S extends readonly string[]>(...names: S): { readonly oneOf: S } => ({ oneOf: names })
const record = <const R extends Shape>(shape: R): { readonly record: R } => ({ record: shape })

/** What HTML text cannot say about text nodes. @see docs/recording-format.md#W9 */
const textFix = {
  /** A run of adjacent text nodes that HTML merges: the first one's id and the UTF-16 length of each part. */
  splits: list(record({ id: 'id', lengths: list('uint') })),
  /** Empty text nodes, which HTML drops, with their parent. */
  empties: list(record({ id: 'id', parent: 'id' })),
} as const

const box = { boxX: 'fixed', boxY: 'fixed', boxWidth: 'fixed', boxHeight: 'fixed' } as const
const pointerType = oneOf('mouse', 'touch', 'pen')

export const eventTable = {
  // -- DOM lane -------------------------------------------------------------------------------
  /** A whole document. Nodes are numbered from 1 (the document) in document order. */
  keyframe: {
    code: 1,
    lane: 'dom',
    fields: {
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
    },
  },
  /** New nodes, as HTML, inserted into `parent` before the node `before` (0: at the end). Numbered on from the last id. */
  add: { code: 2, lane: 'dom', fields: { parent: 'id', before: 'id', html: 'text', ...textFix } },
  remove: { code: 3, lane: 'dom', fields: { id: 'id' } },
  /** A node that keeps its identity and changes its place. */
  move: { code: 4, lane: 'dom', fields: { id: 'id', parent: 'id', before: 'id' } },
  /** New data of a text or comment node. */
  text: { code: 5, lane: 'dom', fields: { id: 'id', text: 'text' } },
  /** An attribute's new value; absent value: removed. */
  attribute: { code: 6, lane: 'dom', fields: { id: 'id', name: 'text', value: opt('text') } },
  /** What a form control shows, masked. `checked` for boxes and radios, `selected` indexes for selects. */
  input: { code: 7, lane: 'dom', fields: { id: 'id', value: opt('text'), checked: opt('bool'), selected: opt(list('uint')) } },
  /** Scroll offset of a scroll container; the document's is id 1. */
  scroll: { code: 8, lane: 'dom', fields: { id: 'id', x: 'fixed', y: 'fixed' } },
  /** Keyboard focus; id 0: none. */
  focus: { code: 9, lane: 'dom', fields: { id: 'id', visible: 'bool' } },
  /** The live CSS text of a `<style>`, a linked sheet (owner id) or, with owner 0, the adopted sheets of the document. */
  sheet: { code: 10, lane: 'dom', fields: { owner: 'id', css: 'text' } },
  /** Bytes of an asset carried in the stream itself (`assets: 'inline'`), base64. */
  assetBody: { code: 11, lane: 'dom', fields: { hash: 'text', mime: 'text', base64: 'text' } },
  /** An element enters or leaves the top layer: `dialog.showModal()`, popovers, full screen. HTML's `open` alone is not modal. */
  topLayer: { code: 12, lane: 'dom', fields: { id: 'id', layer: oneOf('modal', 'popover', 'fullscreen', 'none') } },

  // -- signals lane ---------------------------------------------------------------------------
  /** The first event of a tab: device, source, visitor. */
  start: {
    code: 32,
    lane: 'signal',
    fields: {
      recorder: 'text',
      visitor: 'text',
      returning: 'bool',
      privacy: oneOf('strict', 'balanced', 'relaxed'),
      /** How consent was given: `api`, `attribute`; and when, epoch ms. */
      consent: oneOf('api', 'attribute'),
      consentAtMs: 'uint',
      userAgent: 'text',
      language: 'text',
      timezone: 'text',
      screenWidth: 'uint',
      screenHeight: 'uint',
      pixelRatio: 'fixed',
      touch: 'bool',
      dark: 'bool',
      reducedMotion: 'bool',
      referrer: 'text',
      utmSource: opt('text'),
      utmMedium: opt('text'),
      utmCampaign: opt('text'),
      utmTerm: opt('text'),
      utmContent: opt('text'),
      /** Name of an ad click id found in the address (`gclid`, …), never its value. */
      adClick: opt('text'),
    },
  },
  /** One document load or one SPA route change. */
  page: {
    code: 33,
    lane: 'signal',
    fields: { view: 'text', url: 'text', title: 'text', kind: oneOf('load', 'route', 'back-forward', 'reload', 'restore') },
  },
  viewport: { code: 34, lane: 'signal', fields: { width: 'uint', height: 'uint', pixelRatio: 'fixed' } },
  click: {
    code: 35,
    lane: 'signal',
    fields: {
      /** Ordinal of the click in its tab, from 1; `response` refers to it. */
      ordinal: 'uint',
      id: 'id',
      key: 'text',
      /** What a person would call the element, masked. */
      name: 'text',
      tag: 'text',
      role: opt('text'),
      href: opt('bool'),
      /** Takes part in interaction (native or role), or only looks like it. */
      interactive: 'bool',
      affordance: opt('text'),
      pointer: pointerType,
      button: 'uint',
      modified: opt('bool'),
      /** Page coordinates, CSS px. */
      x: 'fixed',
      y: 'fixed',
      /** Place within the element's box, 0 … 1. */
      relX: 'unit',
      relY: 'unit',
      /** The element's box in page coordinates. */
      ...box,
    },
  },
  /** The first thing that answered a click. Absent after 2,500 ms: nothing did. */
  response: {
    code: 36,
    lane: 'signal',
    fields: {
      ordinal: 'uint',
      afterMs: 'uint',
      kind: oneOf('mutation', 'navigation', 'request', 'focus', 'selection', 'scroll', 'media', 'download', 'visibility', 'input', 'none'),
    },
  },
  /** Pointer path: deltas in ms and px from the previous point; the first is absolute in viewport px at the event's time. */
  pointer: {
    code: 37,
    lane: 'signal',
    fields: { pointer: pointerType, points: list(record({ afterMs: 'uint', x: 'int', y: 'int' })) },
  },
  /** A finished scroll movement of the page: where it went, how fast. */
  depth: {
    code: 38,
    lane: 'signal',
    fields: { fromY: 'uint', toY: 'uint', durationMs: 'uint', maxBottom: 'uint', documentHeight: 'uint', viewportHeight: 'uint' },
  },
  /** Facts of a form, never values. `lengthBucket`: 0, 1 (1-3), 2 (4-10), 3 (11+). */
  form: {
    code: 39,
    lane: 'signal',
    fields: {
      form: 'text',
      formName: 'text',
      field: opt('text'),
      fieldName: opt('text'),
      fieldType: opt('text'),
      action: oneOf('focus', 'input', 'change', 'blur', 'submit', 'invalid', 'reset'),
      lengthBucket: opt('uint'),
    },
  },
  error: {
    code: 40,
    lane: 'signal',
    fields: {
      kind: oneOf('error', 'rejection', 'captured', 'resource'),
      message: 'text',
      stack: 'text',
      source: 'text',
      line: 'uint',
      column: 'uint',
      properties: opt('text'),
    },
  },
  console: { code: 41, lane: 'signal', fields: { level: oneOf('log', 'info', 'warn', 'error', 'debug'), message: 'text' } },
  request: {
    code: 42,
    lane: 'signal',
    fields: {
      kind: oneOf('fetch', 'xhr', 'beacon'),
      method: 'text',
      url: 'text',
      /** 0: no response (network failure, aborted). */
      status: 'uint',
      durationMs: 'uint',
      responseBytes: opt('uint'),
    },
  },
  vital: {
    code: 43,
    lane: 'signal',
    fields: { name: oneOf('LCP', 'CLS', 'INP', 'FCP', 'TTFB'), value: 'fixed', target: opt('text') },
  },
  longTask: { code: 44, lane: 'signal', fields: { durationMs: 'uint' } },
  visibility: { code: 45, lane: 'signal', fields: { state: oneOf('visible', 'hidden', 'frozen', 'resumed') } },
  identify: { code: 46, lane: 'signal', fields: { user: 'text', traits: opt('text') } },
  /** A custom event; `properties` is a JSON object as text. */
  track: { code: 47, lane: 'signal', fields: { name: 'text', properties: opt('text') } },
  experiment: { code: 48, lane: 'signal', fields: { name: 'text', variant: 'text' } },
  /** An asset that the DOM lane refers to by address: its content hash, so that the server can ask for what it lacks. */
  asset: {
    code: 49,
    lane: 'signal',
    fields: {
      url: 'text',
      /** SHA-256, first 16 bytes, base64url; empty: it could not be read, and `missing` says why. */
      hash: 'text',
      mime: 'text',
      sizeBytes: 'uint',
      missing: opt(oneOf('blocked', 'policy', 'too-large', 'failed')),
    },
  },
  /** Something this recording does not hold, counted. Nothing is missing in silence. */
  loss: {
    code: 50,
    lane: 'signal',
    fields: {
      what: oneOf('hook-error', 'frame', 'canvas', 'media', 'asset', 'event', 'chunk', 'masked'),
      count: 'uint',
      detail: opt('text'),
    },
  },
  end: { code: 51, lane: 'signal', fields: { reason: oneOf('pagehide', 'stop', 'withdraw', 'idle', 'roll', 'limit') } },
  /** Hesitation before a click: the pointer rested on an interactive element. */
  hesitation: { code: 52, lane: 'signal', fields: { key: 'text', name: 'text', restMs: 'uint' } },
} as const satisfies Record<string, EventSpec>

export type EventTable = typeof eventTable
export type EventType = keyof EventTable

/** One decoded event. `timeMs` is the client's clock, epoch ms. */
export type EventOf<T extends EventType> = { readonly [K in T]: { type: K; timeMs: number } & ShapeValue<EventTable[K]['fields']> }[T]
export type PlayheadEvent = EventOf<EventType>

type LaneType<L extends Lane> = { [K in EventType]: EventTable[K]['lane'] extends L ? K : never }[EventType]
export type DomEvent = EventOf<LaneType<'dom'>>
export type SignalEvent = EventOf<LaneType<'signal'>>

export const isDomEvent = (event: PlayheadEvent): event is DomEvent => eventTable[event.type].lane === 'dom'
