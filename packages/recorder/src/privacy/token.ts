const selectorTokens = /[.#]((?:[\w-]|[^\0-\x7f]|\\.)+)|\[\s*([\w-]+)(?:\s*[~|^$*]?=\s*["']?([^"'\]]+))?/g

/**
 * The names that the page's style sheets use: classes, ids, attribute names and values. Only these survive
 * masking, since nothing else changes how a page looks.
 */
export interface Tokens {
  has(token: string): boolean
  /** Learns from selectors or from whole CSS text. Returns whether there was anything new. */
  learn(css: string): boolean
  /** Learns from the rules of every sheet that can be read. */
  learnSheets(sheets: Iterable<CSSStyleSheet>): boolean
}

export function createTokens(): Tokens {
  const known = new Set<string>()
  /** How many rules a sheet had when it was read. */
  const read = new WeakMap<CSSStyleSheet, number>()
  function add(token: string | undefined): void {
    if (token) known.add(token.includes('\\') ? token.replace(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, unescape) : token)
  }
  function learn(css: string): boolean {
    const before = known.size
    for (const [, name, attribute, value] of css.matchAll(selectorTokens)) {
      add(name)
      add(attribute)
      add(value)
    }
    return known.size > before
  }
  function learnRules(rules: CSSRuleList): void {
    for (const rule of rules as unknown as Iterable<CSSStyleRule & { styleSheet?: CSSStyleSheet }>) {
      if (rule.selectorText) learn(rule.selectorText)
      if (rule.cssRules?.length) learnRules(rule.cssRules)
      if (rule.styleSheet) learnSheets([rule.styleSheet])
    }
  }
  function learnSheets(sheets: Iterable<CSSStyleSheet>): boolean {
    const before = known.size
    for (const sheet of sheets) {
      try {
        const rules = sheet.cssRules
        if (read.get(sheet) === rules.length) continue
        read.set(sheet, rules.length)
        learnRules(rules)
      } catch {
        // A sheet of another origin: its text is learned from when it could be fetched.
      }
    }
    return known.size > before
  }
  return { has: (token) => known.has(token), learn, learnSheets }
}

const unescape = (_: string, hex?: string, char?: string): string => (hex ? String.fromCodePoint(parseInt(hex, 16) || 0xfffd) : char!)
