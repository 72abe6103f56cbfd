import { native } from './native.ts'
import type { InitOptions } from './option.ts'
import { hashText } from './privacy/url.ts'
import { type Recorder, startRecorder } from './recorder.ts'
import { createTransport, type Transport } from './send/transport.ts'
import { consentOf, rememberConsent } from './session/consent.ts'
import { openVisit, sessionRule, type VisitStore } from './session/visit-store.ts'

export interface PlayheadStatus {
  readonly recording: boolean
  /** Why, or why not: a code that stays. */
  readonly reason: 'recording' | 'consent' | 'denied' | 'opted-out' | 'sampled-out' | 'stopped' | 'idle' | 'no-key' | `refused:${string}`
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

const jsonOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value)?.slice(0, 8192))

/** Records this page to a Playhead server, as soon as there is consent. */
export function init(options: InitOptions): Playhead {
  let reason: PlayheadStatus['reason'] = 'consent'
  let recorder: Recorder | null = null
  let transport: Transport | null = null
  let visit: VisitStore | null = null
  let grantedBy: 'api' | 'attribute' = 'attribute'
  let lastActiveMs = 0
  /** What was called before there was a recorder: said once there is. */
  let early: ((to: Recorder) => void)[] = []
  const setTimer = native(window, 'setTimeout')
  let stopListening = new AbortController()

  function say(what: (to: Recorder) => void): void {
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
      onAnswer: (chunk, want) => recorder?.answered(chunk, want),
      onLost: () => recorder?.resync(),
      onRefused(code) {
        void end('stop', `refused:${code}`)
      },
    })
    const { send, upload } = transport
    const { place, nextOrdinal } = visit
    const sink = { place, nextOrdinal, send, upload, memory: visit.assets(options.privacy ?? 'strict') }
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
    return ended ? ended.stop(why) : Promise.resolve()
  }

  /** Activity keeps a session alive; five idle minutes pause its stream, and whoever comes back finds it or a new one. */
  function listen(): void {
    stopListening = new AbortController()
    const { signal } = stopListening
    const note = (): void => {
      const now = Date.now()
      if (now - lastActiveMs < 1000) return
      lastActiveMs = now
      attempt(() => {
        if (reason === 'idle') begin(true)
        else if (recorder && visit && !visit.touch()) void end('roll', 'idle').then(() => begin(true))
      })
    }
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'])
      window.addEventListener(type, note, { capture: true, passive: true, signal })
    const watch = (): void => {
      if (signal.aborted) return
      if (recorder && Date.now() - lastActiveMs > sessionRule.pauseMs) void end('idle', 'idle')
      setTimer(watch, 30_000)
    }
    setTimer(watch, 30_000)
    window.addEventListener('pagehide', () => visit?.leave(), { signal })
    window.addEventListener(
      'pageshow',
      (event) => {
        if (event.persisted) visit?.comeBack()
      },
      { capture: true, signal },
    )
  }

  function refuse(): void {
    rememberConsent(window, 'denied')
    early = []
    const sender = transport
    sender?.drop()
    void end('withdraw', 'denied').then(sender?.stop)
    stopListening.abort()
    visit?.forget()
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
