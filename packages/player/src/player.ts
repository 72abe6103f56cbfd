import type { RecordingManifest, RecordingSource } from '@playhead/wire'
import { createClock } from './clock.ts'
import { frameDocumentOf } from './open-frame.ts'
import { type Box, createOutline } from './overlay/outline.ts'
import { createNotice } from './notice.ts'
import { createOverlay } from './overlay/overlay.ts'
import { createProjector, type Missing } from './projector.ts'
import type { InspectedNode } from './protocol.ts'
import { createRecording, sourceFromChunks } from './recording.ts'
import { createShowLoop } from './show-loop.ts'
import { createStage } from './stage.ts'
import { findIdle, findTabTurns, idleAt, lastAt, type Span, type TimedSignal } from './timeline.ts'
import { viewportAt } from './viewport.ts'

export interface PlayerOptions {
  /** The replay fits itself into this element and follows its size. */
  readonly container: HTMLElement
  /** Where `frame.html` is served; or else `frameHtml`. */
  readonly frameUrl?: string | undefined
  /** The text of `frame.html`, where there is no server. */
  readonly frameHtml?: string | undefined
  /** A whole recording at hand; or else `source`. */
  readonly chunks?: readonly Uint8Array[] | undefined
  /** A stored recording, loaded piece by piece. */
  readonly source?: RecordingSource | undefined
  /** Draws cursor, trail and clicks over the page. Default: true. */
  readonly overlay?: boolean | undefined
  /** Jumps over spans in which the visitor did nothing. Default: false. */
  readonly skipIdle?: boolean | undefined
}

/** What listeners are told. */
export interface PlayerEvents {
  /** The moment shown, ms since the session's start. */
  time: number
  /** A moment was brought into the frame, ms since the session's start. */
  shown: number
  /** Playing, speed, options or what is known of the recording changed. */
  state: {
    readonly isPlaying: boolean
    readonly speed: number
    readonly skipIdle: boolean
    readonly overlay: boolean
    readonly isComplete: boolean
  }
  page: { readonly atMs: number; readonly tab: string; readonly url: string; readonly title: string }
  tab: string
  missing: readonly Missing[]
}

export interface Player {
  /** Grows while the session goes on: {@link extend}. */
  readonly durationMs: number
  /** The session was still being recorded when its manifest was last read. */
  readonly isLive: boolean
  /** Epoch ms of the session's first event, by the client's clock. */
  readonly startedAtMs: number
  readonly currentMs: number
  readonly isPlaying: boolean
  readonly speed: number
  readonly tabs: readonly string[]
  /** The tab that is shown. */
  readonly tab: string
  /** Whether all signals are here. */
  readonly isComplete: boolean
  /** In order of time. A stored recording's signals arrive piece by piece: 'state' says when there are more. */
  readonly signals: readonly TimedSignal[]
  readonly idle: readonly Span[]
  readonly missing: readonly Missing[]
  /** Resolves when that moment, or a later sought one, is painted. */
  seek(ms: number): Promise<void>
  play(): void
  pause(): void
  /** 0.5 … 16. */
  setSpeed(speed: number): void
  setSkipIdle(on: boolean): void
  setOverlay(on: boolean): void
  /** Returns what ends the listening. */
  on<E extends keyof PlayerEvents>(event: E, fn: (value: PlayerEvents[E]) => void): () => void
  /** Goes on with a session that is still recorded: what its manifest says by now. Resolves once the new signals are read. */
  extend(manifest: RecordingManifest): Promise<void>
  /** The shown document as text, for comparing moments. */
  describe(): Promise<string>
  /** What stands right in the node `id` of the shown document (0: its root), or what fits `search` anywhere in it. */
  inspect(id: number, search?: string): Promise<readonly InspectedNode[]>
  /** Marks a place of the shown viewport over the frame; null: nothing any more. */
  outline(box: Box | null): void
  destroy(): void
}

