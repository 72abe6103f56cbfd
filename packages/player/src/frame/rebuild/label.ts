import * as dom from '../dom.ts'

const escape = (text: string): string => text.replace(/[^\w .,:;!?()/-]/g, ' ').slice(0, 80)

const lineHeightPx = 13
/** Of a letter at 11 px, on the safe side: what draws this cannot measure. */
const letterWidthPx = 6.2

/** A labelled box as an image that holds its own bytes. */
export function labelImage(label: string, width: number, height: number): string {
  const lines = linesOf(escape(label), width, height)
  const texts = lines.map((line, index) => {
    const y = height / 2 + (index - (lines.length - 1) / 2) * lineHeightPx
    return `<text x="50%" y="${y}" fill="#6b7280" font-family="system-ui,sans-serif" font-size="11" text-anchor="middle" dominant-baseline="middle">${line}</text>`
  })
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect x=".5" y=".5" width="${Math.max(0, width - 1)}" height="${Math.max(0, height - 1)}" fill="#8a8f981f" stroke="#8a8f98" stroke-dasharray="4 3"/>` +
    `${texts.join('')}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** A label's words in as many lines as they need; none when they do not fit: cut words say less than an empty box. */
function linesOf(label: string, width: number, height: number): string[] {
  const isWide = (text: string): boolean => text.length * letterWidthPx > width
  const lines: string[] = []
  for (const word of label.split(' ').filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ''} ${word}`
    if (!lines.length || isWide(longer)) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines.length * lineHeightPx > height || lines.some(isWide) ? [] : lines
}

/** Puts a label into a box through a shadow tree, so that the box keeps having no children. */
export function labelBox(box: Element, text: string): void {
  dom.insertBefore(dom.attachShadow(box, { mode: 'closed' }), createLabel(text), null)
}

/** Fills the box that it is put into. */
export function createLabel(label: string): Element {
  const text = dom.createElement('http://www.w3.org/1999/xhtml', 'div')
  dom.setAttribute(
    text,
    'style',
    'all:initial;display:flex;width:100%;height:100%;box-sizing:border-box;align-items:center;justify-content:center;' +
      'border:1px dashed #8a8f98;background:#8a8f981f;color:#6b7280;font:11px system-ui,sans-serif;overflow:hidden',
  )
  dom.insertBefore(text, dom.createText(label.slice(0, 80)), null)
  return text
}

/** The size that `width` and `height` attributes give, within sane bounds. */
export function sizeOf(attributes: ReadonlyMap<string, string>, width: number, height: number): [number, number] {
  const read = (name: string, otherwise: number): number => {
    const value = Number.parseInt(attributes.get(name) ?? '', 10)
    return value >= 0 ? Math.min(value, 4096) : otherwise
  }
  return [read('width', width), read('height', height)]
}
