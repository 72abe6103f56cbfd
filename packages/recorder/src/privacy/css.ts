import { isDataTold } from './data-url.ts'
import type { Hash } from './hash.ts'
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
    `(\\[[^[\\]"'=;{}]*=\\s*)(${string}|[^\\]\\s]+)|` +
    `((?:^|[;{\\s(])(?:--[\\w-]+\\s*:|(?:font(?:-?family)?|grid[\\w-]*|view-?transition-?\\w+|types|initial-value|counter-?[\\w-]+|(?:additive-)?symbols|prefix|suffix|negative|pad)\\s*:(?![^;{}]{0,200}\\{))|(?:format|local)\\()((?:${comment}|${string}|[^;})"']|\\)(?=[^;}]))*)|` +
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

/** Of a custom property that stacks or orders, and would do it another way. */
const orders = /z-?index|[-_]z(?:[-_\s:]|$)|layer|order|weight/i
const symbols = new RegExp(`(${comment})|${address}|(${string})|[-\\w\\u0080-\\uffff\\\\]+`, 'gi')

/** A value of a property that says names, numbers or symbols of the page's own. */
function maskPropertyValue(property: string, value: string): string {
  if (/^\W?counter/i.test(property)) return maskCounts(value)
  if (/^\W?(?:\w+-)?(?:symbols|.{2,3}fix|negative|pad)\s*:/i.test(property))
    return value.replace(symbols, (found: string, isComment?: string, text?: string) =>
      isComment ? '' : text ? maskString(text) : /^url\(|^.{1,2}$|^\d{1,4}$/i.test(found) ? found : maskText(found),
    )
  // Lines of grids are many small numbers.
  const known = /^\W?grid/i.test(property) ? value : maskNumbers(value, /^\W?(?:--|init)/.test(property) && !orders.test(property) ? 4 : 5)
  return known.replace(names, maskName)
}

/** Counters show what they count; names of theirs stay, and numbers of one digit, of which there may be three. */
function maskCounts(value: string): string {
  const count = /(^|[^\w-]|\s[-+])(\d+)/g
  const said = value.replace(new RegExp(comment, 'g'), '')
  const isMany = [...said.matchAll(count)].filter(([, , digits]) => digits !== '0').length > 3
  return said.replace(count, (found: string, before: string, digits: string) =>
    digits.length > 1 || (isMany && digits !== '0') ? before + digits.replace(/\d/g, '9') : found,
  )
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
      if (property) return property + maskPropertyValue(property, value!)
      if (pseudo) return pseudo + inner!.replace(transitionNames, maskName)
      // A class or an id is named by the sheet, as in any selector.
      if (!attribute || /\b(?:class|id)\b/.test(attribute)) return found
      const quote = /["']/.test(wanted![0]!) ? wanted![0]! : ''
      return attribute + quote + aliasOf(quote ? wanted!.slice(1, -1) : wanted!) + quote
    },
  )

/** Whether CSS is told as it is: it can hold neither text nor an address, whatever its numbers are. */
export const saysNoText = (css: string): boolean => !/["'=@]|\/\*|--|font|grid|view|url\(|counter|symbols/i.test(css)

/**
 * CSS as it is recorded: addresses in the form of {@link recordUrl}, and under balanced and strict masking no comments,
 * no generated text, no names that only one page has; under strict masking no embedded images.
 *
 * @param base what relative addresses are relative to
 * @param hash of what is left out of addresses
 * @param onUrl told every address that the CSS loads, resolved and unmasked
 */
export function recordCss(css: string, base: string, level: Level, hash: Hash, onUrl?: (url: string) => void): string {
  if (saysNoText(css)) return css
  const out = level > 1 ? maskCssText(css) : css
  return out.replace(urls, (found: string, ...parts: (string | undefined)[]) => {
    const head = parts[0] ?? parts[4]
    const url = parts[1] ?? parts[2] ?? parts[3] ?? parts[5] ?? parts[6] ?? ''
    if (!url || url[0] === '#' || /^url\($/i.test(url)) return found
    if (/^data:/i.test(url)) return isDataTold(url, level) ? found : `${head}"data:,"`
    if (onUrl && !head!.startsWith('@n'))
      try {
        onUrl(new URL(url, base).href)
      } catch {
        // An address that cannot be read loads nothing.
      }
    return `${head}"${recordUrl(url, hash, base)}"`
  })
}
