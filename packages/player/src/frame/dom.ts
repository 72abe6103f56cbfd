/**
 * DOM primitives, taken before any recorded data arrives. Recorded names can shadow properties of documents and
 * forms (`<img name="body">`, `<input name="parentNode">`), so nothing here is ever reached through such an object.
 */
const { call } = Function.prototype
type Method<T, A extends unknown[], R> = (this: T, ...args: A) => R
const uncurry = <T, A extends unknown[], R>(method: Method<T, A, R>): ((self: T, ...args: A) => R) => call.bind(method)
const getter = <T extends object, K extends keyof T>(prototype: T, key: K): ((self: T) => T[K]) =>
  uncurry(Object.getOwnPropertyDescriptor(prototype, key)!.get as Method<T, [], T[K]>)
const setter = <T extends object, K extends keyof T>(prototype: T, key: K): ((self: T, value: T[K]) => void) =>
  uncurry(Object.getOwnPropertyDescriptor(prototype, key)!.set as Method<T, [T[K]], void>)

export const page: Document = document
export const view: Window & typeof globalThis = window

const createElementNs = uncurry(Document.prototype.createElementNS as (this: Document, namespace: string | null, name: string) => Element)
const createHtml = uncurry(Document.prototype.createElement as (this: Document, name: string) => Element)
/** A name of HTML may hold a colon, as parsers leave it; with a namespace beside it `x:script` would be a script. */
export const createElement = (namespace: string, name: string): Element =>
  namespace === 'http://www.w3.org/1999/xhtml' && name.includes(':') ? createHtml(page, name) : createElementNs(page, namespace, name)
const createTextNode = uncurry(Document.prototype.createTextNode)
export const createText = (data: string): Text => createTextNode(page, data)
const createCommentNode = uncurry(Document.prototype.createComment)
export const createComment = (data: string): Comment => createCommentNode(page, data)
const createDocumentFragment = uncurry(Document.prototype.createDocumentFragment)
export const createFragment = (): DocumentFragment => createDocumentFragment(page)

export const insertBefore: (parent: Node, node: Node, before: Node | null) => Node = uncurry(
  Node.prototype.insertBefore as (this: Node, node: Node, before: Node | null) => Node,
)
export const removeChild: (parent: Node, node: Node) => Node = uncurry(Node.prototype.removeChild as (this: Node, node: Node) => Node)
export const parentOf: (node: Node) => Node | null = getter(Node.prototype, 'parentNode')
export const firstChildOf: (node: Node) => Node | null = getter(Node.prototype, 'firstChild')
export const nextOf: (node: Node) => Node | null = getter(Node.prototype, 'nextSibling')
export const nodeTypeOf: (node: Node) => number = getter(Node.prototype, 'nodeType')
export const isConnected: (node: Node) => boolean = getter(Node.prototype, 'isConnected')
export const dataOf: (node: CharacterData) => string = getter(CharacterData.prototype, 'data')
export const setData: (node: CharacterData, data: string) => void = setter(CharacterData.prototype, 'data')

export const localNameOf: (element: Element) => string = getter(Element.prototype, 'localName')
export const namespaceOf: (element: Element) => string | null = getter(Element.prototype, 'namespaceURI')
export const attributesOf: (element: Element) => NamedNodeMap = getter(Element.prototype, 'attributes')
export const getAttribute: (element: Element, name: string) => string | null = uncurry(Element.prototype.getAttribute)
export const setAttribute: (element: Element, name: string, value: string) => void = uncurry(Element.prototype.setAttribute)
export const setAttributeNs: (element: Element, namespace: string | null, name: string, value: string) => void = uncurry(
  Element.prototype.setAttributeNS,
)
export const removeAttribute: (element: Element, name: string) => void = uncurry(Element.prototype.removeAttribute)
const attachAnyShadow: (element: Element, init: ShadowRootInit) => ShadowRoot = uncurry(Element.prototype.attachShadow)
/** Those that may be in the page: a document does not tell what moves in them. */
const shadows = new Set<ShadowRoot>()
export function attachShadow(element: Element, init: ShadowRootInit): ShadowRoot {
  const root = attachAnyShadow(element, init)
  shadows.add(root)
  return root
}
export const boxOf: (element: Element) => DOMRect = uncurry(Element.prototype.getBoundingClientRect)

export const scrollLeftOf: (element: Element) => number = getter(Element.prototype, 'scrollLeft')
export const scrollTopOf: (element: Element) => number = getter(Element.prototype, 'scrollTop')
export const setScrollLeft: (element: Element, x: number) => void = setter(Element.prototype, 'scrollLeft')
export const setScrollTop: (element: Element, y: number) => void = setter(Element.prototype, 'scrollTop')
export const scrollHeightOf: (element: Element) => number = getter(Element.prototype, 'scrollHeight')
export const clientWidthOf: (element: Element) => number = getter(Element.prototype, 'clientWidth')
export const scrollViewTo: (x: number, y: number) => void = (x, y) => view.scrollTo({ left: x, top: y, behavior: 'instant' })

