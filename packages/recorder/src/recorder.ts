import { type EventOf, isDomEvent, type PlayheadEvent } from '@playhead/wire'
import type { CaptureOptions } from './option.ts'
import { createScope, type NewEvent, type Page, type Scope } from './scope.ts'
import { type Assets, type Bytes, createAssets, type Upload } from './send/asset.ts'
import { startPress } from './press/worker.ts'
import { type ChunkPlace, createChunker, exitBytes } from './send/chunker.ts'
import type { AssetMemory } from './session/asset-memory.ts'
import { startEvent, type Visit } from './session/start-event.ts'
import { watchAct } from './watch/act.ts'
import { watchAnimation } from './watch/animation.ts'
import { watchBox } from './watch/box.ts'
import { watchClick } from './watch/click.ts'
import { watchConsole } from './watch/console.ts'
import { watchDefine } from './watch/define.ts'
import { watchElementState } from './watch/element-state.ts'
import { type ErrorWatcher, watchError } from './watch/error.ts'
import { watchFeature } from './watch/feature.ts'
import { watchFocus } from './watch/focus.ts'
import { watchFont } from './watch/font.ts'
import { watchForm } from './watch/form.ts'
import { watchFrame } from './watch/frame.ts'
import { watchGesture } from './watch/gesture.ts'
import { watchHesitation } from './watch/hesitation.ts'
import { watchHighlight } from './watch/highlight.ts'
import { watchInput } from './watch/input.ts'
import { watchKeyframe } from './watch/keyframe.ts'
import { watchMedia } from './watch/media.ts'
import { watchMutation } from './watch/mutation.ts'
import { loadKind, watchNavigation } from './watch/navigation.ts'
import { watchNetwork } from './watch/network.ts'
import { watchPointed } from './watch/pointed.ts'
import { watchPointer } from './watch/pointer.ts'
import { watchScroll } from './watch/scroll.ts'
import { watchSection } from './watch/section.ts'
import { watchSelection } from './watch/selection.ts'
import { watchSheet } from './watch/sheet.ts'
import { watchSocket } from './watch/socket.ts'
import { watchSlot } from './watch/slot.ts'
import { watchTopLayer } from './watch/top-layer.ts'
import { watchViewTransition } from './watch/view-transition.ts'
import { watchViewport } from './watch/viewport.ts'
import { watchVisibility } from './watch/visibility.ts'
import { watchVisualViewport } from './watch/visual-viewport.ts'
import { watchVital } from './watch/vital.ts'

export interface Recorder {
  emit(event: NewEvent): void
  captureError: ErrorWatcher['tell']
  page(name?: string): void
  flush(): Promise<void>
  readonly answered: Assets['answered']
  /** A chunk was lost for good: what follows needs a new keyframe. `isRefused`: by the server. */
  resync(isRefused: boolean): void
  /** Asks for a keyframe: what comes after it can then be read on its own. */
  renew(): void
  /** Hands on what was told, within this task: the page may be gone after it. */
  leave(): void
  /** Says again whose recording this is: it goes on under another tab's name. */
  retell(): void
  /** What is told from now on happened at `timeMs`; 0: when it is told. */
  holdTime(timeMs: number): void
  stop(reason: EventOf<'end'>['reason']): Promise<void>
}

export interface RecorderSink {
  place(): Omit<ChunkPlace, 'view'>
  nextOrdinal(): number
  send(chunk: Bytes, isLeaving: boolean, events: readonly PlayheadEvent[]): void
  upload?: Upload | undefined
  /** Where assets are remembered from page to page. */
  memory?: AssetMemory | undefined
  /** What lets frames write into this session; null: not now. */
  readonly pass?: Scope['pass']
  /** The largest chunk that is taken. */
  readonly maxBytes?: number | undefined
  /** Asked before an event is told: false where nobody has been there for long. */
  isAwake?(): boolean
  /** The page's tree was given up: only what happens is told from now on. */
  onTreeLost?(): void
}

/** What a tab that crashes may lose, with the way to the server: less than two seconds. */
const flushMs = 1600
/** A page that cannot be told is tried again this often, and so many times. */
const retryMs = 60_000
const maxRefusals = 3

/** `script`: the address of the script tag's file. */
type OwnOptions = CaptureOptions & { readonly script?: string | undefined }

