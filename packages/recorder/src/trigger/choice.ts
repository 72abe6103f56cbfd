import { fits } from '../privacy/url.ts'

/** Which visits are recorded beside the share: the first rule whose every condition holds decides. */
export interface SamplingRule {
  /** What `status()` calls it; its conditions, unless it has one. */
  readonly name?: string | undefined
  /** Of the page, with `*` for anything: a path (`/checkout/*`), or an address with its origin. Query and hash do not count. */
  readonly url?: string | undefined
  /** Traits that `identify` was given in this document. */
  readonly trait?: Readonly<Record<string, string | number | boolean>> | undefined
  /** A name that was tracked in this document. */
  readonly event?: string | undefined
  /** A name that the site raised with `flag`. */
  readonly flag?: string | undefined
  /** Share of these visits, 0 … 1. 0: never, also where the recording has begun. */
  readonly rate: number
}

/** What is known of this visit besides its page. */
export interface Facts {
  readonly traits: Record<string, unknown>
  readonly events: Set<string>
  readonly flags: Set<string>
}

/** Why a visit is recorded. */
export interface Choice {
  readonly rate: number
  readonly rule?: string | undefined
  readonly trigger?: string | undefined
}

export function chooseRate(
  rules: readonly SamplingRule[],
  sampling: number,
  { origin, pathname }: Pick<Location, 'origin' | 'pathname'>,
  { traits, events, flags }: Facts,
): Choice {
  for (const { name, url, trait = {}, event, flag, rate } of rules)
    if (
      (!url || fits(url, url.startsWith('/') ? pathname : origin + pathname)) &&
      Object.keys(trait).every((key) => traits[key] === trait[key]) &&
      (!event || events.has(event)) &&
      (!flag || flags.has(flag))
    )
      return { rate, rule: name ?? [url, event, flag, ...Object.keys(trait)].filter(Boolean).join(' ') }
  return { rate: sampling }
}
