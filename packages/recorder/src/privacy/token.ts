import { createHash, type Hash, type HashSecret, secretFrom } from './hash.ts'

const selectorTokens = /[.#]((?:[\w-]|[^\0-\x7f]|\\.)+)|\[\s*([\w-]+)(?:\s*[~|^$*]?=\s*["']?([^"'\]]+))?|:(?:state|highlight)\(\s*([\w-]+)/g

/**
 * The names that the page's style sheets use: classes, ids, attribute names and values, states, highlights. Only
 * these survive masking, since nothing else changes how a page looks; others are told apart by their hash.
 */
export interface Tokens {
  /** What hashes of this recording are keyed with. */
  readonly secret: HashSecret
  readonly hash: Hash
  has(token: string): boolean
  /** Learns from selectors or from whole CSS text. */
  learn(css: string): void
  /** Learns from the rules of every sheet that can be read. */
  learnSheets(sheets: Iterable<CSSStyleSheet>): void
  /** What was learned after the first `count` names, in order. */
  after(count: number): string[]
  /** Takes over what another has learned. */
  take(names: readonly string[]): void
  /** Names that were refused, after the first `count`. */
  refusedAfter(count: number): string[]
  /** Others have refused these. */
  refuse(names: readonly string[]): void
}

const maxRefused = 5000

/**
 * @param secret of this visitor; a new one where there is none to remember
 * @param onMissed called when a name is learned that masking has refused before
 */
export function createTokens(secret: HashSecret = secretFrom(), onMissed: () => void = () => undefined): Tokens {
  const known = new Set<string>()
  const refused = new Set<string>()
  /** How many rules a sheet had when it was read. */
  const read = new WeakMap<CSSStyleSheet, number>()
  function add(token: string | undefined): void {
    if (!token) return
    const name = token.includes('\\') ? token.replace(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, unescape) : token
    known.add(name)
    if (refused.delete(name)) onMissed()
  }
  function learn(css: string): void {
    for (const [, name, attribute, value, state] of css.matchAll(selectorTokens)) {
      add(name)
      add(attribute)
      add(value)
      add(state)
    }
  }
  function learnRules(rules: CSSRuleList, from = 0): void {
    for (let at = from; at < rules.length; at++) {
      const rule = rules[at] as CSSStyleRule & { styleSheet?: CSSStyleSheet }
      if (rule.selectorText) learn(rule.selectorText)
      if (rule.cssRules?.length) learnRules(rule.cssRules)
      if (rule.styleSheet) learnSheets([rule.styleSheet])
    }
  }
  function learnSheets(sheets: Iterable<CSSStyleSheet>): void {
    for (const sheet of sheets) {
      try {
        const rules = sheet.cssRules
        const before = read.get(sheet) ?? 0
        read.set(sheet, rules.length)
        // Scripts add to long sheets with every component; what they insert elsewhere is learned as they do.
        learnRules(rules, before > rules.length ? 0 : before)
      } catch {
        // A sheet of another origin: its text is learned from when it could be fetched.
      }
    }
  }
  return {
    secret,
    hash: createHash(secret),
    has(token) {
      const isKnown = known.has(token)
      if (!isKnown && refused.size < maxRefused && token.length < 100) refused.add(token)
      return isKnown
    },
    learn,
    learnSheets,
    after: (count) => (known.size > count ? [...known].slice(count) : []),
    take: (names) => names.forEach((name) => known.add(name)),
    refusedAfter: (count) => (refused.size > count ? [...refused].slice(count) : []),
    refuse(names) {
      for (const name of names)
        if (known.has(name)) onMissed()
        else refused.add(name)
    },
  }
}

/** Anybody may write an escape of what no character has. */
function unescape(_: string, hex?: string, char?: string): string {
  const code = parseInt(hex ?? '', 16)
  return hex ? String.fromCodePoint(code > 0 && code < 0x110000 ? code : 0xfffd) : char!
}
