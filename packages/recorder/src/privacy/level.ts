import { maskPersonal, maskText } from './text.ts'
import { fits } from './url.ts'

/**
 * How much of a subtree may be told, from a site's setting and from markers on elements.
 * - 0 unmasked by a marker: text and values
 * - 1 relaxed: text, no values
 * - 2 balanced: text without what looks personal
 * - 3 strict: no text
 * - 4 masked by a marker: as strict, and nothing inside can lift it
 */
export type Level = 0 | 1 | 2 | 3 | 4
export type PrivacyName = 'strict' | 'balanced' | 'relaxed'

export const levelOfName = (name: PrivacyName): Level => (name === 'relaxed' ? 1 : name === 'balanced' ? 2 : 3)

/** A level of its own for pages whose address fits: a path, `*` for anything; with origin or hash where it names them. */
export interface PrivacyRule {
  readonly url: string
  readonly privacy: PrivacyName
}

/** The level of a page. Of several rules that fit the strictest holds. */
export function levelAt(page: Location, name: PrivacyName, rules: readonly PrivacyRule[]): Level {
  const found = rules
    .filter(({ url }) => fits(url, (url.includes('://') ? page.origin : '') + page.pathname + (url.includes('#') ? page.hash : '')))
    .map(({ privacy }) => levelOfName(privacy))
  return found.length ? (Math.max(...found) as Level) : levelOfName(name)
}

/** In doubt the stricter wins. `edit`: what is in it is typed, and masked as a value is. */
export const innerLevel = (outer: Level, marker: 'mask' | 'unmask' | 'edit' | undefined): Level =>
  marker === 'mask' ? 4 : marker === 'unmask' && outer < 4 ? 0 : marker === 'edit' && outer && outer < 3 ? 3 : outer

export const textAtLevel = (text: string, level: Level): string => (level > 2 ? maskText(text) : level === 2 ? maskPersonal(text) : text)
