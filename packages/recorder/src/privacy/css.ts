import type { Level } from './level.ts'
import { maskText } from './text.ts'
import { recordUrl } from './url.ts'

const urls = /(url\(\s*|@import\s+)(?:"([^"]*)"|'([^']*)'|([^"')\s;]+))/gi
/** Generated text: the strings of `content`, `quotes` and custom properties. Others name fonts, files and areas. */
const generated = /((?:^|[;{\s])(?:content|quotes|--[\w-]+)\s*:)([^;}]*)/gi
const strings = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/g

/**
 * CSS as it is recorded: addresses in the form of {@link recordUrl}, and under strict masking no comments, no
 * generated text, no embedded images.
 *
 * @param base what relative addresses are relative to
 * @param onUrl told every address that the CSS loads, resolved and unmasked
 */
export function recordCss(css: string, base: string, level: Level, onUrl?: (url: string) => void): string {
  let out = css
  if (level > 1) {
    if (out.includes('/*')) out = out.replace(/\/\*[^]*?\*\//g, '')
    if (/["']/.test(out))
      out = out.replace(generated, (_, head: string, value: string) => {
        return head + value.replace(strings, (text) => (text.length > 4 ? text[0] + maskText(text.slice(1, -1)) + text[0] : text))
      })
  }
  if (!/url\(|@import/i.test(out)) return out
  return out.replace(urls, (found: string, head: string, double?: string, single?: string, bare?: string) => {
    const url = double ?? single ?? bare ?? ''
    if (!url || url[0] === '#' || /^url\($/i.test(url)) return found
    if (/^data:/i.test(url)) return level < 3 || /^data:(?:font|application)\//i.test(url) ? found : `${head}"data:,"`
    if (onUrl)
      try {
        onUrl(new URL(url, base).href)
      } catch {
        // An address that cannot be read loads nothing.
      }
    return `${head}"${recordUrl(url, base)}"`
  })
}
