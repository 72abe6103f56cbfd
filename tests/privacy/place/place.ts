import type { Form } from '../canary.ts'

/** One place of a page that can hold what somebody must not see. `$` stands for its canary. */
export interface Place {
  readonly name: string
  readonly group: string
  /** HTML in the page from the start; once more added by a script; and once more changed by one, each with a canary of its own. */
  readonly html?: string
  /** HTML that can only be there from the start. */
  readonly head?: string
  /** A part of the address that the page has from the start: `/segment`, `?query` or `#hash`. */
  readonly address?: string
  /** The same of the page that the visitor came from. */
  readonly referrer?: string
  /** HTML of a field, into which the canary is typed on a real keyboard; then it is selected, copied and pasted. */
  readonly keys?: string
  /** What a script does once the page is recorded. May wait. */
  readonly script?: string
  readonly form?: Form | undefined
  /** The first level that tells it, because that is what the level is for. */
  readonly shows?: 'balanced' | 'relaxed' | undefined
}

/** What places have in common beside their name. */
type Rest = Pick<Place, 'form' | 'shows'>

/** Places of one group as they are written down: name → HTML, or [HTML, the rest]. */
export const htmlPlaces = (
  group: string,
  shows: Place['shows'],
  places: Readonly<Record<string, string | readonly [string, Rest]>>,
): Place[] =>
  Object.entries(places).map(([name, found]) =>
    typeof found === 'string' ? { name, group, html: found, shows } : { name, group, html: found[0], shows, ...found[1] },
  )

/** The same for scripts. */
export const scriptPlaces = (
  group: string,
  shows: Place['shows'],
  places: Readonly<Record<string, string | readonly [string, Rest]>>,
): Place[] =>
  Object.entries(places).map(([name, found]) =>
    typeof found === 'string' ? { name, group, script: found, shows } : { name, group, script: found[0], shows, ...found[1] },
  )
