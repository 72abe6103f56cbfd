import * as dom from '../dom.ts'

const escape = (text: string): string => text.replace(/[^\w .,:;!?()/-]/g, ' ').slice(0, 80)

/** A labelled box as an image that holds its own bytes. */
export function labelImage(label: string, width: number, height: number): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect x=".5" y=".5" width="${Math.max(0, width - 1)}" height="${Math.max(0, height - 1)}" fill="#8a8f981f" stroke="#8a8f98" stroke-dasharray="4 3"/>` +
    `<text x="50%" y="50%" fill="#6b7280" font-family="system-ui,sans-serif" font-size="11" text-anchor="middle" dominant-baseline="middle">${escape(label)}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
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