/** One recording of one page, from now until `stop`: everything it watches is listed here. */
export function startRecorder(window: Page, options: OwnOptions, sink: RecorderSink, visit: Visit): Recorder {
  let hasTimer = false
  let isStopping = false
  let isTreeLost = false
  let lastMs = 0
  const scope = createScope(
    window,
    options,
    (event) => {
      if (!isStopping && sink.isAwake?.() === false) isTreeLost = true
      else if (!isTreeLost || !isDomEvent(event)) {
        lastMs = Math.max(lastMs, event.timeMs)
        chunker.push(event)
      }
    },
    sink.memory?.secret,
  )
  const press = startPress(window, scope.privacy.tokens, options.worker, options.script)
  const chunker = createChunker({
    press,
    place: () => ({ ...sink.place(), view: scope.view }),
    send(chunk, isLeaving, events) {
      assets.sent(chunk, events)
      sink.send(chunk, isLeaving, events)
      if (isLeaving) assets.leave(exitBytes - chunk.length)
    },
    maxBytes: sink.maxBytes,
    onTooLarge: () => refuse(),
    onUnread() {
      if (scope.numbering.isSlow) return refuse()
      scope.numbering.isSlow = true
      begin()
    },
    onPressed({ urls, refused }) {
      for (const url of urls) scope.onCssUrl?.(url)
      if (refused) scope.privacy.tokens.refuse(refused)
    },
    onFirst() {
      if (hasTimer) return
      hasTimer = true
      scope.later(flushMs, () => {
        hasTimer = false
        void flush()
      })
    },
  })
  const seal = (): void => void chunker.seal()

  const mutation = watchMutation(scope)
  scope.flushTree = mutation.flush
  scope.pass = sink.pass
  const keyframe = watchKeyframe(scope, mutation, seal)
  for (const watch of [
    watchInput,
    watchScroll,
    watchFocus,
    watchSheet,
    watchTopLayer,
    watchPointer,
    watchHesitation,
    watchForm,
    watchSection,
  ])
    scope.guard.wrap(watch)(scope)
  watchFrame(scope, mutation.observe)
  const assets = createAssets(scope, { upload: sink.upload, memory: sink.memory, flush: () => void flush() })
  watchClick(scope, sink.nextOrdinal)
  for (const watch of [watchViewport, watchVisibility, watchConsole, watchNetwork, watchSocket, watchVital]) scope.guard.wrap(watch)(scope)
  for (const watch of [watchPointed, watchSelection, watchFeature, watchVisualViewport, watchMedia, watchAnimation])
    scope.guard.wrap(watch)(scope)
  for (const watch of [watchViewTransition, watchGesture, watchAct]) scope.guard.wrap(watch)(scope)
  for (const watch of [watchElementState, watchSlot, watchHighlight, watchDefine, watchFont]) scope.guard.wrap(watch)(scope)
  if (!options.canvas) watchBox(scope)
  const error = watchError(scope)
  for (const extra of options.extras ?? []) scope.guard.wrap(extra)(scope)

  const startMs = Date.now()
  let isTold = !visit.isNew
  /** After the keyframe's task: what is asked here makes the browser work. */
  function tellStart(): void {
    if (isTold) return
    isTold = true
    scope.emit({ ...startEvent(window, scope.privacy, visit), timeMs: startMs })
  }
  const navigation = watchNavigation(scope, visit.isResumed ? null : (scope.guard.wrap(loadKind)(window) ?? 'load'), seal)
  const begin = scope.guard.wrap(() =>
    keyframe.take(() => {
      tellStart()
      seal()
    }),
  )
  // A page that is still being parsed would be told piece by piece.
  if (window.document.readyState === 'loading') scope.listen(window.document, 'DOMContentLoaded', begin)
  else begin()

  function gather(leaving: boolean): void {
    for (const task of [keyframe.finish, tellStart, mutation.flush]) scope.guard.wrap(task)()
    scope.beforeSeal(leaving)
    scope.guard.wrap(scope.guard.tell)((count, detail) => scope.lose('hook-error', count, detail))
  }
  function flush(last = false): Promise<void> {
    gather(last)
    return scope.guard.wrap(chunker.seal)(last) ?? Promise.resolve()
  }
  const leave = (): void => {
    gather(true)
    void chunker.sealNow().catch(() => undefined)
  }
  scope.listen(window, 'pagehide', leave)
  scope.listen(window.document, 'visibilitychange', () => {
    if (window.document.hidden) leave()
  })
  scope.listen(window, 'pageshow', (event) => {
    if ((event as PageTransitionEvent).persisted) begin()
  })

  let refusals = 0
  let askedMs = -Infinity
  let isAsked = false
  function refuse(): void {
    if (++refusals < maxRefusals) {
      askedMs = Date.now()
      return ask()
    }
    if (isTreeLost) return
    isTreeLost = true
    mutation.stop()
    keyframe.stop()
    scope.requestKeyframe = () => undefined
    sink.onTreeLost?.()
  }
  /** What was lost once may be lost again. */
  function ask(): void {
    if (isAsked) return
    isAsked = true
    scope.later(Math.max(0, askedMs + retryMs - Date.now()), () => {
      isAsked = false
      askedMs = Date.now()
      scope.requestKeyframe()
    })
  }

  return {
    emit: scope.emit,
    captureError: error.tell,
    page: navigation.page,
    flush: () => assets.settle().then(() => flush()),
    answered: assets.answered,
    renew: () => scope.requestKeyframe(),
    leave,
    holdTime: scope.holdTime,
    retell: () => scope.emit(startEvent(window, scope.privacy, visit)),
    resync(isRefused) {
      scope.lose('chunk', 1)
      if (isRefused) refuse()
      else ask()
    },
    async stop(reason) {
      const isWithdrawn = reason === 'withdraw'
      isStopping = true
      // Who withdraws is done with at once: nothing that was not sent yet leaves any more, but that it ended.
      if (isWithdrawn) chunker.drop()
      else {
        // A session that ends by itself ended when it last was one; what comes in this task belongs to the next.
        if (reason === 'stop') await assets.settle()
        else scope.holdTime(lastMs)
        gather(true)
      }
      scope.emit({ type: 'end', reason })
      scope.end()
      mutation.stop()
      keyframe.stop()
      await scope.guard.wrap(isWithdrawn ? chunker.sealNow : chunker.seal)(true)
      press.stop()
    },
  }
}
