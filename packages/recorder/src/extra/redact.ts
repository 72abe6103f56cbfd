import { isSecretName } from '../privacy/secret-name.ts'
import type { Scope } from '../scope.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface RedactOptions {
  /** Keys whose strings and numbers go out as they are, wherever they stand. Names that look secret never do. */
  readonly unmask?: readonly string[] | undefined
}

/** What browsers call their own. */
const kinds = /^(?:Date|RegExp|(?:Weak)?(?:Map|Set)|Error|Promise|URL|File|Blob|FormData|ArrayBuffer|Uint8Array)$/

const maxDepth = 8
const maxItems = 100
const maxLength = 500
/** How many values of one object are looked at: what is larger is cut, and says so. */
const maxValues = 3000

/** Longer keys are data, whatever they consist of. */
const maxName = 64
/** More different names of one recording are not told apart. */
const maxNames = 5000

/** Words of code, one or several: `cart`, `cart/addItem`, `@@redux/INIT`. */
const label = /^@{0,2}[a-z_$][\w$]*(?:[-/.:][\w$]+)*$/i
/** What code calls something. Other keys are data. */
const isIdentifier = (key: string): boolean => /^[a-z_$][\w$-]{0,31}$/i.test(key)

/** A name that code gave, such as an action's type; where it is more than one, what `mask` makes of it. */
export const tellLabel = (scope: Scope, text: string, mask: (text: string) => string): string =>
  text.length <= maxName && label.test(text) && scope.privacy.campaign(text) === text ? text : mask(text.slice(0, 100))

export interface Names {
  /** A name that is data, masked; of those that look the same then, each has a number of its own. */
  tell(name: string): string
  /** How many names were told for the first time since the last call. */
  take(): number
}

export function createNames({ privacy }: Scope): Names {
  const known = new Map<string, string>()
  const counts = new Map<string, number>()
  let fresh = 0
  return {
    tell(name) {
      const found = known.get(name)
      if (found !== undefined) return found
      const masked = privacy.maskedText(name.slice(0, maxName))
      if (known.size >= maxNames) return masked
      const count = (counts.get(masked) ?? 0) + 1
      counts.set(masked, count)
      const told = count > 1 ? `${masked}~${count}` : masked
      known.set(name, told)
      fresh++
      return told
    },
    take() {
      const taken = fresh
      fresh = 0
      return taken
    },
  }
}

export type Redact = (value: unknown) => Json

/**
 * Tells values of the page as they may be told: shape and keys that are identifiers stay, other keys and strings are
 * masked, numbers are told at level relaxed only, secrets are left out, and what is too deep, too long or no JSON is
 * named in brackets. Keys that were masked are counted as lost, each once.
 */
export function createRedact(scope: Scope, { unmask = [] }: RedactOptions = {}): Redact {
  const { privacy } = scope
  const names = createNames(scope)
  let left = 0

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
    // A page's own kinds call themselves whatever they like.
    return kind === 'Object' ? tellKeys(at, depth, isPlain) : `[${kinds.test(kind) ? kind : 'object'}]`
  }
  function next(depth: number): number {
    left--
    return depth + 1
  }
  function tellKeys(at: object, depth: number, isPlain: boolean): Json {
    const told: Record<string, Json> = Object.create(null) as Record<string, Json>
    const keys = Object.keys(at)
    const some = keys.slice(0, maxItems)
    // A table by persons: what stands beside an e-mail address is somebody's name, though it may look like code.
    const isTable = some.some((key) => privacy.campaign(key) !== key)
    for (const key of some) {
      if (isSecretName(key)) continue
      const found = (at as Record<string, unknown>)[key]
      if (found !== undefined)
        told[!isTable && isIdentifier(key) ? key : names.tell(key)] = tell(found, next(depth), isPlain || unmask.includes(key))
    }
    if (keys.length > maxItems) told['[more]'] = keys.length - maxItems
    return told
  }
  return (value) => {
    left = maxValues
    const told = tell(value, 0, false)
    const masked = names.take()
    if (masked) scope.lose('masked', masked, 'key')
    return told
  }
}
