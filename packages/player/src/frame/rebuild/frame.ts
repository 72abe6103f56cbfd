import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { createLabel } from './label.ts'

/**
 * What shows a document that stood in an iframe: a shadow root in a box that is a viewport to it. No second browsing
 * context, so nothing here could run or load that the frame's own policy would not see.
 */
export interface FrameBox {
  /** Of the box itself: sized as its attributes say, where the page's own CSS does not say otherwise. */
  readonly outer: ShadowRoot
  readonly size: CSSStyleSheet
  /** The label that stands in while there is no document, or the viewport. */
  shown: Element
  document: FrameDocument | null
}
export interface FrameDocument {
  readonly root: ShadowRoot
  /** Scrolls, and is the root's host. */
  readonly view: Element
  /** It had no doctype that browsers trust. */
  readonly isQuirky: boolean
  /** What `rem` means in it. */
  readonly rem: OwnSheet
}

/** A sheet of the frame's own, with what it says. */
export interface OwnSheet {
  readonly sheet: CSSStyleSheet
  css: string
}
export const createOwnSheet = (): OwnSheet => ({ sheet: new CSSStyleSheet(), css: '' })

const boxCss = `
:host { display: inline-block; position: relative; overflow: hidden; }
[size] { width: 300px; height: 150px; visibility: hidden; }
`
const boxSheet = sheetOf(boxCss)
/** Fixed boxes stay in it, `cqw`, `cqh` and container queries ask for its size. */
const portStyle =
  'all:initial;position:absolute;inset:0;overflow:hidden;contain:strict;container-type:size;--ph-vw:1cqw;--ph-vh:1cqh;--ph-rem:16px'
const viewStyle = 'width:100%;height:100%;overflow:auto'
/** What browsers do for a document's own box. */
const documentSheet = sheetOf(':where([ph-root]) { display: flow-root; }')
/**
 * Most of what quirks mode does, as far as sheets can: the margins that are dropped are only those of the browser's own,
 * at the very beginning of a body or a cell.
 */
const quirksSheet = sheetOf(`
:where(body:not([ph-text]), td, th) > :where(p, h1, h2, h3, h4, h5, h6, ul, ol, dl, blockquote, pre, form, menu, dir):where(:first-child) { margin-block-start: 0; }
:where(form) { margin-block-end: 1em; }
:where(table) { white-space: initial; line-height: initial; font-size: initial; font-weight: initial; font-style: initial; text-align: initial; }
`)

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return sheet
}
function div(style: string): Element {
  const element = dom.createElement('http://www.w3.org/1999/xhtml', 'div')
  dom.setAttribute(element, 'style', style)
  return element
}

/** Makes the box that stands for an iframe. */
export function createFrameBox(scene: Scene, host: Element): void {
  const outer = dom.attachShadow(host, { mode: 'closed' })
  const size = sheetOf('')
  dom.adoptIn(outer, [boxSheet, size])
  const sizer = div('')
  dom.setAttribute(sizer, 'size', '')
  dom.insertBefore(outer, sizer, null)
  const shown = div('position:absolute;inset:0')
  dom.insertBefore(shown, createLabel('iframe not recorded'), null)
  dom.insertBefore(outer, shown, null)
  scene.frames.set(host, { outer, size, shown, document: null })
}

/** Sizes and border that an iframe's attributes give it. */
export function sizeFrameBox(scene: Scene, host: Element, attributes: ReadonlyMap<string, string>): void {
  const length = (name: string, otherwise: string): string => {
    const [, number, unit] = /^\s*(\d{1,5}(?:\.\d+)?)(%?)/.exec(attributes.get(name) ?? '') ?? []
    return number ? `${name}:${number}${unit || 'px'}` : `${name}:${otherwise}`
  }
  const border = /^\s*(?:0|no)/i.test(attributes.get('frameborder') ?? '') ? '' : 'border:2px inset;'
  scene.frames.get(host)?.size.replaceSync(`:host{${border}${length('width', '300px')};${length('height', '150px')}}`)
}

/** An empty document in an iframe's box, in place of what it showed. */
export function openFrameDocument(box: FrameBox, isQuirky: boolean): FrameDocument {
  const port = div(portStyle)
  const view = div(viewStyle)
  const root = dom.attachShadow(view, { mode: 'closed' })
  dom.insertBefore(port, view, null)
  replaceShown(box, port)
  return (box.document = { root, view, isQuirky, rem: createOwnSheet() })
}

/** Says why there is no document. */
export function labelFrameBox(box: FrameBox, text: string): void {
  const shown = div('position:absolute;inset:0')
  dom.insertBefore(shown, createLabel(text), null)
  replaceShown(box, shown)
  box.document = null
}

function replaceShown(box: FrameBox, shown: Element): void {
  dom.insertBefore(box.outer, shown, box.shown)
  dom.removeChild(box.outer, box.shown)
  box.shown = shown
}

/** Sheets that a frame's document adopts before its own. */
export const documentSheets = ({ rem, isQuirky }: FrameDocument): CSSStyleSheet[] =>
  isQuirky ? [documentSheet, quirksSheet, rem.sheet] : [documentSheet, rem.sheet]

/** What depends on styles: what `rem` is in each frame, the background that its body gives the whole of it, its fonts. */
export function fitFrames(scene: Scene): void {
  let fonts = ''
  for (const { document } of scene.frames.values()) {
    if (!document) continue
    const [html, body] = topOf(document.root)
    if (!html) continue
    if (document.isQuirky && body) markText(body)
    const style = dom.computedStyleOf(html)
    replaceIfNew(document.rem, `[ph-root] > * { --ph-rem: ${style.fontSize}; }`)
    const hasOwn = style.backgroundColor !== 'rgba(0, 0, 0, 0)' || style.backgroundImage !== 'none'
    const shown = hasOwn || !body ? style : dom.computedStyleOf(body)
    dom.setProperty(document.view as HTMLElement, 'background', shown.background)
    for (const sheet of dom.sheetsIn(document.root))
      for (const rule of sheet.cssRules) if (rule instanceof CSSFontFaceRule) fonts += rule.cssText
  }
  replaceIfNew(scene.frameFonts, fonts)
}

/** Marks a body that begins with text: no selector sees that. */
function markText(body: Element): void {
  let node = dom.firstChildOf(body)
  while (node && !dom.isElement(node) && !(dom.nodeTypeOf(node) === 3 && /\S/.test(dom.dataOf(node as Text)))) node = dom.nextOf(node)
  const isText = node !== null && !dom.isElement(node)
  if (isText !== (dom.getAttribute(body, 'ph-text') !== null)) {
    if (isText) dom.setAttribute(body, 'ph-text', '')
    else dom.removeAttribute(body, 'ph-text')
  }
}

export function replaceIfNew(own: OwnSheet, css: string): void {
  if (own.css === css) return
  own.css = css
  own.sheet.replaceSync(css)
}

function topOf(root: ShadowRoot): [html: Element | null, body: Element | null] {
  const find = (parent: Node, name: string): Element | null => {
    let node = dom.firstChildOf(parent)
    while (node && !(dom.isElement(node) && (!name || dom.localNameOf(node) === name))) node = dom.nextOf(node)
    return node
  }
  const html = find(root, '')
  return [html, html && find(html, 'body')]
}
