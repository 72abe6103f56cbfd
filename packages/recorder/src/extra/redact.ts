import type { Scope } from '../scope.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface RedactOptions {
  /** Keys whose strings and numbers go out as they are, wherever they stand. Names that look secret never do. */
  readonly unmask?: readonly string[] | undefined
}

/** What goes by such a name is left out altogether. */
export const isSecretName = (name: string): boolean =>
  /pass|pwd|secret|token|auth(?!or)|session|cookie|[cx]srf|card|cv[vc]|iban|api.?key|private|credential|signature|\b(?:ssn|otp|pin)\b/i.test(
    name,
  )

const maxDepth = 8
const maxItems = 100
const maxLength = 500
/** How many values of one object are looked at: what is larger is cut, and says so. */
const maxValues = 3000

/**
 * A value of the page as it may be told: keys and shape stay, strings are masked, numbers are told at level relaxed
 * only, secrets are left out, and what is too deep, too long or no JSON is named in brackets.
 */
export function redact(scope: Scope, value: unknown, { unmask = [] }: RedactOptions = {}): Json {
  const { privacy } = scope
  let left = maxValues

  function tell(at: unknown, depth: number, isPlain: boolean): Json {
    if (typeof at === 'string') return isPlain ? at.slice(0, maxLength) : privacy.maskedText(at.slice(0, maxLength))
    if (typeof at === 'number' && Number.isFinite(at)) return isPlain || privacy.level < 2 ? at : '[number]'
    if (at === null || typeof at === 'boolean') return at
    if (typeof at !== 'object') return `[${typeof at}]`
    if (depth > maxDepth || left < 0) return '[more]'
    if (Array.isArray(at)) {
      const items = at.slice(0, maxItems).map((item) => tell(item, next(depth), isPlain))
      return at.length > maxItems ? [...items, `[${at.length - maxItems} more]`] : items
    }
    const kind = Object.prototype.toString.call(at).slice(8, -1)
    return kind === 'Object' ? tellKeys(at, depth, isPlain) : `[${kind}]`
  }
  function next(depth: number): number {
    left--
    return depth + 1
  }
  function tellKeys(at: object, depth: number, isPlain: boolean): Json {
    const told: Record<string, Json> = Object.create(null) as Record<string, Json>
    const keys = Object.keys(at)
    for (const key of keys.slice(0, maxItems)) {
      if (isSecretName(key)) continue
      const found = (at as Record<string, unknown>)[key]
      if (found !== undefined) told[keyName(key)] = tell(found, next(depth), isPlain || unmask.includes(key))
    }
    if (keys.length > maxItems) told['[more]'] = keys.length - maxItems
    return told
  }
  /** Code gives its keys names; other keys are data. */
  const keyName = (key: string): string => (/^[a-z_$][\w$-]{0,31}$/i.test(key) ? privacy.campaign(key) : privacy.maskedText(key))
  return tell(value, 0, false)
}