export const computedStyleOf: (element: Element, pseudo?: string | null) => CSSStyleDeclaration = getComputedStyle.bind(window)
export const sheetsIn: (root: ShadowRoot) => Iterable<CSSStyleSheet> = getter(ShadowRoot.prototype, 'styleSheets')
const styleOf = getter(HTMLElement.prototype, 'style')
const setStyleProperty = uncurry(CSSStyleDeclaration.prototype.setProperty)
export const setProperty = (element: HTMLElement, name: string, value: string, priority: '' | 'important' = ''): void =>
  setStyleProperty(styleOf(element), name, value, priority)

const documentElement = getter(Document.prototype, 'documentElement')
export const rootElement = (): Element | null => documentElement(page)
const scrollingElement = getter(Document.prototype, 'scrollingElement')
/** What has the page's width and height: its root, in quirks mode its body. */
export const scrollingRoot = (): Element | null => scrollingElement(page) ?? rootElement()
const setAdopted = setter(Document.prototype, 'adoptedStyleSheets')
export const adoptInPage = (sheets: CSSStyleSheet[]): void => setAdopted(page, sheets)
const setShadowAdopted = setter(ShadowRoot.prototype, 'adoptedStyleSheets')
export const adoptIn = (root: ShadowRoot, sheets: CSSStyleSheet[]): void => setShadowAdopted(root, sheets)
const elementAt = uncurry(Document.prototype.elementFromPoint)
export const elementFromPoint = (x: number, y: number): Element | null => elementAt(page, x, y)
export const animate: (element: Element, keyframes: Keyframe[], timing: KeyframeAnimationOptions) => Animation = uncurry(
  Element.prototype.animate,
)
const getContext = uncurry(
  HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, kind: '2d') => CanvasRenderingContext2D | null,
)
export const contextOf = (canvas: HTMLCanvasElement): CanvasRenderingContext2D | null => getContext(canvas, '2d')
const allAnimations = uncurry(Document.prototype.getAnimations)
const shadowAnimations = uncurry(ShadowRoot.prototype.getAnimations)
/** All of the page, shadow trees included. Brings styles up to date. */
export function animations(): Animation[] {
  const found = allAnimations(page)
  for (const root of shadows)
    if (isConnected(root)) found.push(...shadowAnimations(root))
    // A removed node never comes back.
    else shadows.delete(root)
  return found
}
/** Resolves when the fonts that the page uses now are loaded. */
const { fonts } = document
const fontStatus = getter(Object.getPrototypeOf(fonts) as FontFaceSet, 'status')
/** Brings styles up to date only as far as was done before. */
export const isLoadingFonts = (): boolean => fontStatus(fonts) === 'loading'
export const fontsReady = async (): Promise<void> => void (await fonts.ready)

export const setInputValue: (input: HTMLInputElement, value: string) => void = setter(HTMLInputElement.prototype, 'value')
export const inputValueOf: (input: HTMLInputElement) => string = getter(HTMLInputElement.prototype, 'value')
export const setChecked: (input: HTMLInputElement, checked: boolean) => void = setter(HTMLInputElement.prototype, 'checked')
export const isChecked: (input: HTMLInputElement) => boolean = getter(HTMLInputElement.prototype, 'checked')
export const setAreaValue: (area: HTMLTextAreaElement, value: string) => void = setter(HTMLTextAreaElement.prototype, 'value')
export const areaValueOf: (area: HTMLTextAreaElement) => string = getter(HTMLTextAreaElement.prototype, 'value')
export const optionsOf: (select: HTMLSelectElement) => HTMLOptionsCollection = getter(HTMLSelectElement.prototype, 'options')
export const setSelected: (option: HTMLOptionElement, selected: boolean) => void = setter(HTMLOptionElement.prototype, 'selected')
export const isSelected: (option: HTMLOptionElement) => boolean = getter(HTMLOptionElement.prototype, 'selected')
export const decodeImage: (image: HTMLImageElement) => Promise<void> = uncurry(HTMLImageElement.prototype.decode)

const selection = uncurry(Document.prototype.getSelection)
const setSelection = uncurry(Selection.prototype.setBaseAndExtent)
const clearSelection = uncurry(Selection.prototype.removeAllRanges)
const countChildren = (node: Node): number => {
  let count = 0
  for (let child = firstChildOf(node); child; child = nextOf(child)) count++
  return count
}
/** An offset beyond a node's end is its end. */
const within = (node: Node, at: number): number => Math.min(at, isCharacterData(node) ? dataOf(node).length : countChildren(node))
export const select = (anchor: Node, anchorAt: number, focus: Node, focusAt: number): void =>
  setSelection(selection(page)!, anchor, within(anchor, anchorAt), focus, within(focus, focusAt))
export const selectNothing = (): void => clearSelection(selection(page)!)

