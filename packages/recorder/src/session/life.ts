import { outside } from '../native.ts'
import type { CheckedOptions } from '../option-check.ts'
import { hashText } from '../privacy/hash.ts'
import type { Recorder } from '../recorder.ts'
import type { Page } from '../scope.ts'
import { createTransport, type Transport } from '../send/transport.ts'
import { type Choice, chooseRate, type Facts } from '../trigger/choice.ts'
import type { Hold } from '../trigger/hold.ts'
import { createConsent } from './consent.ts'
import { type Presence, watchPresence } from './presence.ts'
import { startRecording } from './recording.ts'
import { createSayings, lossOf, type Saying, type Sayings } from './sayings.ts'
import type { PlayheadStatus } from './status.ts'
import { forgetAll } from './storage.ts'
import { openVisit, type VisitStore } from './visit-store.ts'

/** The life of a recording on this page, as verbs. None throws. */
export interface Life {
  /** Records, as soon as nothing speaks against it. `isResumed`: the same document goes on. */
  begin(isResumed: boolean): void
  stop(): void
  grant(): void
  /** Denies or withdraws: nothing is told any more but that it ended, and nothing stays but the choice. */
  refuse(): void
  /**
   * Says something to the recorder, now or once there is one; nothing while it is stopped or consent is refused.
   * `prepare` runs now.
   */
  say(verb: string, prepare: () => Saying): void
  readonly at: Sayings['at']
  /** Learns something that sampling rules ask for. */
  know(what: (facts: Facts) => unknown): void
  sessionUrl(): string | null
  status(): PlayheadStatus
}

/** What is there between consent and its withdrawal. */
interface Open {
  readonly visit: VisitStore
  readonly transport: Transport
  readonly presence: Presence
}

/** Refusals in a row after which there is no use in going on. */
const maxRefusals = 6

