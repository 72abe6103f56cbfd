import { WireError } from './error.ts'

/**
 * Reads HTML as browsers serialise it (`outerHTML`, `getHTML()`): every element closed explicitly, attributes
 * in double quotes. It is a tokenizer for that text, not an HTML parser: no element is ever implied or moved,
 * so what was serialised is rebuilt exactly, even where the HTML parser would repair it.
 *
 * @see docs/recording-format.md#W7
 */
export interface HtmlVisitor {
  /**
   * `attributes`: name, raw value, name, raw value, … Void elements are opened and closed at once.
   * Tags that say the same may come with the same list: it must not be changed.
   * `at` is the offset in the text where the element's content starts, `start` that of its tag.
   */
  open(name: string, attributes: readonly string[], namespace: Namespace, at: number, start: number): void
  /** `at` is the offset where the element's content ended, `end` where its closing tag did. */
  close(name: string, at: number, end: number): void
  /** `raw` still holds character references, unless it comes from a raw text element (`plain`). */
  text(raw: string, plain: boolean, start: number): void
  comment(data: string, start: number): void
}

export type Namespace = 'html' | 'svg' | 'math'

export const voidElements: ReadonlySet<string> = new Set(
  'area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr'.split(' '),
)
/** Their text is serialised as it is, without character references. */
export const rawTextElements: ReadonlySet<string> = new Set('style script xmp iframe noembed noframes plaintext noscript'.split(' '))

/** `namespace` is the one that the text's outermost elements are in, unless they name their own. */
export function scanHtml(html: string, visitor: HtmlVisitor, namespace: Namespace = 'html'): void {
  const stack: string[] = []
  /** The namespace of the children of each open element. */
  const inner: Namespace[] = [namespace]
  /** Where the next `</name>` is, per name: looked up once per place, so that no text makes scanning quadratic. */
  const nextClose = new Map<string, number>()
  /** Tags read before, by their text: pages repeat few of them many times. */
  const tags = new Map<string, { name: string; attributes: readonly string[] }>()
  let at = 0
  while (at < html.length) {
    if (html.charCodeAt(at) !== 60) {
      const next = html.indexOf('<', at)
      const end = next < 0 ? html.length : next
      visitor.text(html.slice(at, end), false, at)
      at = end
    } else if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4)
      if (end < 0) throw new WireError('cut', at, 'a comment does not end')
      visitor.comment(html.slice(at + 4, end), at)
      at = end + 3
    } else if (html.charCodeAt(at + 1) === 33 || html.charCodeAt(at + 1) === 63) {
      // A doctype, a processing instruction or a CDATA section has no place in a document's elements.
      const end = html.indexOf('>', at)
      at = end < 0 ? html.length : end + 1
    } else if (html.charCodeAt(at + 1) === 47) {
      const end = html.indexOf('>', at)
      const name = html.slice(at + 2, end < 0 ? at + 2 : end)
      if (end < 0 || stack.pop() !== name) throw new WireError('bad-value', at, `</${name.slice(0, 40)}> closes another element`)
      inner.pop()
      visitor.close(name, at, end + 1)
      at = end + 1
    } else at = scanOpen(at)
  }
  if (stack.length) throw new WireError('cut', at, `<${stack[stack.length - 1]}> is not closed`)

  function scanOpen(start: number): number {
    // What a tag's text up to a `>` reads as does not depend on what follows; only whole tags are in the map.
    const first = html.indexOf('>', start)
    const text = first > start && first - start < 200 ? html.slice(start, first) : ''
    const known = tags.get(text)
    if (known) return open(known.name, known.attributes, start, first)
    const attributes: string[] = []
    const [name, end] = scanTag(start, attributes)
    if (end === first && text && tags.size < 2000) tags.set(text, { name, attributes })
    return open(name, attributes, start, end)
  }

  /** Reads a tag's name and attributes; returns the name and where the tag's `>` is. */
  function scanTag(start: number, attributes: string[]): [name: string, end: number] {
    let i = endOfName(html, start + 1)
    const name = html.slice(start + 1, i)
    if (!name) throw new WireError('bad-value', start, 'an element has no name')
    for (;;) {
      while (isSpace(html.charCodeAt(i))) i++
      const code = html.charCodeAt(i)
      if (code === 62) return [name, i]
      if (code === 47 && html.charCodeAt(i + 1) === 62) return [name, i + 1]
      if (i >= html.length) throw new WireError('cut', start, `<${name.slice(0, 40)} does not end`)
      const nameEnd = endOfAttributeName(html, i)
      const valueEnd = html.indexOf('"', nameEnd + 2)
      if (valueEnd < 0) throw new WireError('cut', i, 'an attribute does not end')
      attributes.push(html.slice(i, nameEnd), html.slice(nameEnd + 2, valueEnd))
      i = valueEnd + 1
    }
  }

  function open(name: string, attributes: readonly string[], start: number, i: number): number {
    let own = namespaceOf(name, inner[inner.length - 1]!)
    if (own !== 'html' && voidElements.has(name) && !closesWithin(name, i + 1)) own = 'html'
    visitor.open(name, attributes, own, i + 1, start)
    // Within SVG and MathML no element is void or raw text: `<style>` and `<title>` there are ordinary elements.
    if (own === 'html') {
      if (voidElements.has(name)) {
        visitor.close(name, i + 1, i + 1)
        return i + 1
      }
      if (rawTextElements.has(name)) return scanRawText(name, i + 1)
    }
    stack.push(name)
    inner.push(innerNamespace(name, own))
    return i + 1
  }

  function scanRawText(name: string, start: number): number {
    const close = `</${name}>`
    const end = html.indexOf(close, start)
    if (end < 0) throw new WireError('cut', start, `<${name}> is not closed`)
    if (end > start) visitor.text(html.slice(start, end), true, start)
    visitor.close(name, end, end + close.length)
    return end + close.length
  }

  /** An HTML element that a script put into SVG or MathML, `<svg><br>`, is void there too: its parent closes first. */
  function closesWithin(name: string, from: number): boolean {
    const own = findClose(name, from)
    const parent = stack.length ? findClose(stack[stack.length - 1]!, from) : Infinity
    return own < parent
  }
  function findClose(name: string, from: number): number {
    const known = nextClose.get(name)
    if (known !== undefined && known >= from) return known
    const found = html.indexOf(`</${name}>`, from)
    const place = found < 0 ? Infinity : found
    nextClose.set(name, place)
    return place
  }
}

