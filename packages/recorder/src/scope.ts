import type { EventOf, PlayheadEvent } from '@playhead/wire'
import type { CaptureTools } from './dom/capture.ts'
import type { Roots } from './dom/find.ts'
import type { MaskJob, RawEvent } from './press/draft.ts'
import { createGuard, type Guard } from './guard.ts'
import { createRealms, onRewrite, type Realms } from './dom/realm.ts'
import { type AfterCall, native } from './native.ts'
import type { AssetPolicy, CaptureOptions } from './option.ts'
import type { HashSecret } from './privacy/hash.ts'
import { createPrivacy, type Privacy } from './privacy/privacy.ts'

type WithoutTime<E> = E extends PlayheadEvent ? Omit<E, 'timeMs'> & { timeMs?: number } : never
/** An event before it has its time: now, unless it says otherwise. */
export type NewEvent = WithoutTime<PlayheadEvent>
export type ResponseKind = EventOf<'response'>['kind']
export type Page = Window & typeof globalThis

/** All state of one recording that more than one watcher needs. */
export interface Scope extends CaptureTools {
  readonly window: Page
  readonly document: Document
  readonly guard: Guard
  readonly privacy: Privacy
  readonly options: { readonly console: boolean; readonly network: boolean; readonly assets: AssetPolicy }
  readonly closedRoots: WeakMap<Element, ShadowRoot>
  /** What the page's own addresses stand for, as recorded: they may be taken back before anybody reads them. */
  readonly blobs: Map<string, WeakRef<Blob>>
  /** Where one page view ends and the next begins. */
  view: string
  /** `job`: the HTML that the event is to hold, still to be masked. */
  emit(event: NewEvent, job?: MaskJob): void
  /** What is told of an object that the console got. */
  describe: (value: object) => string
  lose(what: EventOf<'loss'>['what'], count: number, detail?: string): void
  /** The id of a node that the recording has, or 0. */
  idOf(node: Node | null): number
  /** A function that asks for `task` before the next paint, however often it is called; hidden pages get a timer. */
  onFrame(task: () => void): () => void
  /** Runs `task` after some ms, unless the recording ends before or it is called off. */
  later(ms: number, task: () => void): () => void
  /** Adds guarded, passive, capturing listeners that live as long as the recording. `types` are separated by spaces. */
  listen(target: EventTarget, types: string, hook: (event: Event) => void): void
  /** Of a method, unless `part` says otherwise. */
  patch(target: object | undefined, name: string, after: AfterCall, part?: 'get'): void
  patchSetter(target: object, name: string, after: (self: unknown) => void): void
  /** Watches in the window of a frame, too. */
  readonly enter: Realms['enter']
  onStop(task: () => void): void
  /** Something happened that may answer a click. */
  readonly onRespond: ((kind: ResponseKind, changed?: readonly Node[]) => void)[]
  respond(kind: ResponseKind, changed?: readonly Node[]): void
  readonly beforeClick: ((element: Element, isInteractive: boolean) => void)[]
  /** Tells pending changes of the tree now. */
  flushTree: () => void
  /** Nodes came into the recording: a whole document, or what was added. */
  readonly onArrive: ((roots: Roots) => void)[]
  arrived(roots: Roots): void
  /** Before events are sealed into a chunk; `leaving` when the page may not come back. */
  readonly onSeal: ((leaving: boolean) => void)[]
  beforeSeal(leaving: boolean): void
  /** Null: nothing of this recording leaves the page now. */
  pass?: (() => Pass | null) | undefined
  /** Asks for a keyframe soon: what was recorded so far does not hold any more. */
  requestKeyframe: () => void
}

export interface Watcher {
  stop(): void
}

/** Something that is watched only where it is switched on: a module of its own, so that nobody else downloads it. */
export interface Extra {
  (scope: Scope): void
  /** Finds, in a frame, the recording of the page around it. */
  readonly join?: Join
  /** Takes what the site tells of its own state. */
  readonly tell?: (name: string, value: unknown, action?: string) => void
  /** What it was told until now is not to be recorded. */
  readonly forget?: () => void
}

/** What lets a frame write into this session, as its page remembers it. */
export interface Pass {
  readonly visitor: string
  readonly session: string
  readonly startedMs: number
  readonly lastMs: number
  readonly consentMs: number
  readonly token?: string | undefined
  readonly choice?: unknown
}
/** `settle` gets where the visit to join is remembered, or null: there is none to join. `leave`: it ended. */
export type Join = (window: Window, settle: (store: Window | null) => void, leave: () => void) => void