/** Opens a recording and resolves once its first moment is painted. Rejects when the frame does not load. */
export async function createPlayer(options: PlayerOptions): Promise<Player> {
  const source = options.source ?? sourceFromChunks(options.chunks ?? [])
  const recording = createRecording(source)
  const { startedAtMs, signals } = recording
  // The frame takes its time to open; the first chunk comes meanwhile.
  const first = recording.tabs.flatMap((id) => recording.chunks(id).slice(0, 1)).sort((a, b) => a.baseMs - b.baseMs)[0]
  if (first) recording.preload(first)
  const stage = createStage(options.container, 'contain')
  const overlay = createOverlay(stage.surface)
  const outline = createOutline(stage.surface)
  const notice = createNotice(stage.surface)
  const listeners = new Map<keyof PlayerEvents, Set<(value: never) => void>>()
  let idle: readonly Span[] = []
  let turns: ReturnType<typeof findTabTurns> = []
  let currentMs = 0
  let speed = 1
  let skipIdle = options.skipIdle ?? false
  let hasOverlay = options.overlay ?? true
  let isComplete = false
  let isOver = false
  let scroll = { scrollX: 0, scrollY: 0 }
  let tab = ''
  let pageAtMs = -1
  let growTimer: ReturnType<typeof setTimeout> | undefined
  overlay.setVisible(hasOverlay)

  const projector = await createProjector({
    parent: stage.surface,
    document: frameDocumentOf(options),
    recording,
    onBefore({ tab: shownTab, atMs }) {
      const size = viewportAt({ signals, keyframes: projector.keyframes(shownTab), tab: shownTab, atMs, startedAtMs })
      if (size) stage.setSize(size.width, size.height)
    },
    onMissing: () => emit('missing', missing()),
  }).catch((error: unknown) => {
    stage.destroy()
    throw error
  })
  const clock = createClock({ isBusy: () => loop.isStuck, onTick: advance })

  function emit<E extends keyof PlayerEvents>(event: E, value: PlayerEvents[E]): void {
    for (const fn of listeners.get(event) ?? []) (fn as (value: PlayerEvents[E]) => void)(value)
  }
  const emitState = (): void => emit('state', { isPlaying: clock.isRunning, speed, skipIdle, overlay: hasOverlay, isComplete })

  function missing(): Missing[] {
    const lost = new Map<string, Missing>()
    for (const signal of signals) {
      if (signal.type !== 'loss') continue
      const { what, detail = '', count } = signal
      const key = `${what} ${detail}`
      lost.set(key, { what, detail, count: (lost.get(key)?.count ?? 0) + count })
    }
    for (const entry of recording.lost) {
      const key = `${entry.what} ${entry.detail}`
      if (!lost.has(key)) lost.set(key, entry)
    }
    return [...projector.missing, ...lost.values()]
  }

  function learn(): void {
    growTimer = undefined
    idle = recording.idle ?? findIdle(signals, recording.durationMs)
    turns = findTabTurns(signals)
    overlay.setSignals(signals)
    emitState()
  }
  recording.onGrow(() => (growTimer ??= setTimeout(learn, 100)))

  const tabAt = (ms: number): string => turns[Math.max(0, lastAt(turns, ms))]?.tab ?? recording.tabs[0] ?? ''

  function draw(): void {
    overlay.draw({ tab, atMs: currentMs, scale: stage.scale, ...scroll })
  }
  stage.onScale(draw)

  function tellPlace(): void {
    const nextTab = tabAt(currentMs)
    if (nextTab !== tab) {
      tab = nextTab
      pageAtMs = -1
      emit('tab', tab)
    }
    for (let i = lastAt(signals, currentMs); i >= 0; i--) {
      const signal = signals[i]!
      if (signal.type !== 'page' || signal.tab !== tab) continue
      if (signal.atMs !== pageAtMs) emit('page', { atMs: signal.atMs, tab, url: signal.url, title: signal.title })
      pageAtMs = signal.atMs
      break
    }
    emit('time', currentMs)
  }

  const loop = createShowLoop(async (moment, giveUp) => {
    const shown = await projector.show(moment, giveUp)
    if (shown) scroll = shown
    if (shown && !shown.isOvertaken) notice.show(shown.baseMs ? '' : 'No picture of this tab was received for this moment.')
    draw()
    // One that the next moment overtook was not.
    if (shown?.baseMs) emit('shown', moment.atMs)
    return shown !== null
  })
  async function request(showSpeed: number): Promise<void> {
    tellPlace()
    const pointer = overlay.pointerAt(tab, currentMs)
    const hovers = pointer && pointer.kind !== 'touch'
    await loop.request({ tab, atMs: currentMs, speed: showSpeed, pointer: hovers ? [pointer.x, pointer.y] : [] })
    projector.prefetch(tab, currentMs)
  }

  function advance(passedMs: number): void {
    currentMs = Math.min(recording.durationMs, currentMs + passedMs * speed)
    const gap = skipIdle ? idleAt(idle, currentMs) : null
    if (gap) currentMs = gap.toMs
    draw()
    // More is to come: what has not happened yet is waited for.
    if (currentMs >= recording.durationMs && !recording.isLive) {
      player.pause()
      return
    }
    // A moment that cannot be shown is told through 'missing' and tried again with the next one.
    request(speed).catch(() => undefined)
  }

  const player: Player = {
    startedAtMs,
    signals,
    get durationMs() {
      return recording.durationMs
    },
    get isLive() {
      return recording.isLive
    },
    get tabs() {
      return recording.tabs
    },
    get currentMs() {
      return currentMs
    },
    get isPlaying() {
      return clock.isRunning
    },
    get speed() {
      return speed
    },
    get tab() {
      return tab
    },
    get isComplete() {
      return isComplete
    },
    get idle() {
      return idle
    },
    get missing() {
      return missing()
    },
    async seek(ms) {
      currentMs = Math.min(recording.durationMs, Math.max(0, Number.isFinite(ms) ? ms : 0))
      // Which tab is shown is known only when the signals of all are.
      if (recording.tabs.length > 1) await scanned
      draw()
      await request(0)
    },
    play() {
      if (clock.isRunning || isOver) return
      if (currentMs >= recording.durationMs && !recording.isLive) currentMs = 0
      clock.start()
      emitState()
    },
    pause() {
      if (!clock.isRunning) return
      clock.stop()
      emitState()
      request(0).catch(() => undefined)
    },
    setSpeed(next) {
      speed = Math.min(16, Math.max(0.5, next || 1))
      emitState()
    },
    setSkipIdle(on) {
      skipIdle = on
      emitState()
    },
    setOverlay(on) {
      hasOverlay = on
      overlay.setVisible(on)
      emitState()
    },
    on(event, fn) {
      if (!listeners.has(event)) listeners.set(event, new Set())
      listeners.get(event)!.add(fn)
      return () => void listeners.get(event)?.delete(fn)
    },
    extend(manifest) {
      recording.extend(manifest)
      scanned = scanned.then(scan)
      return scanned
    },
    describe: async () => (await projector.ask({ type: 'describe' }, 'described')).text,
    inspect: async (id, search = '') => (await projector.ask({ type: 'inspect', id, search: search.slice(0, 200) }, 'inspected')).nodes,
    outline: (box) => outline.show(box, stage.scale),
    destroy() {
      isOver = true
      loop.stop()
      clock.stop()
      clearTimeout(growTimer)
      projector.destroy()
      stage.destroy()
      listeners.clear()
    },
  }

  const isWanted = (): boolean => !isOver
  const scan = (): Promise<void> =>
    projector.scan(isWanted).then(() => {
      clearTimeout(growTimer)
      isComplete = true
      if (!isOver) learn()
    })
  // One tab: the first picture comes first, the signals of the rest after it.
  let scanned: Promise<void> = Promise.resolve()
  if (recording.tabs.length > 1) scanned = scan()
  try {
    await player.seek(0)
  } catch (error) {
    player.destroy()
    throw error
  }
  if (recording.tabs.length <= 1) {
    learn()
    scanned = scan()
  }
  // A recording at hand is known whole before its owner sees the player.
  if (!options.source) await scanned
  return player
}
