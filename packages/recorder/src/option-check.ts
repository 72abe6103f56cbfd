import type { InitOptions } from './option.ts'
import type { PrivacyRule } from './privacy/level.ts'
import type { SamplingRule } from './trigger/choice.ts'

type Always = 'key' | 'host' | 'privacy' | 'sampling' | 'samplingRules' | 'trigger' | 'minimumMs' | 'extras'
/** Options of which each is of its kind. */
export type CheckedOptions = InitOptions & { readonly [K in Always]-?: NonNullable<InitOptions[K]> } & {
  /** What was not, in a site's own words: `status()` tells it. */
  readonly problems: string[]
}

type Kind = (value: unknown) => unknown
const oneOf =
  (...known: readonly unknown[]): Kind =>
  (value) =>
    known.includes(value)
const of =
  (...types: readonly string[]): Kind =>
  (value) =>
    value !== null && types.includes(typeof value)
const listOf =
  (isItem: Kind): Kind =>
  (value) =>
    Array.isArray(value) && value.every(isItem)
const isText = of('string')
const isSwitch = of('boolean', 'object')
const isShare: Kind = (value) => typeof value === 'number' && value >= 0 && value <= 1
const isLevel = oneOf('strict', 'balanced', 'relaxed')
const isRule: Kind = (value) => {
  const { rate, url = '', trait = {} } = value as Partial<SamplingRule>
  return isShare(rate) && isText(url) && of('object')(trait)
}
const isSelector: Kind = (value) =>
  !value || (isText(value) && document.createDocumentFragment().querySelector(value as string) !== undefined)

/** What each option has to be. */
const kinds: Readonly<Record<keyof InitOptions, Kind>> = {
  key: isText,
  host: (value) => /^https?:/.test(new URL(value as string).protocol),
  path: (value) => /^(?:$|\/)/.test(value as string),
  consent: oneOf('granted', 'required'),
  privacy: isLevel,
  privacyRules: listOf((rule) => isText((rule as PrivacyRule).url) && isLevel((rule as PrivacyRule).privacy)),
  mask: isSelector,
  unmask: isSelector,
  block: isSelector,
  assets: oneOf('upload', 'inline', 'off'),
  console: (value) => isSwitch(value) || value === 'structured',
  network: of('boolean', 'object', 'string'),
  canvas: isSwitch,
  state: isSwitch,
  worker: isSwitch,
  frames: listOf(isText),
  extras: listOf(of('function')),
  sampling: isShare,
  samplingRules: listOf(isRule),
  trigger: listOf((name) => /^(?:error|rage|event:.+)$/.test(name as string)),
  minimumMs: (value) => typeof value === 'number' && value >= 0,
}

/** As it may stand in a site's source, cut. */
function quote(value: unknown): string {
  try {
    return (of('object')(value) ? JSON.stringify(value) : String(value)).slice(0, 100)
  } catch {
    return '?'
  }
}
const quoteOption = (name: string, value: unknown): string => `${name}: ${quote(value)}`

/**
 * Takes each option that is of its kind; of the others the default, and says so. Where that leaves in doubt what a site
 * wanted masked, everything is. Never throws.
 *
 * @param tell what is said of an option in `problems`
 */
export function checkOptions(given: unknown, tell: (name: string, value: unknown) => string = quoteOption): CheckedOptions {
  const problems: string[] = []
  const taken: Record<string, unknown> = {}
  function take(name: string): void {
    let value: unknown
    try {
      value = (given as Record<string, unknown>)[name]
      if (value === undefined) return
      if (kinds[name as keyof InitOptions](value)) return void (taken[name] = value)
    } catch {
      // Of no kind at all, or unknown.
    }
    problems.push(tell(name, value))
    const list = Array.isArray(value) ? (value as unknown[]) : []
    if (name === 'privacyRules') taken[name] = [{ url: '*', privacy: 'strict' }]
    else if (/^(?:priv|mask|block)/i.test(name) && name !== 'privacy') taken['mask'] = '*'
    // A rule that says never is worth more than one that cannot be read.
    else if (name === 'samplingRules')
      taken[name] = list.filter((rule) => {
        try {
          return isRule(rule)
        } catch {
          return false
        }
      })
    // A name that can never come is no reason to send what was to wait for it.
    else if (name === 'trigger') taken[name] = list.length ? list.map(quote) : [quote(value)]
  }
  let names: string[] = []
  try {
    names = Object.keys(given as object)
  } catch {
    // Nothing was given.
  }
  // What masks everything is not to be undone by a later one.
  for (const name of names) if (name !== 'mask') take(name)
  if (names.includes('mask') && !taken['mask']) take('mask')
  return {
    key: '',
    host: '',
    consent: 'required',
    privacy: 'strict',
    privacyRules: [],
    assets: 'upload',
    sampling: 1,
    samplingRules: [],
    trigger: [],
    minimumMs: 0,
    extras: [],
    ...taken,
    problems,
  }
}
