import type { InitOptions } from './option.ts'
import { createLife } from './session/life.ts'
import type { PlayheadStatus } from './session/status.ts'

export type { PlayheadStatus } from './session/status.ts'

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

const jsonOf = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value)?.slice(0, 8192))

/** Records this page to a Playhead server, as soon as there is consent. */
export function init(options: InitOptions): Playhead {
  const { begin, stop, grant, refuse, say, know, sessionUrl, status } = createLife(window, options)
  // A page that is prepared in advance may never be shown.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', () => begin(false), { once: true })
  else begin(false)
  return {
    consent: { grant, deny: refuse, withdraw: refuse },
    identify(user, traits) {
      know((facts) => void Object.assign(facts.traits, traits))
      say((to) => to.emit({ type: 'identify', user: String(user), traits: jsonOf(traits) }))
    },
    track(name, properties) {
      know(({ events }) => events.add(String(name)))
      say((to) => to.emit({ type: 'track', name: String(name), properties: jsonOf(properties) }))
    },
    experiment: (name, variant) => say((to) => to.emit({ type: 'experiment', name: String(name), variant: String(variant) })),
    captureError: (error, properties) => say((to) => to.captureError('captured', error, { properties: jsonOf(properties) })),
    flag: (name, isOn = true) => know(({ flags }) => flags[isOn ? 'add' : 'delete'](String(name))),
    page: (name) => say((to) => to.page(name)),
    state: (...told) => options.extras?.forEach((extra) => extra.tell?.(...told)),
    stop,
    start: () => begin(true),
    sessionUrl,
    status,
  }
}