/** The namespace of an element by its name and where it stands. */
export const namespaceOf = (name: string, outer: Namespace): Namespace => (name === 'svg' ? 'svg' : name === 'math' ? 'math' : outer)

const svgToHtml: ReadonlySet<string> = new Set(['foreignObject', 'desc', 'title'])
const mathToHtml: ReadonlySet<string> = new Set(['mi', 'mo', 'mn', 'ms', 'mtext', 'annotation-xml'])

/** The namespace that an element's children are in: integration points lead back to HTML. */
export const innerNamespace = (name: string, own: Namespace): Namespace =>
  (own === 'svg' && svgToHtml.has(name)) || (own === 'math' && mathToHtml.has(name)) ? 'html' : own

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13 || code === 12

function endOfName(html: string, start: number): number {
  for (let i = start; i < html.length; i++) {
    const code = html.charCodeAt(i)
    if (code === 62 || code === 47 || isSpace(code)) return i
  }
  return html.length
}

/** The offset of the `="` that ends an attribute's name. A name may begin with `=` or hold quotes, never a space, `/` or `>`. */
function endOfAttributeName(html: string, start: number): number {
  for (let i = start; i < html.length; i++) {
    const code = html.charCodeAt(i)
    if (code === 61 && i > start) {
      if (html.charCodeAt(i + 1) === 34) return i
      break
    }
    if (code === 62 || code === 47 || isSpace(code)) break
  }
  throw new WireError('bad-value', start, 'an attribute has no value')
}

const references: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': '\u00a0' }

/** Decodes the five character references that browsers write. */
export const decodeText = (raw: string): string =>
  raw.includes('&') ? raw.replace(/&(?:amp|lt|gt|quot|nbsp);/g, (found) => references[found]!) : raw

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\u00a0': '&nbsp;' }
export const encodeText = (text: string): string => text.replace(/[&<>\u00a0]/g, (found) => escapes[found]!)
export const encodeAttribute = (value: string): string => value.replace(/[&<>"\u00a0]/g, (found) => escapes[found]!)
