import { native } from './native.ts'
import type { InitOptions } from './option.ts'
import { hashText } from './privacy/url.ts'
import { type Recorder, type RecorderSink, startRecorder } from './recorder.ts'
import { createTransport, type Transport } from './send/transport.ts'
import { consentOf, rememberConsent } from './session/consent.ts'
import { forgetAll } from './session/storage.ts'
import { openVisit, sessionRule, type VisitStore } from './session/visit-store.ts'

export interface PlayheadStatus {
  readonly recording: boolean
  /** Why, or why not: a code that stays. `signals-only`: the page is too large to be told, what happens on it is. */
  readonly reason:
    | 'recording'
    | 'signals-only'
    | 'consent'
    | 'denied'
    | 'opted-out'
    | 'sampled-out'
    | 'stopped'
    | 'idle'
    | 'no-key'
    | `refused:${string}`
}

/** What a site calls. Every call is safe at any time and never throws. */
export interface Playhead {
  readonly consent: { grant(): void; deny(): void; withdraw(): void }
  /** Names the visitor's user. Id and traits (JSON, the first 8,192 characters) go out as given, never masked: give no more than may be kept. */
  identify(userId: string, traits?: Record<string, unknown>): void
  /** A custom event. Name and properties go out as given. */
  track(name: string, properties?: Record<string, unknown>): void
  /** The variant of an experiment that this visitor sees. Both go out as given. */
  experiment(name: string, variant: string): void
  /** An error that the site caught: masked like any other, its properties as given. */
  captureError(error: unknown, properties?: Record<string, unknown>): void
  page(name?: string): void
  stop(): void
  start(): void
  sessionUrl(): string | null
  status(): PlayheadStatus
}

/** What a server takes in one chunk. */
const maxChunkBytes = 1 << 20
/** Refusals in a row after which there is no use in going on. */
const maxRefusals = 6

const jsonOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value)?.slice(0, 8192))

