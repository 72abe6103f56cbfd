import { rewriteCss, type CssMap } from './css.ts'
import { resolveAddress } from './asset.ts'
import * as dom from './dom.ts'
import { createOwnSheet, documentSheets, replaceIfNew } from './rebuild/frame.ts'
import { type ConstructedSheet, frameHostOf, type Scene, standsInFrame } from './scene.ts'

const blended = new WeakSet<Scene>()
/** Whether boxes may be blended with what is below them: a canvas of ours would be, too. */
export const isBlended = (scene: Scene): boolean => blended.has(scene)

/** Addresses in CSS that `user` holds: assets of the recording, or an empty image, counted. */
export function cssMap(scene: Scene, user: Node, base: string = scene.base): CssMap {
  return {
    get isInFrame() {
      return standsInFrame(scene, user)
    },
    feature: scene.feature,
    onBlend: () => void blended.add(scene),
    url(address) {
      if (address.startsWith('#') || !address) return address
      const asset = isOpenDocument(address) ? null : scene.assets.find(address, base, user)
      if (asset?.state !== 'here' && asset?.state !== 'coming') scene.miss('asset', address, 0)
      return asset?.url || 'data:,'
    },
    sheet(address) {
      const asset = scene.assets.find(address, base, user)
      if (asset.state === 'missing') scene.miss('asset', address, 0)
      return asset.state === 'here' ? { css: asset.text(), map: cssMap(scene, user, resolveAddress(address, base)) } : null
    },
  }
}

/**
 * Whether an address that holds an SVG document, and names a part of it, could load anything. A filter or a mask makes
 * a document of it, not an image, and Firefox loads the sheets that such a document asks for. What does not say plainly
 * that it asks for nothing is taken to ask.
 */
