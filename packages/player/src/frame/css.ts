import { answerFeatures, type Feature } from './feature.ts'

/** How addresses and pseudo-classes in recorded CSS are replaced. */
export interface CssMap {
  /** It is CSS of a document in an iframe, which is shown in a box: what asks for the viewport or the root asks for that. */
  readonly isInFrame?: boolean
  /** What media queries are to be told of the viewer; absent: what this browser tells them. */
  readonly feature?: Feature | null
  /** An address as written → the address to use instead. */
  url(address: string): string
  /** Called for CSS that blends boxes with what is below them. */
  onBlend?(): void
  /** The CSS behind an `@import` and how addresses in it are replaced; null: the recording does not hold it. */
  sheet(address: string): { readonly css: string; readonly map: CssMap } | null
}

// Comments and strings come first in the alternation, so that nothing inside them is taken for an address. No two parts
// that follow each other take the same sign: text that ends nowhere must not be read again from every place in it.
const quiet =
  /\/\*[\s\S]*?(?:\*\/|$)|@import(?=[\s"'])\s*(?:url\(\s*)?(?:"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|([^\s"')(;{}]+))(?:\s*\))?((?:\/\*[\s\S]*?(?:\*\/|$)|[^;{}"'\\/]|\/(?!\*))*);?|\burl\(\s*(?:(?:"((?:\\[\s\S]|[^"\\])*)(?:"|$)|'((?:\\[\s\S]|[^'\\])*)(?:'|$)|((?:\\[\s\S]|[^\\"'()\s])+))\s*(?:\)|$)|(?![\s"'])(?:\\[\s\S]|[^\\)])*\)?)|((?:-webkit-)?image-set\()|("(?:\\[\s\S]|[^"\\\n\r\f])*"|'(?:\\[\s\S]|[^'\\\n\r\f])*')/
const names = /(?<![\w#.\-:["'=])(iframe)(?![\w-])/
/** Pseudo-classes that the frame's own document cannot be in as the recorded one was. */
const pseudos = 'defined|fullscreen|hover|active|focus-visible|focus-within|focus|target|user-invalid'
const token = tokenOf(pseudos, '[sld]?vh', '(?!)()')
const tokenInFrame = tokenOf(`root|${pseudos}`, '[sld]?v[hw]|rem', '@media((?:(?!\\/\\*)[^{};"\'\\\\])*)')
function tokenOf(classes: string, units: string, media: string): RegExp {
  const lengths = `(?<![\\w#.-])(-?(?:\\d+(?:\\.\\d*)?|\\.\\d+))(${units})(?![\\w-])`
  return new RegExp(`${quiet.source}|:(${classes})(?![\\w-])|${lengths}|${names.source}|${media}`, 'gi')
}

/**
 * Rewrites recorded CSS for the frame: every address goes through `map`, an `@import` is replaced by what it
 * imported, `:hover`/`:active`/`:focus`, `:defined`, `:fullscreen`, `:target` and `:user-invalid` become attributes that replay sets from recorded truth (same specificity), and viewport
 * heights can be held at the recorded viewport's while the frame is as high as the page ({@link viewportUnit}).
 * In a document that stood in an iframe the viewport and the root are those of its box.
 */
export function rewriteCss(written: string, map: CssMap, depth = 0): string {
  if (map.onBlend && /mix-blend-mode/i.test(written)) map.onBlend()
  if (isTooDeep(written)) return ''
  const css = answerFeatures(readLetters(written), map.feature ?? null)
  if (
    !/url\(|@import|@media|:hover|:active|:focus|:root|:defined|:fullscreen|:target|:user-invalid|image-set|\d[sld]?v[hw]|\drem|iframe/i.test(
      css,
    )
  )
    return css
  let imageSetEnd = -1
  let isPrelude = false
  let read = 0
  return css.replace(map.isInFrame ? tokenInFrame : token, (found: string, ...rest: (string | undefined)[]) => {
    const [imported1, imported2, imported3, conditions, url1, url2, url3, imageSet, text, pseudo, length, unit, frame, media] = rest
    const at = rest[14] as unknown as number
    // Read on from the token before, never back: a sheet with many heights takes linear time.
    isPrelude = isPreludeAfter(css, read, at, isPrelude)
    read = at + found.length
    if (length !== undefined) return isPrelude ? found : `calc(${length}*var(--ph-${unit!.toLowerCase().replace(/^[sld]/, '')},1${unit}))`
    if (frame) return 'ph-iframe'
    if (media !== undefined) return containerQuery(media) ?? found
    if (pseudo) return /^d/i.test(pseudo) ? ':not([ph-undefined])' : `[ph-${pseudo.toLowerCase()}]`
    if (imageSet) {
      if (at > imageSetEnd) imageSetEnd = endOfFunction(css, at + imageSet.length)
      return found
    }
    if (text) return at < imageSetEnd ? `"${quote(map.url(unescapeCss(text.slice(1, -1))))}"` : found
    const imported = imported1 ?? imported2 ?? imported3
    if (imported !== undefined) isPrelude = false
    if (imported !== undefined) return depth < 4 ? importCss(unescapeCss(imported), conditions ?? '', map, depth) : ''
    const url = url1 ?? url2 ?? url3
    // One that no browser reads as an address, up to where browsers read on.
    if (url === undefined && /^url\(/i.test(found)) return 'url()'
    return url === undefined ? found : `url("${quote(map.url(unescapeCss(url)))}")`
  })
}

/** The custom property that holds 1 % of the recorded viewport's height, where the frame has another. */
export const viewportUnit = '--ph-vh'

const sizeFeature = String.raw`\(\s*(?:(?:min-|max-)?(?:width|height|aspect-ratio)|orientation|[\d.]+\w+\s*[<>])[^()]*\)`
const sizeQuery = new RegExp(`^\\s*(?:(?:only\\s+)?(?:screen|all)\\s+and\\s+)?(${sizeFeature}(?:\\s+and\\s+${sizeFeature})*)\\s*$`, 'i')

const longestQuery = 500

/** A media query that asks for sizes alone, asked of the box; null: it asks for something else. */
function containerQuery(media: string): string | null {
  if (media.length > longestQuery) return null
  const queries = media.split(',').map((query) => sizeQuery.exec(query)?.[1])
  return queries.includes(undefined) ? null : `@container ${queries.map((query) => `(${query})`).join(' or ')}`
}

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
  const media = conditions.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ').trim()
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

/** Parsers of browsers call themselves for every bracket, and end with the tab where there are too many. */
const deepest = 500
function isTooDeep(css: string): boolean {
  let depth = 0
  for (let i = 0; i < css.length; i++) {
    const code = css.charCodeAt(i)
    if (code === 40 || code === 91 || code === 123) {
      if (++depth > deepest) return true
    } else if ((code === 41 || code === 93 || code === 125) && depth) depth--
  }
  return false
}

/** `u\\72l(` is `url(`: the letters of it are written as themselves. They mean the same wherever they stand. */
const readLetters = (css: string): string =>
  css.includes('\\')
    ? css.replace(/\\(?:([\da-f]{1,6})(?:\r\n|[ \t\n\r\f])?|([\s\S]))/gi, (found, hex?: string, plain?: string) => {
        const letter = hex ? codePoint(Number.parseInt(hex, 16)) : plain!
        return /^[url]$/i.test(letter) ? letter : found
      })
    : css

const unescapeCss = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(?:([\da-f]{1,6})\s?|(\r\n|[\s\S]))/gi, (_, hex?: string, plain?: string) =>
        hex ? codePoint(Number.parseInt(hex, 16)) : plain === '\n' || plain === '\r\n' ? '' : (plain ?? ''),
      )
    : text
const codePoint = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd')
const quote = (text: string): string => text.replace(/["\\\n\r\f]/g, (found) => `\\${found.charCodeAt(0).toString(16)} `)
