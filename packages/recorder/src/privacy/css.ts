import type { Level } from './level.ts'
import { maskText } from './text.ts'
import { recordUrl } from './url.ts'
import { aliasOf, maskNumbers } from './vocabulary.ts'

const comment = '/\\*[^]*?(?:\\*/|$)'
const string = `"(?:[^"\\\\\\n]|\\\\[^])*"?|'(?:[^'\\\\\\n]|\\\\[^])*'?`
const address = `url\\(\\s*(?:${string}|[^)"']*)`
/** An icon of an icon font: private characters say nothing. */
const glyph = '\\\\(?:e[\\da-f]|f[0-8])[\\da-f]{2}(?![\\da-f])'
/**
 * What text may stand in, one after the other: comments; addresses; tags of font features; values in attribute
 * selectors; values of properties that hold names; strings; names in selectors of view transitions and of fonts.
 */
const pieces = new RegExp(
  `(${comment})|${address}|@(?:import|namespace)[\\w\\s]*(?:${string})|font-\\w+-settings\\s*:(?:\\s*["']\\w{4}["'][\\s\\d.,onf-]*)+|` +
    `(\\[[^\\]"'=;{}]*=\\s*)(${string}|[^\\]\\s]+)|` +
    `((?:^|[;{\\s(])(?:--[\\w-]+\\s*:|(?:font(?:-family)?|grid[\\w-]*|view-transition-\\w+|types)\\s*:(?![^;{}]{0,200}\\{))|(?:format|local)\\()((?:${comment}|${string}|[^;})"']|\\)(?=[^;}]))*)|` +
    `(${string})|(:(?:active-)?view-transition[\\w-]*\\(|@font-feature-values\\s)([^){;]*)`,
  'gi',
)
const names = new RegExp(`(${comment})|${address}|${glyph}|(\\\\(?:[\\da-f]{1,6}\\s?|[^]))|[-#\\w\\u0080-\\uffff.]+\\(?`, 'gi')
const transitionNames = /()(\\(?:[\da-f]{1,6}\s?|[^]))|[-\w\u0080-\uffff]+/gi
const glyphs = new RegExp(`^.(?:${glyph}\\s?)+.$`, 'i')
const urls = /(url\(\s*)(?:"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([^"')\s]+))|(@(?:import|namespace)[\w\s]+)(?:"([^"]*)"|'([^']*)')/gi

const maskString = (text: string): string =>
  text.length > 4 && !glyphs.test(text) ? text[0] + maskText(text.slice(1, -1)) + text[0] : text

/** Names of areas, lines and fonts are told by an alias, wherever they stand, so that they still find each other. */
function maskName(found: string, isComment?: string, isEscape?: string): string {
  if (isComment) return ''
  if (isEscape) return 'x'
  if (/^-*\d/.test(found) && (/^-*\d{5}/.test(found) || maskNumbers(found) !== found)) return found.replace(/\d/g, '9')
  // Numbers, colours, functions, other properties, icons, addresses.
  if (/^(?:[-.]*\d|#[\da-f]{3,8}$|--|url\(|\\)|\($/i.test(found)) return found
  const [, head, tail] = /^(.*?)(-start|-end|)$/.exec(found)!
  return aliasOf(head!) + tail!
}

/** Masks strings wherever they stand, and what properties that hold names or anything say. */
const maskCssText = (css: string): string =>
  css.replace(
    pieces,
    (
      found: string,
      isComment?: string,
      attribute?: string,
      wanted?: string,
      property?: string,
      value?: string,
      text?: string,
      pseudo?: string,
      inner?: string,
    ) => {
      if (isComment) return ''
      if (text) return maskString(text)
      // Lines of grids are many small numbers.
      if (property) return property + (/^\W?grid/i.test(property) ? value! : maskNumbers(value!)).replace(names, maskName)
      if (pseudo) return pseudo + inner!.replace(transitionNames, maskName)
      // A class or an id is named by the sheet, as in any selector.
      if (!attribute || /\b(?:class|id)\b/.test(attribute)) return found
      const quote = /["']/.test(wanted![0]!) ? wanted![0]! : ''
      return attribute + quote + aliasOf(quote ? wanted!.slice(1, -1) : wanted!) + quote
    },
  )

/** Whether CSS is told as it is: it can hold neither text nor an address, whatever its numbers are. */
export const saysNoText = (css: string): boolean => !/["'=@]|\/\*|--|font|grid|view-|url\(/i.test(css)

/**
 * CSS as it is recorded: addresses in the form of {@link recordUrl}, and under balanced and strict masking no comments,
 * no generated text, no names that only one page has; under strict masking no embedded images.
 *
 * @param base what relative addresses are relative to
 * @param hash of what is left out of addresses; with the browser's secret unless told otherwise
 * @param onUrl told every address that the CSS loads, resolved and unmasked
 */
export function recordCss(css: string, base: string, level: Level, onUrl?: (url: string) => void, hash?: (text: string) => string): string {
  if (saysNoText(css)) return css
  const out = level > 1 ? maskCssText(css) : css
  return out.replace(urls, (found: string, ...parts: (string | undefined)[]) => {
    const head = parts[0] ?? parts[4]
    const url = parts[1] ?? parts[2] ?? parts[3] ?? parts[5] ?? parts[6] ?? ''
    if (!url || url[0] === '#' || /^url\($/i.test(url)) return found
    if (/^data:/i.test(url)) return level < 3 || /^data:(?:font|application)\//i.test(url) ? found : `${head}"data:,"`
    if (onUrl && !head!.startsWith('@n'))
      try {
        onUrl(new URL(url, base).href)
      } catch {
        // An address that cannot be read loads nothing.
      }
    return `${head}"${recordUrl(url, base, hash)}"`
  })
}