function isOpenDocument(address: string): boolean {
  const [, parameters = '', text] = /^data:image\/svg[^;,]*((?:;[^;,]*)*),([^#]*)#/i.exec(address.trimStart()) ?? []
  if (text === undefined) return false
  if (/;(?!base64$|utf-?8|charset=utf-?8)/i.test(parameters)) return true
  try {
    const svg = /;base64$/i.test(parameters) ? atob(decodeURIComponent(text)) : decodeURIComponent(text)
    return /[&\\\0]|<[!?]|href|style|url|src|xhtml|script|image|import|^[^\s<]/i.test(svg)
  } catch {
    return true
  }
}

const isStyle = (element: Element): boolean => dom.localNameOf(element) === 'style'

/** The `<style>` whose text `node` is, or null. */
export function styleOf(parent: Node | null): Element | null {
  return dom.isElement(parent) && isStyle(parent) ? parent : null
}

/** Writes a `<style>`'s or stand-in `<link>`'s CSS as the frame may show it. */
export function renderSheet(scene: Scene, owner: Element): void {
  const replaced = scene.sheets.get(owner)
  const link = scene.recorded.get(owner)
  if (link?.name === 'link') {
    writeCss(scene, owner, replaced?.css ?? linkedCss(scene, owner), resolveAddress(link.attributes.get('href') ?? '', scene.base))
    return
  }
  if (replaced) writeCss(scene, owner, replaced.css)
  for (let child = dom.firstChildOf(owner); child; child = dom.nextOf(child)) {
    const css = scene.cssText.get(child)
    if (css !== undefined) write(child as Text, replaced ? '' : rewriteCss(css, cssMap(scene, owner)))
  }
}

function linkedCss(scene: Scene, owner: Element): string {
  const { attributes } = scene.recorded.get(owner)!
  const rel = ` ${(attributes.get('rel') ?? '').toLowerCase()} `
  const href = attributes.get('href')
  if (!rel.includes(' stylesheet ') || rel.includes(' alternate ') || attributes.has('disabled') || !href) return ''
  const asset = scene.assets.find(href, scene.base, owner)
  if (asset.state === 'missing') scene.miss('asset', href, 0)
  return asset.text()
}

function writeCss(scene: Scene, owner: Element, css: string, base: string = scene.base): void {
  const rewritten = rewriteCss(css, cssMap(scene, owner, base))
  const held = scene.sheets.get(owner)
  const own = held?.text ?? findOwn(scene, owner)
  if (own) write(own, rewritten)
  else if (rewritten) dom.insertBefore(owner, dom.createText(rewritten), dom.firstChildOf(owner))
}

/** The text node that the frame itself put into a sheet. */
function findOwn(scene: Scene, owner: Element): Text | null {
  for (let child = dom.firstChildOf(owner); child; child = dom.nextOf(child)) if (!scene.cssText.has(child)) return child as Text
  return null
}

function write(text: Text, data: string): void {
  if (dom.dataOf(text) !== data) dom.setData(text, data)
}

/** Replaces the CSS of a `<style>` or `<link>`: what scripts made of it through the CSSOM. */
export function replaceSheet(scene: Scene, owner: Element, css: string): void {
  const held = scene.sheets.get(owner)
  if (held) held.css = css
  else {
    const text = findOwn(scene, owner) ?? (dom.insertBefore(owner, dom.createText(''), dom.firstChildOf(owner)) as Text)
    scene.sheets.set(owner, { css, text })
  }
  renderSheet(scene, owner)
}

/** New text in a `<style>` makes the browser parse it again: what the CSSOM had changed is gone. */
export function restoreSheet(scene: Scene, owner: Element): void {
  const held = scene.sheets.get(owner)
  if (held) {
    dom.removeChild(owner, held.text)
    scene.sheets.delete(owner)
  }
  renderSheet(scene, owner)
}

/** Adopted sheets of the document (owner 0 or 1) or of a shadow root. The frame's own sheet comes first. */
export function adoptSheets(scene: Scene, owner: number): void {
  const root = owner <= 1 ? dom.page : scene.nodes[owner]
  if (!root) return
  const sheet = new CSSStyleSheet()
  const fonts = root === dom.page ? [...scene.fonts].join('') : ''
  sheet.replaceSync(rewriteCss(fonts + (scene.adopted.get(owner) ?? ''), cssMap(scene, root)))
  const form = standsInFrame(scene, root) ? 'inFrame' : 'page'
  const shared = (scene.adoptions.get(owner) ?? []).map((id) => constructedSheet(scene, id)[form].sheet)
  if (root === dom.page) return dom.adoptInPage([frameSheet, scene.frameFonts.sheet, sheet, ...shared])
  const host = frameHostOf(scene, root)
  if (root instanceof ShadowRoot)
    dom.adoptIn(root, [...(host ? [frameSheet, ...documentSheets(scene.frames.get(host)!.document!)] : []), sheet, ...shared])
}

/** One that was not told has nothing in it. */
function constructedSheet(scene: Scene, id: number): ConstructedSheet {
  let held = scene.constructed.get(id)
  if (!held) scene.constructed.set(id, (held = { css: '', page: createOwnSheet(), inFrame: createOwnSheet() }))
  return held
}

/** Tells a constructed sheet to all that adopt it. Its assets belong to the page: who adopts it may go. */
export function writeConstructed(scene: Scene, id: number, css: string): void {
  const held = constructedSheet(scene, id)
  held.css = css
  const map = cssMap(scene, dom.page)
  replaceIfNew(held.page, rewriteCss(css, map))
  replaceIfNew(held.inFrame, rewriteCss(css, { ...map, isInFrame: true }))
}

export function renderConstructed(scene: Scene): void {
  for (const [id, { css }] of scene.constructed) writeConstructed(scene, id, css)
}

/** Zero specificity where a page may say otherwise; `!important` where replay must hold still. */
const frameCss = `
*, *::before, *::after { scroll-behavior: auto !important; }
:where(:root) { overflow-anchor: none; }
:where(:root[ph-canvas]) { background-color: Canvas; }
:where([ph-focus-visible]:not(dialog, :root, body)) { outline: auto 1px -webkit-focus-ring-color; }
:where(ph-box) { display: inline-block; box-sizing: border-box; width: 300px; height: 150px; overflow: hidden; }
/* What browsers themselves do for who points and types, and pages may say otherwise: nobody does in the frame. */
@layer ph-frame {
  ::selection { background-color: Highlight; color: HighlightText; }
  :where(input[type='checkbox' i], input[type='radio' i], input[type='range' i]):where(:enabled[ph-hover]) { accent-color: #005cc8; }
  :where(input[type='search' i]:enabled:read-write:is([ph-focus], [ph-hover]))::-webkit-search-cancel-button { opacity: 1; }
  :where(input[list]:enabled:is([ph-focus], [ph-hover]))::-webkit-calendar-picker-indicator { opacity: 1; }
}
[ph-inert] { display: none !important; }
:where([ph-fullscreen]) { background-color: black; }
[ph-fullscreen]:not(:root) {
  position: fixed !important; inset: 0 !important; margin: 0 !important; box-sizing: border-box !important; z-index: 2147483647 !important;
  width: 100% !important; height: 100% !important; max-width: 100% !important; max-height: 100% !important; object-fit: contain;
}
`
export const frameSheet: CSSStyleSheet = new CSSStyleSheet()
frameSheet.replaceSync(frameCss)