/** A scope in the hands of who ends it. */
export interface OwnScope extends Scope {
  /** What is told from now on happened at `timeMs`; 0: when it is told. */
  holdTime(timeMs: number): void
  end(): void
}

/** @param secret what hashes are keyed with; a new one unless one is given */
export function createScope(window: Page, options: CaptureOptions, push: (event: RawEvent) => void, secret?: HashSecret): OwnScope {
  const { document } = window
  const guard = createGuard()
  const setTimer = native(window, 'setTimeout')
  const clearTimer = native(window, 'clearTimeout')
  const nextFrame = native(window, 'requestAnimationFrame')
  const closedRoots = new WeakMap<Element, ShadowRoot>()
  const realms = createRealms(window)
  const stops: (() => void)[] = [onRewrite(window, guard.wrap(realms.again))]
  const frameTasks: { run: () => void; due: boolean }[] = []
  let isFrameDue = false
  let timer = 0
  let isOver = false
  /** A clock that is set back must not reorder what happened. */
  let lastMs = 0
  let heldMs = 0
  const now = (): number => heldMs || (lastMs = Math.max(lastMs, Date.now()))

  function runFrame(): void {
    if (!isFrameDue || isOver) return
    isFrameDue = false
    for (const task of frameTasks)
      if (task.due) {
        task.due = false
        task.run()
      }
  }

  const scope: OwnScope = {
    window,
    document,
    guard,
    privacy: createPrivacy(
      window,
      { ...options, privacy: options.privacy ?? 'strict' },
      () => scope.requestKeyframe(),
      (url, base) => {
        if (base === undefined || URL.canParse(url, base)) scope.onCssUrl?.(new URL(url, base).href)
      },
      secret,
    ),
    options: { console: options.console !== false, network: options.network !== false, assets: options.assets ?? 'upload' },
    closedRoots,
    blobs: new Map(),
    numbering: {
      ids: new WeakMap(),
      styles: new WeakMap(),
      nextId: 1,
      blocked: new WeakSet(),
      frames: new WeakMap(),
      isSlow: false,
      shadowRootOf: (element) => element.shadowRoot ?? closedRoots.get(element) ?? null,
    },
    view: '',
    emit: (event, job) => {
      // The page may have given a time to all objects.
      if (!isOver) push({ ...event, timeMs: Object.hasOwn(event, 'timeMs') ? event.timeMs! : now(), job })
    },
    describe: (value) => (Array.isArray(value) ? '[array]' : '[object]'),
    lose: (what, count, detail) => scope.emit({ type: 'loss', what, count, detail }),
    idOf: (node) => (node && scope.numbering.ids.get(node)) || 0,
    onFrame(task) {
      const entry = { run: guard.wrap(task), due: false }
      frameTasks.push(entry)
      return () => {
        entry.due = true
        if (isFrameDue) return
        isFrameDue = true
        // A hidden page paints no frames.
        if (!document.hidden) nextFrame(runFrame)
        // One timer after the other: a new one for each frame costs more than most frames' tasks.
        timer ||= setTimer(() => {
          timer = 0
          runFrame()
        }, 100)
      }
    },
    later(ms, task) {
      const timer = setTimer(
        guard.wrap(() => {
          if (!isOver) task()
        }),
        ms,
      )
      return () => clearTimer(timer)
    },
    listen(target, types, hook) {
      const guarded = guard.wrap(hook)
      for (const type of types.split(' ')) realms.listen(target, type, guarded)
    },
    patch: (target, name, after, part) => realms.patch(target, name, guard.wrap(after), part),
    patchSetter: (target, name, after) => realms.patch(target, name, guard.wrap(after), 'set'),
    enter: realms.enter,
    onStop: (task) => void stops.push(task),
    onRespond: [],
    respond: (kind, changed) => scope.onRespond.forEach((hook) => hook(kind, changed)),
    beforeClick: [],
    flushTree: () => undefined,
    onArrive: [],
    arrived: (roots) => scope.onArrive.forEach((hook) => guard.wrap(hook)(roots)),
    onSeal: [],
    beforeSeal: (leaving) => scope.onSeal.forEach((hook) => guard.wrap(hook)(leaving)),
    requestKeyframe: () => undefined,
    holdTime: (timeMs) => void (heldMs = timeMs),
    end() {
      isOver = true
      realms.end()
      for (const stop of stops.splice(0)) stop()
    },
  }
  return scope
}