/** Records this page to a Playhead server, as soon as there is consent. */
export function init(options: InitOptions): Playhead {
  let reason: PlayheadStatus['reason'] = 'consent'
  let recorder: Recorder | null = null
  let transport: Transport | null = null
  let visit: VisitStore | null = null
  let grantedBy: 'api' | 'attribute' = 'attribute'
  let lastActiveMs = 0
  let refusals = 0
  /** The recorder before, while its last words are gathered. */
  let ending: Promise<void> | null = null
  /** What was called before there was a recorder: said once there is. */
  let early: ((to: Recorder) => void)[] = []
  const setTimer = native(window, 'setTimeout')
  let stopListening = new AbortController()

  const isAsleep = (): boolean => Date.now() - lastActiveMs > sessionRule.pauseMs
  function say(what: (to: Recorder) => void): void {
    if (recorder && isAsleep()) void end('idle', 'idle')
    if (recorder) attempt(() => what(recorder!))
    else if (early.length < 100) early.push(what)
  }
  function attempt(task: () => void): void {
    try {
      task()
    } catch {
      // Nothing of ours may break a page.
    }
  }

  function begin(isResumed: boolean): void {
    if (recorder) return
    if (ending) {
      void ending.then(() => attempt(() => begin(isResumed)))
      return
    }
    if (!options.key) {
      reason = 'no-key'
      return
    }
    const consent = consentOf(window, options.consent === 'granted' || grantedBy === 'api')
    if (consent !== 'granted') {
      reason = consent === 'unknown' ? 'consent' : consent
      return
    }
    if (!visit) listen()
    visit ??= openVisit(window)
    if (!visit.touch()) visit.renew()
    // A session is recorded whole or not at all: its id decides.
    if (parseInt(hashText(visit.session), 16) / 2 ** 32 >= (options.sampling ?? 1)) {
      reason = 'sampled-out'
      return
    }
    const store = visit
    transport ??= createTransport({
      window,
      host: options.host,
      key: options.key,
      token: store.token,
      onToken: store.setToken,
      onAnswer(chunk, want) {
        refusals = 0
        recorder?.answered(chunk, want)
      },
      onLost(code) {
        if (code && ++refusals >= maxRefusals) void end('stop', `refused:${code}`)
        else recorder?.resync(!!code)
      },
      onRefused(code) {
        void end('stop', `refused:${code}`)
      },
    })
    const { send, upload } = transport
    const { session, place, nextOrdinal } = visit.seat()
    const sink: RecorderSink = {
      place,
      nextOrdinal,
      send: (chunk, isLeaving) => send(chunk, session, isLeaving),
      upload,
      memory: visit.assets(options.privacy ?? 'strict'),
      maxBytes: maxChunkBytes,
      isAwake() {
        if (!isAsleep()) return true
        // A clock that slept with the device wakes the page before anybody does.
        const asleep = recorder
        void Promise.resolve().then(() => {
          if (recorder === asleep) void end('idle', 'idle')
        })
        return false
      },
      onTreeLost() {
        if (reason === 'recording') reason = 'signals-only'
      },
    }
    const isNew = visit.isNewTab
    lastActiveMs = Date.now()
    reason = 'recording'
    recorder = startRecorder(window, options, sink, {
      visitor: visit.visitor,
      isReturning: visit.isReturning,
      isNew,
      isResumed: isResumed && !isNew,
      consent: grantedBy,
      consentAtMs: visit.consentMs,
    })
    for (const what of early.splice(0)) say(what)
  }
  function end(why: 'stop' | 'withdraw' | 'idle' | 'roll', next: PlayheadStatus['reason']): Promise<void> {
    const ended = recorder
    recorder = null
    reason = next
    if (!ended) return Promise.resolve()
    const stopping = ended.stop(why).catch(() => undefined)
    // What ends by itself does so within this task, and the next may begin at once.
    if (why !== 'stop') return stopping
    const done = stopping.then(() => {
      if (ending === done) ending = null
    })
    return (ending = done)
  }
  const isRefused = (): boolean => consentOf(window, true) !== 'granted'

  /** Activity keeps a session alive; five idle minutes pause its stream, and whoever comes back finds it or a new one. */
  function listen(): void {
    stopListening = new AbortController()
    const { signal } = stopListening
    const note = (): void => {
      const now = Date.now()
      if (now - lastActiveMs < 1000) return
      lastActiveMs = now
      attempt(() => {
        if (isRefused()) leaveOff()
        else if (reason === 'idle') begin(true)
        else if (recorder && visit && !visit.touch()) roll()
      })
    }
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'])
      window.addEventListener(type, note, { capture: true, passive: true, signal })
    const watch = (): void => {
      if (signal.aborted) return
      if (recorder && isAsleep()) void end('idle', 'idle')
      setTimer(watch, 30_000)
    }
    setTimer(watch, 30_000)
    window.addEventListener('pagehide', () => visit?.leave(), { signal })
    window.addEventListener(
      'pageshow',
      (event) => {
        if (!event.persisted) return
        attempt(() => {
          // A frozen page was told of nothing that other tabs did.
          if (isRefused()) return leaveOff()
          lastActiveMs = Date.now()
          if (visit?.comeBack() === false && recorder) roll()
        })
      },
      { capture: true, signal },
    )
    window.addEventListener('storage', () => attempt(() => isRefused() && leaveOff()), { signal })
  }
  /** The session is over: what was recorded ends with it, and the next one begins. */
  function roll(): void {
    void end('roll', 'idle')
    begin(true)
  }

  function refuse(): void {
    early = []
    const sender = transport
    sender?.drop()
    void end('withdraw', 'denied').then(sender?.stop)
    forget()
    rememberConsent(window, 'denied')
  }
  /** Another tab withdrew: not even an end is told. */
  function leaveOff(): void {
    early = []
    transport?.stop()
    void end('withdraw', 'denied')
    forget()
  }
  function forget(): void {
    stopListening.abort()
    visit?.forget()
    forgetAll(window)
    visit = null
    transport = null
  }

  attempt(() => begin(false))
  return {
    consent: {
      grant: () =>
        attempt(() => {
          grantedBy = 'api'
          rememberConsent(window, 'granted')
          begin(false)
        }),
      deny: () => attempt(refuse),
      withdraw: () => attempt(refuse),
    },
    identify: (user, traits) => say((to) => to.emit({ type: 'identify', user: String(user), traits: jsonOf(traits) })),
    track: (name, properties) => say((to) => to.emit({ type: 'track', name: String(name), properties: jsonOf(properties) })),
    experiment: (name, variant) => say((to) => to.emit({ type: 'experiment', name: String(name), variant: String(variant) })),
    captureError: (error, properties) => say((to) => to.captureError('captured', error, { properties: jsonOf(properties) })),
    page: (name) => say((to) => to.page(name)),
    stop: () => attempt(() => void end('stop', 'stopped')),
    start: () => attempt(() => begin(true)),
    sessionUrl: () => (visit && recorder ? `${options.host}/sessions/${visit.session}` : null),
    status: () => ({ recording: recorder !== null, reason }),
  }
}
