import { sourceFromChunks } from './chunk-source.ts'
import { createClock } from './clock.ts'
import { frameDocumentOf } from './open-frame.ts'
import { createOutline } from './overlay/outline.ts'
import { createListeners } from './listeners.ts'
import { allMissing, type Missing } from './missing.ts'
import { createNotice } from './notice.ts'
import { createOverlay } from './overlay/overlay.ts'
import type { Player, PlayerEvents, PlayerOptions } from './player-types.ts'
import { createProjector } from './projector.ts'
import { createRecording } from './recording.ts'
import { createShowLoop } from './show-loop.ts'
import { createStage } from './stage.ts'
import { createTabTurns } from './tab-turn.ts'
import { findIdle, idleAt, pageAt, type Span } from './timeline.ts'
import { viewportAt } from './viewport.ts'

/** Opens a recording and resolves once its first moment is painted. Rejects when the frame does not load. */
export async function createPlayer(options: PlayerOptions): Promise<Player> {
  const source = options.source ?? sourceFromChunks(options.chunks ?? [])
  options.signal?.throwIfAborted()
  const ended = new AbortController()
  const over = AbortSignal.any([ended.signal, ...(options.signal ? [options.signal] : [])])
  const recording = createRecording(source, over)
  const { startedAtMs, signals } = recording
  if (!recording.tabs.length && !recording.isLive)
    throw new Error(['Nothing was recorded.', ...recording.lost.map(({ what, detail }) => `${what}: ${detail}.`)].join(' '))
  // The frame takes its time to open; the first chunk comes meanwhile.
  const first = recording.tabs.flatMap((id) => recording.chunks(id).slice(0, 1)).sort((a, b) => a.baseMs - b.baseMs)[0]
  if (first) recording.preload(first)
  const stage = createStage(options.container, 'contain')
  const overlay = createOverlay(stage.surface)
  const outline = createOutline(stage.surface)
  const notice = createNotice(stage.surface)
  const listeners = createListeners<PlayerEvents>()
  const { emit } = listeners
  let idle: readonly Span[] = []
  const turns = createTabTurns(recording)
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
    over,
    onBefore({ tab: shownTab, atMs }) {
      const size = viewportAt({ signals, keyframes: projector.keyframes(shownTab), tab: shownTab, atMs, startedAtMs })
      if (size) stage.setSize(size.width, size.height)
    },
    onMissing: () => emit('missing', missing()),
  }).catch((error: unknown) => {
    ended.abort()
    stage.destroy()
    throw error
  })
  const clock = createClock({ isBusy: () => loop.isStuck, onTick: advance })

  const emitState = (): void => emit('state', { isPlaying: clock.isRunning, speed, skipIdle, overlay: hasOverlay, isComplete })

  const missing = (): Missing[] => allMissing(projector.missing, signals, recording)

  function learn(): void {
    growTimer = undefined
    idle = recording.idle ?? findIdle(signals, recording.durationMs)
    turns.learn(isComplete)
    overlay.setSignals(signals)
    emitState()
    // By what is known now another tab is looked at than the one that is shown.
    if (tab && !clock.isRunning && turns.at(currentMs) !== tab) request(0).catch(() => undefined)
  }
  recording.onGrow(() => (growTimer ??= setTimeout(learn, 100)))

  function draw(): void {
    overlay.draw({ tab, atMs: currentMs, scale: stage.scale, ...scroll })
  }
  stage.onScale(draw)

  function tellPlace(): void {
    const nextTab = turns.at(currentMs)
    if (nextTab !== tab) {
      tab = nextTab
      pageAtMs = -1
      emit('tab', tab)
    }
    const page = pageAt(signals, tab, currentMs)
    if (page && page.atMs !== pageAtMs) {
      pageAtMs = page.atMs
      emit('page', { atMs: page.atMs, tab, url: page.url, title: page.title })
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
    get whenComplete() {
      return scanned
    },
    get idle() {
      return idle
    },
    get gaps() {
      return recording.gaps
    },
    get missing() {
      return missing()
    },
    async seek(ms) {
      currentMs = Math.min(recording.durationMs, Math.max(0, Number.isFinite(ms) ? ms : 0))
      draw()
      await request(0)
      // What came with the moment may tell that another tab was looked at.
      if (isComplete) return
      turns.learn(false)
      if (turns.at(currentMs) !== tab) await request(0)
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
    on: listeners.on,
    extend(manifest) {
      recording.extend(manifest)
      scanned = scanned.catch(() => undefined).then(scan)
      return scanned
    },
    describe: async () => (await projector.ask({ type: 'describe' }, 'described')).text,
    inspect: async (id, search = '') => (await projector.ask({ type: 'inspect', id, search: search.slice(0, 200) }, 'inspected')).nodes,
    outline: (box) => outline.show(box, stage.scale),
    destroy() {
      isOver = true
      ended.abort()
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
      if (isOver) return
      learn()
      if (recording.unread) emit('missing', missing())
    })
  // The first picture comes first, the signals of the rest after it.
  let scanned: Promise<void> = Promise.resolve()
  try {
    options.signal?.addEventListener('abort', player.destroy, { once: true })
    await player.seek(0)
    over.throwIfAborted()
    learn()
    scanned = scan()
    // A recording at hand is known whole before its owner sees the player.
    if (!options.source) await scanned
    else scanned.catch(() => undefined)
    if (isComplete && turns.at(0) !== tab) await request(0)
    over.throwIfAborted()
  } catch (error) {
    player.destroy()
    throw error
  }
  return player
}
