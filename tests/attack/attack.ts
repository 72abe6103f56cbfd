import type { PlayheadEvent } from '@playhead/wire'

type Untimed<E> = E extends PlayheadEvent ? Omit<E, 'timeMs'> : never
/** An event without its time: an attack's come one after another. */
export type AttackEvent = Untimed<PlayheadEvent>

/** What an attack is written with. Every address and every script in it tells which attack it belongs to. */
export interface Lure {
  /** An address at the server that notes all that comes; its ending says what it is answered with. */
  url(name: string): string
  /** The same without its scheme. */
  readonly bare: string
  /** A script that tells of itself by every way there is. It has no `<`, `"` or line breaks. */
  readonly run: string
  /** The node that stands in the page with this `id` attribute. */
  id(name: string): number
}

export interface Attack {
  readonly name: string
  /** The page of the keyframe, as browsers serialise HTML. */
  page(lure: Lure): string
  /** What happens on it then. */
  events?(lure: Lure): readonly AttackEvent[]
  /** The recording itself, where it is not made of a page and events. */
  chunks?(lure: Lure): Promise<readonly Uint8Array[]>
  /** What an unprotected page is given instead, where the recording means nothing to it; null: there is no such page. */
  readonly control?: ((lure: Lure) => string) | null
  /** It may be refused, or cut; the viewer must answer all the same. Otherwise what is shown must be there. */
  readonly mayRefuse?: boolean
}
export interface Family {
  readonly name: string
  readonly attacks: readonly Attack[]
}

export const inAttribute = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;')
export const wrap = (body: string, head = ''): string => `<html><head>${head}</head><body>${body}</body></html>`

/** An attack that is a page's body. */
export const body = (name: string, html: (lure: Lure & { readonly attr: string }) => string): Attack => ({
  name,
  page: (lure) => wrap(html(withAttribute(lure))),
})
/** An attack that is a page's head. */
export const head = (name: string, html: (lure: Lure & { readonly attr: string }) => string): Attack => ({
  name,
  page: (lure) => wrap('<p>x</p>', html(withAttribute(lure))),
})
/** An attack by what happens on a harmless page. */
export const change = (name: string, html: string, events: (lure: Lure) => readonly AttackEvent[]): Attack => ({
  name,
  page: () => wrap(html),
  events,
})
/** The script as it stands in an attribute. */
const withAttribute = (lure: Lure): Lure & { readonly attr: string } => ({ ...lure, attr: inAttribute(lure.run) })