export const isElement = (node: Node | undefined | null): node is Element => !!node && nodeTypeOf(node) === 1
export const isCharacterData = (node: Node | undefined | null): node is CharacterData =>
  !!node && (nodeTypeOf(node) === 3 || nodeTypeOf(node) === 8)
/** An open shadow root; closed ones are reached by their recorded ids only. */
export const shadowOf: (element: Element) => ShadowRoot | null = getter(Element.prototype, 'shadowRoot')
/** What is inert cannot take the focus, which would come from the person who watches, and scroll to what it is given to. */
function withoutFocus<T extends HTMLElement>(show: (element: T) => void): (element: T) => void {
  return (element) => {
    const wasInert = getAttribute(element, 'inert') !== null
    if (!wasInert) setAttribute(element, 'inert', '')
    try {
      show(element)
    } finally {
      if (!wasInert) removeAttribute(element, 'inert')
    }
  }
}
export const showModal: (dialog: HTMLDialogElement) => void = withoutFocus(uncurry(HTMLDialogElement.prototype.showModal))
export const closeDialog: (dialog: HTMLDialogElement) => void = uncurry(HTMLDialogElement.prototype.close)
export const showPopover: (element: HTMLElement) => void = withoutFocus(uncurry(HTMLElement.prototype.showPopover))
export const hidePopover: (element: HTMLElement) => void = uncurry(HTMLElement.prototype.hidePopover)
const hidden = getter(Document.prototype, 'hidden')
export const isHidden = (): boolean => hidden(page)

const matches = uncurry(Element.prototype.matches)
export const isShownPopover = (element: HTMLElement): boolean => matches(element, ':popover-open')
export const setIndeterminate: (input: HTMLInputElement, on: boolean) => void = setter(HTMLInputElement.prototype, 'indeterminate')
const validities = [
  HTMLInputElement,
  HTMLTextAreaElement,
  HTMLSelectElement,
  HTMLButtonElement,
  HTMLFieldSetElement,
  HTMLOutputElement,
].map((type) => [type, uncurry(type.prototype.setCustomValidity)] as const)
/** False where the element has no validity. */
export function setValidity(element: Element, message: string): boolean {
  const found = validities.find(([type]) => element instanceof type)
  found?.[1](element, message)
  return !!found
}
const attachInternals = uncurry(HTMLElement.prototype.attachInternals)
/** The states of a custom element; throws the second time. */
export const statesOf = (element: HTMLElement): CustomStateSet => attachInternals(element).states
const lengthOf = (node: Node): number => (isCharacterData(node) ? dataOf(node).length : childrenOf(node).length)
const childrenOf = getter(Node.prototype, 'childNodes')
const setStart = uncurry(Range.prototype.setStart)
const setEnd = uncurry(Range.prototype.setEnd)
/** Offsets past the end mean the end: what is masked may be shorter. */
export function rangeOf(start: Node, startAt: number, end: Node, endAt: number): Range {
  const range = new Range()
  setStart(range, start, Math.min(startAt, lengthOf(start)))
  setEnd(range, end, Math.min(endAt, lengthOf(end)))
  return range
}
const { highlights } = CSS
/** Marks text; without ranges, no longer. */
export function highlight(name: string, ranges: readonly AbstractRange[]): void {
  if (ranges.length) highlights.set(name, new Highlight(...ranges))
  else highlights.delete(name)
}
export const clearHighlights = (): void => highlights.clear()

const compatMode = getter(Document.prototype, 'compatMode')
const doctype = getter(Document.prototype, 'doctype')
const publicId = getter(DocumentType.prototype, 'publicId')
/** How the browser lays the page out now. */
export function modeOfPage(): PageMode {
  if (compatMode(page) === 'BackCompat') return 'quirks'
  const type = doctype(page)
  return type && publicId(type) ? 'limited-quirks' : 'no-quirks'
}
const openPage = uncurry(Document.prototype.open as (this: Document) => Document)
const writePage = uncurry(Document.prototype.write)
const closePage = uncurry(Document.prototype.close)
const emptyPages = {
  quirks: '<html></html>',
  'limited-quirks': '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "about:legacy-compat"><html></html>',
  'no-quirks': '<!DOCTYPE html><html></html>',
} as const
type PageMode = keyof typeof emptyPages
/** The one thing that the frame's policy lets be parsed: a constant. */
const policy = (
  window as {
    trustedTypes?: { createPolicy(name: string, rules: { createHTML(mode: PageMode): string }): { createHTML(mode: PageMode): string } }
  }
).trustedTypes?.createPolicy('playhead', { createHTML: (mode) => emptyPages[mode] })
/** An empty page, laid out as `mode` says: only a parser can do that, and only to a whole document. */
export function emptyPage(mode: PageMode): void {
  const text = policy?.createHTML(mode) ?? emptyPages[mode]
  openPage(page)
  writePage(page, text)
  closePage(page)
}
