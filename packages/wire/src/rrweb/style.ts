/** Small edits of CSS text, as far as rrweb's incremental style events need them. Not a parser: text in, text out. */

/** Splits CSS text at the top level: `}` or `;` ends a rule; strings, comments and brackets are passed over. */
export function splitRules(css: string): string[] {
  return splitTop(css, (code, depth) => depth === 0 && (code === 125 || code === 59))
}

/** Splits `a: b; c: url("x;y")` into its declarations. */
export function splitDeclarations(style: string): string[] {
  return splitTop(style, (code, depth) => depth === 0 && code === 59)
    .map((part) => part.replace(/;$/, '').trim())
    .filter(Boolean)
}

function splitTop(text: string, ends: (code: number, depth: number) => boolean): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 92) i++
    else if (code === 34 || code === 39) i = endOfString(text, i, code)
    else if (code === 47 && text.charCodeAt(i + 1) === 42) {
      const end = text.indexOf('*/', i + 2)
      i = end < 0 ? text.length : end + 1
    } else {
      if (code === 123 || code === 40 || code === 91) depth++
      else if ((code === 125 || code === 41 || code === 93) && depth) depth--
      if (!ends(code, depth)) continue
      parts.push(text.slice(start, i + 1).trim())
      start = i + 1
    }
  }
  parts.push(text.slice(start).trim())
  return parts.filter(Boolean)
}

function endOfString(text: string, start: number, quote: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 92) i++
    else if (code === quote) return i
  }
  return text.length
}

/** Text of a JSON value that should be text; an object in its place says nothing. */
export const plain = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** rrweb's style diff: a value, a value with its priority, or `false` for "removed". */
export type StyleDiff = Readonly<Record<string, unknown>>

/** Applies a diff to the text of a `style` attribute or of a rule's body. */
export function applyStyleDiff(style: string, diff: StyleDiff): string {
  const declarations = new Map<string, string>()
  for (const part of splitDeclarations(style)) {
    const colon = part.indexOf(':')
    if (colon > 0) declarations.set(part.slice(0, colon).trim(), part.slice(colon + 1).trim())
  }
  for (const [name, change] of Object.entries(diff)) {
    const [value, priority] = Array.isArray(change) ? (change as unknown[]) : [change, '']
    if (value === false || value === null || value === undefined || value === '') declarations.delete(name)
    else declarations.set(name, `${plain(value)}${priority ? ` !${plain(priority)}` : ''}`)
  }
  return [...declarations].map(([name, value]) => `${name}: ${value};`).join(' ')
}

/**
 * Changes the list of rules at a CSSOM path (`[2, 0]`: the first rule within the third): `change` gets the list
 * and the last index. Returns whether the path leads somewhere.
 */
export function editRules(rules: string[], path: readonly number[], change: (rules: string[], index: number) => void): boolean {
  const [index, ...rest] = path
  if (index === undefined || index > rules.length) return false
  if (!rest.length) {
    change(rules, index)
    return true
  }
  return editBody(rules, index, (body) => {
    const inner = splitRules(body)
    return editRules(inner, rest, change) ? inner.join(' ') : null
  })
}

/** Replaces what stands in the braces of a rule. */
export function editBody(rules: string[], index: number, change: (body: string) => string | null): boolean {
  const rule = rules[index]
  const open = rule?.indexOf('{') ?? -1
  if (!rule || open < 0) return false
  const body = change(rule.slice(open + 1, rule.endsWith('}') ? -1 : undefined))
  if (body === null) return false
  rules[index] = `${rule.slice(0, open)}{ ${body} }`
  return true
}
