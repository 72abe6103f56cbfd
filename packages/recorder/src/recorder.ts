import { type EventOf, isDomEvent } from '@playhead/wire'
import type { CaptureOptions } from './option.ts'
import { createScope, type NewEvent, type Page } from './scope.ts'
import { type Assets, type Bytes, createAssets, type Upload } from './send/asset.ts'
import { type ChunkPlace, createChunker, exitBytes } from './send/chunker.ts'
import type { AssetMemory } from './session/asset-memory.ts'
import { startEvent, type Visit } from './session/start.ts'
import { watchBox } from './watch/box.ts'
import { watchClick } from './watch/click.ts'
import { watchConsole } from './watch/console.ts'
import { type ErrorWatcher, watchError } from './watch/error.ts'
import { watchFocus } from './watch/focus.ts'
import { watchForm } from './watch/form.ts'
import { watchHesitation } from './watch/hesitation.ts'
import { watchInput } from './watch/input.ts'
import { watchKeyframe } from './watch/keyframe.ts'
import { watchMutation } from './watch/mutation.ts'
import { loadKind, watchNavigation } from './watch/navigation.ts'
import { watchNetwork } from './watch/network.ts'
import { watchPointer } from './watch/pointer.ts'
import { watchScroll } from './watch/scroll.ts'
import { watchSheet } from './watch/sheet.ts'
import { watchTopLayer } from './watch/top-layer.ts'
import { watchViewport } from './watch/viewport.ts'
import { watchVisibility } from './watch/visibility.ts'
import { watchVital } from './watch/vital.ts'

export interface Recorder {
  emit(event: NewEvent): void
  captureError: ErrorWatcher['tell']
  page(name?: string): void
  flush(): Promise<void>
  readonly answered: Assets['answered']
  /** A chunk was lost for good: what follows needs a new keyframe. `isRefused`: by the server. */
  resync(isRefused: boolean): void
  stop(reason: EventOf<'end'>['reason']): Promise<void>
}

export interface RecorderSink {
  place(): Omit<ChunkPlace, 'view'>
  nextOrdinal(): number
  send(chunk: Bytes, isLeaving: boolean): void
  upload?: Upload | undefined
  /** Where assets are remembered from page to page. */
  memory?: AssetMemory | undefined
  /** The largest chunk that is taken. */
  readonly maxBytes?: number | undefined
  /** Asked before an event is told: false where nobody has been there for long. */
  isAwake?(): boolean
  /** The page's tree was given up: only what happens is told from now on. */
  onTreeLost?(): void
}

/** A page that cannot be told is tried again this often, and so many times. */
const retryMs = 60_000
const maxRefusals = 3

/** One recording of one page, from now until `stop`: everything it watches is listed here. */
export function startRecorder(window: Page, options: CaptureOptions, sink: RecorderSink, visit: Visit): Recorder {
  let hasTimer = false
  const chunker = createChunker({
    place: () => ({ ...sink.place(), view: scope.view }),
    send(chunk, isLeaving, events) {
      assets.sent(chunk, events)
      sink.send(chunk, isLeaving)
      if (isLeaving) assets.leave(exitBytes - chunk.length)
    },
    maxBytes: sink.maxBytes,
    onTooLarge: () => refuse(),
    onFirst() {
      if (hasTimer) return
      hasTimer = true
      scope.later(2000, () => {
        hasTimer = false
        void flush()
      })
    },
  })
  let isStopping = false
  let isTreeLost = false
  let lastMs = 0
  const scope = createScope(window, options, (event) => {
    if (!isStopping && sink.isAwake?.() === false) isTreeLost = true
    else if (!isTreeLost || !isDomEvent(event)) {
      lastMs = Math.max(lastMs, event.timeMs)
      chunker.push(event)
    }
  })
  const seal = (): void => void chunker.seal()

  const mutation = watchMutation(scope)
  scope.flushTree = mutation.flush
  const keyframe = watchKeyframe(scope, mutation, seal)
  for (const watch of [watchInput, watchScroll, watchFocus, watchSheet, watchTopLayer, watchBox, watchPointer, watchHesitation, watchForm])
    watch(scope)
  const assets = createAssets(scope, { upload: sink.upload, memory: sink.memory, flush: () => void flush() })
  watchClick(scope, sink.nextOrdinal)
  for (const watch of [watchViewport, watchVisibility, watchConsole, watchNetwork, watchVital]) watch(scope)
  const error = watchError(scope)

  const startMs = Date.now()
  let isTold = !visit.isNew
  /** After the keyframe's task: what is asked here makes the browser work. */
  function tellStart(): void {
    if (isTold) return
    isTold = true
    scope.emit({ ...startEvent(window, scope.privacy, visit), timeMs: startMs })
  }
  const navigation = watchNavigation(scope, visit.isResumed ? null : loadKind(window), seal)
  const begin = scope.guard.wrap(() => {
    keyframe.take()
    scope.later(0, () => {
      tellStart()
      seal()
    })
  })
  // A page that is still being parsed would be told piece by piece.
  if (window.document.readyState === 'loading') scope.listen(window.document, 'DOMContentLoaded', begin)
  else begin()

  function gather(leaving: boolean): void {
    scope.guard.wrap(tellStart)()
    scope.guard.wrap(mutation.flush)()
    scope.beforeSeal(leaving)
    const failed = scope.guard.take()
    if (failed) scope.lose('hook-error', failed.count, failed.detail)
  }
  function flush(last = false): Promise<void> {
    gather(last)
    return chunker.seal(last)
  }
  const leave = (): void => {
    gather(true)
    void chunker.sealNow()
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
      await (isWithdrawn ? chunker.sealNow(true) : chunker.seal(true))
    },
  }
}
