import { event, type EventSpec } from './event-spec.ts'
import { list, oneOf, opt, record } from './field.ts'

const box = { boxX: 'fixed', boxY: 'fixed', boxWidth: 'fixed', boxHeight: 'fixed' } as const
const pointerType = oneOf('mouse', 'touch', 'pen')

/** What questions are asked about: codes from 32 on. */
export const signalTable = {
  /** The first event of a tab: device, source, visitor. */
  start: event(32, {
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
  }),
  /** One document load or one SPA route change. */
  page: event(33, { view: 'text', url: 'text', title: 'text', kind: oneOf('load', 'route', 'back-forward', 'reload', 'restore') }),
  viewport: event(34, { width: 'uint', height: 'uint', pixelRatio: 'fixed' }),
  click: event(35, {
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
  }),
  /** The first thing that answered a click. Absent after 2,500 ms: nothing did. */
  response: event(36, {
    ordinal: 'uint',
    afterMs: 'uint',
    kind: oneOf('mutation', 'navigation', 'request', 'focus', 'selection', 'scroll', 'media', 'download', 'visibility', 'input', 'none'),
  }),
  /** Pointer path: deltas in ms and px from the previous point; the first is absolute in viewport px at the event's time. */
  pointer: event(37, { pointer: pointerType, points: list(record({ afterMs: 'uint', x: 'int', y: 'int' })) }),
  /** A finished scroll movement of the page: where it went, how fast. */
  depth: event(38, { fromY: 'uint', toY: 'uint', durationMs: 'uint', maxBottom: 'uint', documentHeight: 'uint', viewportHeight: 'uint' }),
  /** Facts of a form, never values. `lengthBucket`: 0, 1 (1-3), 2 (4-10), 3 (11+). */
  form: event(39, {
    form: 'text',
    formName: 'text',
    field: opt('text'),
    fieldName: opt('text'),
    fieldType: opt('text'),
    action: oneOf('focus', 'input', 'change', 'blur', 'submit', 'invalid', 'reset'),
    lengthBucket: opt('uint'),
  }),
  error: event(40, {
    kind: oneOf('error', 'rejection', 'captured', 'resource'),
    message: 'text',
    stack: 'text',
    source: 'text',
    line: 'uint',
    column: 'uint',
    properties: opt('text'),
  }),
  console: event(41, { level: oneOf('log', 'info', 'warn', 'error', 'debug'), message: 'text' }),
  request: event(42, {
    kind: oneOf('fetch', 'xhr', 'beacon'),
    method: 'text',
    url: 'text',
    /** 0: no response (network failure, aborted). */
    status: 'uint',
    durationMs: 'uint',
    responseBytes: opt('uint'),
  }),
  vital: event(43, { name: oneOf('LCP', 'CLS', 'INP', 'FCP', 'TTFB'), value: 'fixed', target: opt('text') }),
  longTask: event(44, { durationMs: 'uint' }),
  visibility: event(45, { state: oneOf('visible', 'hidden', 'frozen', 'resumed') }),
  identify: event(46, { user: 'text', traits: opt('text') }),
  /** A custom event; `properties` is a JSON object as text. */
  track: event(47, { name: 'text', properties: opt('text') }),
  experiment: event(48, { name: 'text', variant: 'text' }),
  /** An asset that the DOM lane refers to by address: its content hash, so that the server can ask for what it lacks. */
  asset: event(49, {
    url: 'text',
    /** SHA-256, first 16 bytes, base64url; empty: it could not be read, and `missing` says why. */
    hash: 'text',
    mime: 'text',
    sizeBytes: 'uint',
    missing: opt(oneOf('blocked', 'policy', 'too-large', 'failed')),
  }),
  /** Something this recording does not hold, counted. Nothing is missing in silence. */
  loss: event(50, {
    what: oneOf('hook-error', 'frame', 'canvas', 'media', 'asset', 'event', 'chunk', 'masked', 'budget', 'spill', 'extra'),
    count: 'uint',
    detail: opt('text'),
  }),
  end: event(51, { reason: oneOf('pagehide', 'stop', 'withdraw', 'idle', 'roll', 'limit') }),
  /** Hesitation before a click: the pointer rested on an interactive element. */
  hesitation: event(52, { key: 'text', name: 'text', restMs: 'uint' }),
  /** How long a section of the page was in view, told when it left it or the page went. `share`: the most of it that was seen. */
  section: event(53, { key: 'text', name: 'text', seenMs: 'uint', share: 'unit' }),
  /** A WebSocket: opened, closed, and what went over it meanwhile. */
  socket: event(54, {
    url: 'text',
    state: oneOf('open', 'traffic', 'close', 'error'),
    sent: 'uint',
    sentBytes: 'uint',
    received: 'uint',
    receivedBytes: 'uint',
    code: opt('uint'),
  }),
  /** The page's own state under a name: whole, or what changed (`patch`: path → value, JSON). Masked. */
  appState: event(55, { name: 'text', action: opt('text'), isWhole: 'bool', patch: 'text' }),
  /** What a finger or a drag did: from where to where, viewport px. */
  gesture: event(56, {
    kind: oneOf('swipe', 'pinch', 'drag', 'drop'),
    key: 'text',
    x: 'fixed',
    y: 'fixed',
    toX: 'fixed',
    toY: 'fixed',
    durationMs: 'uint',
    /** Whether anything scrolled or answered. */
    answered: 'bool',
  }),
  /** Something done with the page, without its content. */
  act: event(57, { kind: oneOf('copy', 'cut', 'paste', 'print', 'contextmenu'), key: 'text' }),
  /** What a vital is made of, ms each (LCP: ttfb, load-delay, load, render-delay; INP: input-delay, processing, presentation). */
  attribution: event(58, { vital: 'text', target: opt('text'), url: opt('text'), parts: list(record({ name: 'text', ms: 'fixed' })) }),
  /** Headers and bodies of a request that the site asked for, redacted; JSON. Told after its `request`. */
  payload: event(59, { method: 'text', url: 'text', status: 'uint', request: opt('text'), response: opt('text') }),
  /** Why this visit is recorded: the share it was chosen from, and the rule or trigger that chose it. */
  decision: event(60, { rate: 'unit', rule: opt('text'), trigger: opt('text') }),
  /** What recording cost the page since the last one of these, main thread. */
  budget: event(61, { spentMs: 'fixed', windowMs: 'uint', degraded: 'uint' }),
  /** This tab is what a frame in a page of `origin` shows: another tab of the session says where. */
  embedded: event(62, { origin: 'text' }),
} as const satisfies Record<string, EventSpec>
