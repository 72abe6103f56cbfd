import type { Seen } from './seen.ts'
import type { Tab } from './tab.ts'

/** One fact about a page, and what a recording must hold of it. */
export interface Probe {
  /** The fact, as a row of the table. */
  readonly name: string
  /** What the page's body holds; `head` goes into its head. */
  readonly html?: string
  readonly head?: string
  /** Run in the page before the recording starts: the body of an async function. */
  readonly before?: string
  /** The one thing that happens while it is recorded: the body of an async function in the page, or what a hand does. */
  readonly act?: string | ((tab: Tab) => Promise<unknown>)
  /** Whether the recording holds the fact. Asked again until it does, or {@link patienceMs} is over. */
  readonly want: (seen: Seen) => boolean
  /** What must not stand anywhere in what was recorded, in any case. */
  readonly canary?: string
  /** What a recorder that knows the fact cannot but write down: how peers are judged. Absent: they are not. */
  readonly marker?: string | RegExp
  /** The same for recorders that write rrweb's JSON. */
  readonly rrweb?: RegExp
  readonly privacy?: 'strict' | 'relaxed'
  /** Options of `playhead.record`, beyond `emit` and `privacy`. */
  readonly options?: Readonly<Record<string, unknown>>
  /** `init`: as a site does it, to a server. */
  readonly start?: 'record' | 'init'
  /** An expression that is false in the page of a browser that has no such thing. */
  readonly needs?: string
  readonly patienceMs?: number
  /** The page's address beyond the probe's own, like `?utm_source=x`. */
  readonly search?: string
}

export interface Family {
  readonly name: string
  readonly probes: readonly Probe[]
}
