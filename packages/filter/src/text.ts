const foldCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Does text match a pattern: `*` stands for any run of characters, ASCII case makes no difference. */
export const matchesText = (text: string, pattern: string): boolean => matchesExact(foldCase(text), foldCase(pattern))

/** The same for paths and ids: case counts. Linear in the text's length for any pattern. */
export function matchesExact(text: string, pattern: string): boolean {
  const parts = pattern.split('*')
  if (parts.length === 1) return text === pattern
  const [first, last] = [parts[0]!, parts.at(-1)!]
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
