/** What a JSON text of a page may be at most: deeper ones overflow stacks, longer ones are no properties. */
const most = { depth: 64, length: 64 << 10 } as const

/** Whether a JSON text from a page may be parsed and kept at all. Looks at it without parsing; it may still be no JSON. */
export function isModestJson(text: string): boolean {
  if (text.length > most.length || /"__proto__"\s*:/.test(text)) return false
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (isInString && char === '\\') at++
    else if (char === '"') isInString = !isInString
    else if (isInString) continue
    else if (char === '[' || char === '{') {
      if (++depth > most.depth) return false
    } else if (char === ']' || char === '}') depth--
  }
  return true
}

/** The object in a JSON text; null when it is none, or more than is let in. */
export function objectOf(text: string): Record<string, unknown> | null {
  if (!isModestJson(text)) return null
  try {
    // An escaped `__proto__` gets past the look at the text.
    const value: unknown = JSON.parse(text, (name, part: unknown) => (name === '__proto__' ? undefined : part))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
