/** How addresses and pseudo-classes in recorded CSS are replaced. */
export interface CssMap {
  /** An address as written → the address to use instead. */
  url(address: string): string
  /** The CSS behind an `@import` and how addresses in it are replaced; null: the recording does not hold it. */
  sheet(address: string): { readonly css: string; readonly map: CssMap } | null
}

// Comments and strings come first in the alternation, so that nothing inside them is taken for an address.
const token =
  /\/\*[\s\S]*?(?:\*\/|$)|@import\s+(?:url\(\s*)?(?:"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|([^\s"')(;]*))\s*\)?([^;{}]*)(?:;|$)|\burl\(\s*(?:"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|((?:\\[\s\S]|[^\\"'()\s])*))\s*\)|((?:-webkit-)?image-set\()|("(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*')|:(hover|focus-visible|focus-within|focus)(?![\w-])|(?<![\w#.-])(-?(?:\d+\.?\d*|\.\d+))([sld]?vh)(?![\w-])/gi

/**
 * Rewrites recorded CSS for the frame: every address goes through `map`, an `@import` is replaced by what it
 * imported, `:hover`/`:focus` become attributes that replay sets from recorded truth (same specificity), and viewport
 * heights can be held at the recorded viewport's while the frame is as high as the page ({@link viewportUnit}).
 */
export function rewriteCss(css: string, map: CssMap, depth = 0): string {
  if (!/url\(|@import|:hover|:focus|image-set|\dvh|\d[sld]vh/i.test(css)) return css
  let imageSetEnd = -1
  let isPrelude = false
  let read = 0
  return css.replace(token, (found: string, ...rest: (string | undefined)[]) => {
    const [imported1, imported2, imported3, conditions, url1, url2, url3, imageSet, text, pseudo, height, unit] = rest
    const at = rest[12] as unknown as number
    // Read on from the token before, never back: a sheet with many heights takes linear time.
    isPrelude = isPreludeAfter(css, read, at, isPrelude)
    read = at + found.length
    if (height !== undefined) return isPrelude ? found : `calc(${height}*var(${viewportUnit},1${unit}))`
    if (pseudo) return `[ph-${pseudo.toLowerCase()}]`
    if (imageSet) {
      imageSetEnd = endOfFunction(css, at + imageSet.length)
      return found
    }
    if (text) return at < imageSetEnd ? `"${quote(map.url(unescapeCss(text.slice(1, -1))))}"` : found
    const imported = imported1 ?? imported2 ?? imported3
    if (imported !== undefined) isPrelude = false
    if (imported !== undefined) return depth < 4 ? importCss(unescapeCss(imported), conditions ?? '', map, depth) : ''
    const url = url1 ?? url2 ?? url3
    return url === undefined ? found : `url("${quote(map.url(unescapeCss(url)))}")`
  })
}

/** The custom property that holds 1 % of the recorded viewport's height, where the frame has another. */
export const viewportUnit = '--ph-vh'

/** `@media (height > 50vh) {` takes no custom property; a declaration does. `before`: whether `from` stands in a prelude. */
function isPreludeAfter(css: string, from: number, to: number, before: boolean): boolean {
  let isPrelude = before
  for (let i = from; i < to; i++) {
    const sign = css[i]
    if (sign === '@') isPrelude = true
    else if (sign === ';' || sign === '{' || sign === '}') isPrelude = false
  }
  return isPrelude
}

function importCss(address: string, conditions: string, map: CssMap, depth: number): string {
  const sheet = map.sheet(address)
  if (!sheet) return ''
  const inner = rewriteCss(sheet.css, sheet.map, depth + 1)
  const media = conditions.trim()
  const layer = /^layer(?:\(([\w.-]+)\))?/i.exec(media)
  if (layer) return `@layer ${layer[1] ?? ''}{${inner}}`
  const supports = /^supports\(/i.test(media)
  return supports ? inner : media ? `@media ${media}{${inner}}` : `${inner}\n`
}

function endOfFunction(css: string, start: number): number {
  let depth = 1
  for (let i = start; i < css.length; i++) {
    if (css[i] === '(') depth++
    else if (css[i] === ')' && --depth === 0) return i
  }
  return css.length
}

const unescapeCss = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(?:([\da-f]{1,6})\s?|(\r\n|[\s\S]))/gi, (_, hex?: string, plain?: string) =>
        hex ? codePoint(Number.parseInt(hex, 16)) : plain === '\n' || plain === '\r\n' ? '' : (plain ?? ''),
      )
    : text
const codePoint = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd')
const quote = (text: string): string => text.replace(/["\\\n\r\f]/g, (found) => `\\${found.charCodeAt(0).toString(16)} `)
