import type { Level } from './level.ts'
import { maskText } from './text.ts'
import { recordUrl } from './url.ts'

const urls = /(url\(\s*)(?:"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([^"')\s]+))|(@import\s+)(?:"([^"]*)"|'([^']*)')/gi
const string = `"(?:[^"\\\\\\n]|\\\\[^])*"?|'(?:[^'\\\\\\n]|\\\\[^])*'?`
const address = `url\\(\\s*(?:${string}|[^)"']*)`
/** What text may stand in, one after the other: comments, addresses, custom properties, strings, ends. */
const pieces = new RegExp(`/\\*[^]*?(?:\\*/|$)|${address}|(^|[;{\\s])(--[\\w-]+\\s*:)((?:${string}|[^;}"'])*)|(${string})|[;{}]`, 'gi')
const words = new RegExp(`${address}|(${string})|[-#\\w\\u0080-\\uffff]+\\(?`, 'gi')
/** Properties whose strings name fonts, files and areas; no other word may be in them. */
const naming = /^\s*(?:grid|font|src)[\w-]*\s*:/i

const maskString = (text: string): string => (text.length > 4 ? text[0] + maskText(text.slice(1, -1)) + text[0] : text)

/** Masks strings wherever they stand but in selectors, and under strict masking what custom properties say. */
function maskCssText(css: string, level: Level): string {
  // Only an element's own style has no blocks: there, values are more likely data than vocabulary.
  const isOwn = !css.includes('{')
  const maskWord = (word: string, text?: string): string => {
    if (text) return maskString(word)
    if (/^(?:url\(|--|-?[\d.]|#[\da-f]{3,8}$)|\($/i.test(word)) return word
    return isOwn || /[^a-z-]/.test(word) ? maskText(word) : word
  }
  let start = 0
  return css.replace(pieces, (found: string, before?: string, name?: string, value?: string, text?: string, at = 0) => {
    if (found.startsWith('/*')) return ''
    if (name)
      return (
        before +
        name +
        value!.replace(words, (word: string, inner?: string) => (level > 2 ? maskWord(word, inner) : inner ? maskString(word) : word))
      )
    if (text) {
      const head = css.slice(start, start + 60)
      if (/^\s*@(?:import|charset)/i.test(head) || /=\s*$/.test(css.slice(Math.max(0, at - 4), at))) return found
      return naming.test(head) && /^["'][\w\s.-]*["']$/.test(found) ? found : maskString(found)
    }
    if (found.length === 1) start = at + 1
    return found
  })
}

/**
 * CSS as it is recorded: addresses in the form of {@link recordUrl}, and under strict masking no comments, no
 * generated text, no embedded images.
 *
 * @param base what relative addresses are relative to
 * @param onUrl told every address that the CSS loads, resolved and unmasked
 */
export function recordCss(css: string, base: string, level: Level, onUrl?: (url: string) => void): string {
  const out = level > 1 && /["']|\/\*|--/.test(css) ? maskCssText(css, level) : css
  if (!/url\(|@import/i.test(out)) return out
  return out.replace(urls, (found: string, ...parts: (string | undefined)[]) => {
    const head = parts[0] ?? parts[4]
    const url = parts[1] ?? parts[2] ?? parts[3] ?? parts[5] ?? parts[6] ?? ''
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