/** @param isOwner whether this is the page's one recorder */
export function createLife(window: Page, options: CheckedOptions, isOwner: () => boolean): Life {
  const { host, path, key, samplingRules, sampling, problems } = options
  const facts: Facts = { traits: {}, events: new Set(), flags: new Set() }
  const consent = createConsent(window, options.consent === 'granted')
  let reason: PlayheadStatus['reason'] = 'consent'
  let open: Open | null = null
  let recorder: Recorder | null = null
  let refusals = 0
  let hold: Hold | null = null
  /** Where the visit is remembered: in a frame that has joined its page's recording, nowhere for long. */
  let store: Window = window
  let join = window?.parent === window ? undefined : options.extras.find((extra) => extra.join)?.join
  /** The recorder before, while its last words are gathered. */
  let ending: Promise<void> | null = null
  /** Stopped, or refused: what is said is for nobody. */
  let isMuted = !window

  /** Nothing of ours may break a page. */
  function attempt(task: () => void): void {
    try {
      outside(task)
    } catch {
      // What failed is not told: it could only be told to the page.
    }
  }
  const sayings = createSayings(attempt)
  function say(verb: string, prepare: () => Saying): void {
    attempt(() => {
      rest()
      if (!isMuted) sayings.say(recorder, verb, prepare())
    })
  }

  function enter(): Open {
    const visit = openVisit(store)
    const presence = watchPresence(window, {
      onActive() {
        if (consent.isRefused()) leaveOff()
        else if (reason === 'idle') begin(true)
        else if (recorder && !visit.touch()) roll()
        else reconsider()
        // Another tab of this visit may have had what it waits for.
        if (visit.choice?.trigger) hold?.release(visit.choice.trigger)
      },
      onAsleep: pause,
      onStorage: () => consent.isRefused() && leaveOff(),
      onLeave: visit.leave,
      onReturn() {
        // A frozen page was told of nothing that other tabs did.
        if (consent.isRefused()) leaveOff()
        else if (visit.comeBack()) recorder?.retell()
        else if (recorder) roll()
      },
    })
    const transport = createTransport({
      window,
      store,
      host: path ? window.location.origin + path : host,
      key,
      token: visit.token,
      onToken: visit.setToken,
      onAnswer(chunk, want) {
        refusals = 0
        recorder?.answered(chunk, want)
      },
      onLost(code, hadKeyframe, session) {
        // The next event begins the next session.
        if (code === 'session-over') visit.close(session!)
        else if (code && ++refusals >= maxRefusals) void end('stop', `refused:${code}`).then(close)
        // Only a keyframe that was refused may be so again.
        else recorder?.resync(!!code && !!hadKeyframe)
      },
      onSpillLost: (count) => say('loss', () => lossOf('spill', count)),
      onRefused: (code) => void end('stop', `refused:${code}`).then(close),
    })
    return { visit, transport, presence }
  }
  function begin(isResumed: boolean): void {
    if (!window || recorder || !isOwner()) return
    const consented = consent.state()
    isMuted = consented !== 'granted' && consented !== 'consent'
    if (ending) return void ending.then(() => attempt(() => begin(isResumed)))
    if (!key) return void (reason = 'no-key')
    if (!host && !path) return void (reason = 'no-host')
    if (consented !== 'granted') return void (reason = consented)
    if (join) {
      const ask = join
      join = undefined
      return ask(window, settle, leave)
    }
    const { visit, transport, presence } = (open ??= enter())
    if (!visit.touch()) visit.renew()
    const choice = choose(visit)
    const { rate, rule } = choice
    // A session is recorded whole or not at all: its id decides.
    if (parseInt(hashText(visit.session), 16) / 2 ** 32 >= rate) return void (reason = rule ? `rule:${rule}` : 'sampled-out')
    visit.choose(choice)
    presence.wake()
    ;({ recorder, hold } = startRecording({
      window,
      options,
      visit,
      transport,
      consent,
      choice,
      // What a frame shows is no page view.
      isFrame: store !== window,
      isResumed,
      isAwake() {
        if (!presence.isAsleep() && !visit.isPast()) return true
        // A clock that slept with the device wakes the page before anybody does.
        const asleep = recorder
        void Promise.resolve().then(() => {
          if (recorder === asleep) rest()
        })
        return false
      },
      onReason: (found) => void (reason = found),
    }))
    sayings.tellAll(recorder)
  }
  /** What speaks for this visit now. Once chosen, it stays so, unless it must never be recorded. */
  function choose(visit: VisitStore): Choice {
    const found = chooseRate(samplingRules, sampling, window.location, facts)
    return found.rule && !found.rate ? found : (visit.choice ?? found)
  }
  /** The page, or what is known of the visit, is another now. */
  function reconsider(): void {
    if (!open || !samplingRules.length) return
    const { rate, rule } = choose(open.visit)
    if (recorder && !rate) void end('stop', `rule:${rule}`)
    else if (!recorder && /^(?:rule:|sampled)/.test(reason)) begin(true)
  }
  function end(why: 'stop' | 'withdraw' | 'idle' | 'roll', next: PlayheadStatus['reason']): Promise<void> {
    const ended = recorder
    recorder = null
    hold?.stop()
    reason = next
    isMuted ||= why === 'stop' || why === 'withdraw'
    if (!ended) return Promise.resolve()
    const stopping = ended.stop(why).catch(() => undefined)
    // What ends by itself does so within this task, and the next may begin at once.
    if (why !== 'stop') return stopping
    const done = stopping.then(() => {
      if (ending === done) ending = null
    })
    return (ending = done)
  }
  function settle(found: Window | null): void {
    store = found ?? window
    attempt(() => begin(false))
  }
  /** What ended stays so until the site begins anew: nothing of it goes on in the page. */
  function close(): void {
    const closing = open
    // A last chunk may wait for the network, and a withdrawal has to find it.
    void closing?.transport.idle().then(() => {
      if (recorder || open !== closing) return
      closing.transport.stop()
      closing.visit.leave()
      closing.presence.stop()
      open = null
    })
  }
  /** The page around this frame records no more. */
  function leave(): void {
    open?.transport.stop()
    void end('withdraw', 'idle')
    open?.presence.stop()
    open = null
  }
  /** Whoever comes back after five idle minutes finds the session, or a new one. */
  function pause(): void {
    if (recorder) void end('idle', 'idle')
  }
  /** Ends what nobody sees any more, or a session whose time is up. */
  function rest(): void {
    if (open?.presence.isAsleep()) pause()
    else if (recorder && open?.visit.isPast()) roll()
  }
  /** The session is over: what was recorded ends with it, and the next one begins. */
  function roll(): void {
    void end('roll', 'idle')
    begin(true)
  }
  function refuse(): void {
    const sender = open?.transport
    sender?.drop()
    sayings.forget()
    void end('withdraw', 'denied').then(sender?.stop)
    forget()
    consent.deny()
  }
  /** Another tab withdrew: not even an end is told. */
  function leaveOff(): void {
    open?.transport.stop()
    sayings.forget()
    void end('withdraw', 'denied')
    forget()
  }
  function forget(): void {
    open?.presence.stop()
    open?.visit.forget()
    open = null
    forgetAll(window)
  }

  return {
    begin: (isResumed) => attempt(() => begin(isResumed)),
    stop: () => attempt(() => void end('stop', 'stopped').then(close)),
    grant: () =>
      attempt(() => {
        if (consent.isRefused()) {
          sayings.forget()
          for (const { forget } of options.extras) forget?.()
        }
        consent.grant()
        begin(false)
      }),
    refuse: () => attempt(refuse),
    say,
    at: sayings.at,
    know: (what) =>
      attempt(() => {
        if (!window) return
        what(facts)
        reconsider()
      }),
    sessionUrl: () => (open && recorder ? `${host}/sessions/${open.visit.session}` : null),
    // On a server there is no page.
    status: () => ({
      recording: recorder !== null,
      reason: !window ? 'no-page' : recorder && open?.transport.isStuck() ? 'unsent' : reason,
      ...(problems.length && { problems: [...problems] }),
    }),
  }
}
