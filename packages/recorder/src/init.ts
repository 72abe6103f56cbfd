import type { InitOptions } from './option.ts'
import { type CheckedOptions, checkOptions } from './option-check.ts'
import type { Recorder } from './recorder.ts'
import { createLife, type Life } from './session/life.ts'
import { lossOf } from './session/sayings.ts'
import type { PlayheadStatus } from './session/status.ts'

export type { PlayheadStatus } from './session/status.ts'

/** What a site calls. Every call is safe at any time and never throws. */
export interface Playhead {
  readonly consent: { grant(): void; deny(): void; withdraw(): void }
  /** Names the visitor's user. Id and traits (JSON of up to 8,192 characters; keys beyond are left out, and counted) go out as given, never masked: give no more than may be kept. */
  identify(userId: string, traits?: Record<string, unknown>): void
  /** A custom event. Name and properties go out as given. */
  track(name: string, properties?: Record<string, unknown>): void
  /** The variant of an experiment that this visitor sees. Both go out as given. */
  experiment(name: string, variant: string): void
  /** An error that the site caught: masked like any other, its properties as given. */
  captureError(error: unknown, properties?: Record<string, unknown>): void
  /** Says that this visit is of a kind that a sampling rule names; `isOn` false takes it back. Nothing of it is told. */
  flag(name: string, isOn?: boolean): void
  page(name?: string): void
  /** The page's own state under a name, masked, and what led to it; recorded where the extra `state` is on. */
  state(name: string, value: unknown, action?: string): void
  stop(): void
  start(): void
  sessionUrl(): string | null
  status(): PlayheadStatus
}

const maxJson = 8192
const maxName = 256
const again = 'init() again: the first goes on, with its options'

/** What a site calls something; empty where it cannot be said. */
function textOf(value: unknown): string {
  try {
    return String(value).slice(0, maxName)
  } catch {
    return ''
  }
}
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
/** What a site says of something as JSON, as far as it fits: whole keys, and how many were left out. */
function properties(value: unknown): { json: string | undefined; lost: number } {
  const whole = jsonOf(value)
  if (value === undefined || (whole !== undefined && whole.length <= maxJson)) return { json: whole, lost: 0 }
  let json = ''
  let lost = 0
  try {
    for (const key of Object.keys(value as object)) {
      const part = jsonOf({ [key]: (value as Record<string, unknown>)[key] })?.slice(1, -1)
      if (part === undefined || json.length + part.length > maxJson - 2) lost++
      else if (part) json += (json && ',') + part
    }
  } catch {
    lost++
  }
  return { json: json ? `{${json}}` : undefined, lost: lost || 1 }
}

/** The page's one recorder, and what only its script tag needs of it. */
export interface Opened {
  readonly playhead: Playhead
  readonly at: Life['at']
  /** So much of what was said did not get here. */
  lose(count: number): void
  readonly problems: string[]
}

/** Where the page's recorder is found, by whichever copy of this code began it. */
const mark = Symbol.for('playhead')

/**
 * Records this page to a Playhead server, as soon as there is consent. A page is recorded once: while its recorder is
 * there and not stopped, whoever asks again gets that one. On a server it does nothing. Never throws.
 */
export const init = (options: InitOptions): Playhead => open(checkOptions(options)).playhead

export function open(options: CheckedOptions): Opened {
  const page = globalThis as { [mark]?: Opened }
  const isTaken = (): boolean => !!page[mark] && !/^(?:stopped|no-|refused)/.test(page[mark].playhead.status().reason)
  if (isTaken()) {
    const first = page[mark]!
    if (!first.problems.includes(again)) first.problems.push(again)
    return first
  }
  const life = createLife(globalThis.window, options, () => {
    if (!isTaken()) page[mark] = opened
    return page[mark] === opened
  })
  const { begin, stop, grant, refuse, say, know, at, sessionUrl, status } = life
  const sayWith = (verb: string, value: unknown, what: (to: Recorder, json: string | undefined) => void): void =>
    say(verb, () => {
      const { json, lost } = properties(value)
      return (to) => {
        what(to, json)
        if (lost) to.emit({ type: 'loss', what: 'event', count: lost, detail: 'properties' })
      }
    })
  const playhead: Playhead = {
    consent: { grant, deny: refuse, withdraw: refuse },
    identify(user, traits) {
      know((facts) => void Object.assign(facts.traits, traits))
      const id = textOf(user)
      sayWith('identify', traits, (to, json) => to.emit({ type: 'identify', user: id, traits: json }))
    },
    track(given, value) {
      const name = textOf(given)
      know(({ events }) => events.add(name))
      sayWith('track', value, (to, json) => to.emit({ type: 'track', name, properties: json }))
    },
    experiment: (name, variant) =>
      say('experiment', () => {
        const event = { type: 'experiment', name: textOf(name), variant: textOf(variant) } as const
        return (to) => to.emit(event)
      }),
    captureError: (error, value) => sayWith('captureError', value, (to, json) => to.captureError('captured', error, { properties: json })),
    flag: (name, isOn = true) => know(({ flags }) => flags[isOn ? 'add' : 'delete'](textOf(name))),
    page: (name) => say('page', () => (to) => to.page(name === undefined ? name : textOf(name))),
    state: (...told) => know(() => options.extras.forEach((extra) => extra.tell?.(...told))),
    stop,
    start: () => begin(true),
    sessionUrl,
    status,
  }
  const opened: Opened = { playhead, at, lose: (count) => say('loss', () => lossOf('event', count, 'queue')), problems: options.problems }
  page[mark] = opened
  // A page that is prepared in advance may never be shown.
  if ((globalThis.document as { prerendering?: boolean } | undefined)?.prerendering)
    document.addEventListener('prerenderingchange', () => begin(false), { once: true })
  else begin(false)
  return opened
}
