import { isNameTold, isSecretField, maskValue, recordAttribute } from './attribute.ts'
import type { Decision } from './html.ts'
import { type Level, levelAt, type PrivacyName, type PrivacyRule, textAtLevel } from './level.ts'
import { findAll, type Roots } from '../dom/find.ts'
import { frameOf } from '../dom/realm.ts'
import { createMarkers } from './marker.ts'
import { maskPersonal, maskText } from './text.ts'
import { createTokens, type Tokens } from './token.ts'
import { hashText } from './hash.ts'
import { recordUrl } from './url.ts'

export interface PrivacyOptions {
  readonly privacy: PrivacyName
  readonly mask?: string | undefined
  readonly unmask?: string | undefined
  readonly block?: string | undefined
  readonly privacyRules?: readonly PrivacyRule[] | undefined
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** What may be told of live nodes. */
export interface Privacy {
  readonly name: PrivacyName
  /** Of the page as it is now. */
  readonly level: Level
  /** The address changed. Stricter rules hold at once. Returns whether another level is due. */
  tighten(): boolean
  /** Rules of the address hold, whatever they are: what was there before is told no more. */
  settle(): void
  readonly tokens: Tokens
  levelOf(node: Node): Level
  /** Runs `task`, which changes nothing on the page: what is found out about an element holds until its end, and until {@link moved}. */
  whileStill(task: () => void): void
  /** More than text changed on the page. */
  moved(): void
  /** Text as it may be told at `node`, or anywhere on the page. */
  text(text: string, node?: Node): string
  /** Text that a program wrote (messages): what looks personal goes even where the page's text is told. */
  strictText(text: string): string
  campaign(text: string): string
  /** Text that is data wherever it is: arguments. */
  maskedText(text: string): string
  attribute(element: Element, name: string, value: string): string | null
  /** Whether a reader may have an attribute of this name. */
  isNameTold(element: Element, name: string): boolean
  /** What a control shows, masked. */
  value(field: Field): string
  isSecret(field: Element): boolean
  /** Secrets in a tree that may never be told stay secret; `former`: a type, autocomplete or contenteditable that its top had; `parent`: what it was in. */
  remember(node: Node, former?: string | null, parent?: Node): void
  isBlocked(element: Element): boolean
  /** Whether a node is in something that is blocked. */
  isHidden(node: Node): boolean
  /** Whether something inside is masked or blocked by a marker. */
  hidesWithin(element: Element): boolean
  /**
   * Learns and marks what numbering and masking of these trees need. `learned`: documents whose sheets need not be read
   * again, since nothing has changed; the trees' own joins them.
   */
  prepare(roots: readonly Node[], blocked: WeakSet<Node>, html: string | null, learned?: Set<Document>): void
  /** `html` is the trees' text, where there is one: it tells soonest that there is nothing to decide. */
  decide(roots: Roots, idOf: (node: Node) => number, html: string | null): Map<number, Decision>
  keepsId(id: string): boolean
}

const fields = 'input,select,textarea'
/** What people type into beside fields. */
const editable = '[contenteditable],[role~=textbox],[role~=searchbox],[role~=combobox]'
const mayBeEdited = (html: string | null): boolean =>
  html === null || /\s(?:contenteditable|role="[^"]*(?:textbox|searchbox|combobox))/.test(html)
const isField = /^(?:input|select|textarea)$/
const isList = /^(?:select|textarea)$/
const isHtml = (element: Element): boolean => element.namespaceURI === 'http://www.w3.org/1999/xhtml'
const elementAt = (node: Node): Element | null => (node.nodeType === 1 ? (node as Element) : node.parentElement)

/**
 * @param onMissed called when something was masked that need not have been
 * @param onUrl told what attributes load when they are written: addresses in `style`, those of posters and of images in SVG
 */
export function createPrivacy(
  window: Window & typeof globalThis,
  options: PrivacyOptions,
  onMissed: () => void,
  onUrl?: (url: string, base?: string) => void,
): Privacy {
  const { document } = window
  const due = (): Level => levelAt(window.location, options.privacy, options.privacyRules ?? [])
  let level = due()
  const markers = createMarkers(document, options)
  const tokens = createTokens(onMissed)
  const secrets = new WeakSet<Element>()
  /** Names of secret fields: a clone or a re-rendered field is the same secret. */
  const secretNames = new Set<string>()
  /** What secrets were, as hashes: a field that holds the same is the same secret, whatever became of its type and name. */
  const secretValues = new Set<string>()
  /** What holds one without a name: others without a name in it are taken for the same. */
  const secretParents = new WeakSet<Node>()

  function isWithin(node: Node, selector: string): boolean {
    let at: Node | null = node
    while (at) {
      const element: Element | null = at.nodeType === 1 ? (at as Element) : at.parentElement
      if (element?.closest(selector)) return true
      const root: Node = at.getRootNode()
      at = (root as ShadowRoot).host ?? frameOf(document, root)
    }
    return false
  }
  /** A text area's text and a list's options are its value. */
  function isInSecret(node: Node): boolean {
    const field = elementAt(node)?.closest('select,textarea')
    return !!field && isSecret(field)
  }
  /** What could ever be edited: what was typed there stays. */
  const edited = new WeakSet<Node>()
  function isEdited(node: Node): boolean {
    if (edited.has(node)) return true
    const element = node as Element
    const isNow =
      node.nodeType === 9
        ? (node as Document).designMode === 'on'
        : element.matches(editable) &&
          !isField.test(element.localName) &&
          (element.getAttribute('contenteditable')?.toLowerCase() !== 'false' || element.matches('[role]'))
    if (isNow) edited.add(node)
    return isNow
  }
  /** Null while the page may change. */
  let levels: WeakMap<Node, Level> | null = null
  let known: WeakMap<Node, Level> | null = null
  let wasDesigned = document.designMode
  const outerOf = (node: Node): Node | null =>
    node.parentNode ?? (node.nodeType === 11 ? (node as ShadowRoot).host : node.nodeType === 9 ? frameOf(document, node) : null)
  function levelOf(node: Node): Level {
    /** What nothing is known of yet, from the node outwards. */
    const path: Node[] = []
    let at: Node | null = node
    let found: Level | undefined
    for (; at && (found = levels?.get(at)) === undefined; at = outerOf(at)) path.push(at)
    found ??= level
    for (let i = path.length - 1; i >= 0; i--) {
      const element = path[i] as Element
      if (element.nodeType === 1 && found < 4) {
        if (element.matches(markers.mask) || (isList.test(element.localName) && isSecret(element))) found = 4
        else if (element.matches(markers.unmask)) found = 0
      }
      // Strict masking hides it anyway.
      if ((found === 1 || found === 2) && /^[19]$/.test(String(element.nodeType)) && isEdited(element)) found = 3
      // What a list or a text area holds can make it a secret at any time.
      if (isList.test(element.localName)) known = null
      levels?.set(element, found)
    }
    return found
  }

  function isSecret(field: Element, former = '', parentElement: Node | null = field.parentElement): boolean {
    if (!isField.test(field.localName)) return false
    const isOne =
      secrets.has(field) ||
      isSecretField(field.getAttribute('type') ?? '', field.getAttribute('autocomplete') ?? '') ||
      isSecretField(former, former)
    const name = field.getAttribute('name') || field.id
    const { value } = field as Field
    const isLong = value?.length > 3
    const secret =
      isOne ||
      (name ? secretNames.has(name) : !!parentElement && secretParents.has(parentElement)) ||
      (isLong && secretValues.has(hashText(value)))
    if (secret) {
      secrets.add(field)
      if (isLong) secretValues.add(hashText(value))
      if (name) secretNames.add(name)
      else if (parentElement) secretParents.add(parentElement)
    }
    return secret
  }

  function attribute(element: Element, name: string, value: string): string | null {
    if (name === 'selected' && isInSecret(element)) return null
    // No event says that one of these has loaded what it names now.
    if (name === 'poster' || (!isHtml(element) && element.localName === 'image' && name.endsWith('href'))) onUrl?.(value, element.baseURI)
    return recordAttribute(
      name,
      value,
      {
        tag: element.localName,
        isHtml: isHtml(element),
        level: levelOf(element),
        // Browsers work it out anew whenever they are asked for it.
        get base() {
          return element.baseURI
        },
        isSecret: isSecret(element),
        get: (other) => element.getAttribute(other) ?? undefined,
        onCssUrl: onUrl && ((url) => onUrl(url)),
      },
      tokens,
    )
  }

  return {
    name: options.privacy,
    get level() {
      return level
    },
    tighten() {
      const [before, next] = [level, due()]
      if (next > level) level = next
      known = null
      return next !== before
    },
    settle() {
      level = due()
      known = null
    },
    tokens,
    levelOf,
    whileStill(task) {
      // Selectors of the site's own may ask for anything, and what is edited in a frame needs no change to be so.
      if (markers.hasOwn || wasDesigned !== document.designMode || document.getElementsByTagName('iframe').length) known = null
      wasDesigned = document.designMode
      levels = known ??= new WeakMap()
      try {
        task()
      } finally {
        levels = null
      }
    },
    moved: () => void (known = null),
    text: (text, node) => textAtLevel(text, node ? levelOf(node) : level),
    strictText: (text) => (level > 2 ? maskText(text) : maskPersonal(text)),
    campaign: maskPersonal,
    maskedText: maskText,
    attribute,
    isNameTold: (element, name) => isNameTold(name, { isHtml: isHtml(element), level: levelOf(element) }, tokens),
    value: (field) => maskValue(field.value, field.localName === 'input' ? field.type : 'text', levelOf(field), isSecret(field)),
    isSecret: (field) => isSecret(field),
    remember(node, former, parent) {
      if (/^(?:true|plaintext-only)$/i.test(former ?? '')) edited.add(node)
      for (const field of findAll([node], fields)) isSecret(field, former ?? '', field === node && parent ? parent : field.parentElement)
    },
    isBlocked: (element) => element.matches(markers.block),
    isHidden: (node) => isWithin(node, markers.block),
    hidesWithin: (element) => isWithin(element, markers.block) || element.querySelector(`${markers.mask},${markers.block}`) !== null,
    prepare(roots, blocked, html, learned) {
      // In what is edited only classes that style sheets name are told.
      if (level > 1 || mayBeEdited(html)) {
        const owner = roots[0]?.ownerDocument ?? document
        if (!learned?.has(owner)) {
          learned?.add(owner)
          tokens.learnSheets(owner.styleSheets)
          if (owner.adoptedStyleSheets?.length) tokens.learnSheets(owner.adoptedStyleSheets)
        }
        for (const style of findAll(roots, 'style')) tokens.learn(style.textContent ?? '')
      }
      if (markers.mayBeIn(html)) for (const element of findAll(roots, markers.block)) blocked.add(element)
      for (const element of findAll(roots, fields)) isSecret(element)
    },
    decide(roots, idOf, html) {
      const decisions = new Map<number, Decision>()
      const at = (element: Element): Decision => {
        const id = idOf(element)
        const found = decisions.get(id) ?? {}
        if (id) decisions.set(id, found)
        return found
      }
      for (const element of markers.mayBeIn(html) ? findAll(roots, markers.any) : []) {
        if (element.matches(markers.block)) {
          const { width, height } = element.getBoundingClientRect()
          const display = window.getComputedStyle(element).display === 'inline' ? ';display:inline-block' : ''
          const decision = at(element)
          decision.block = true
          decision.set = {
            style: `width:${Math.round(width)}px;height:${Math.round(height)}px;box-sizing:border-box${display}`,
            'data-playhead-blocked': '',
          }
        } else at(element).marker = element.matches(markers.mask) ? 'mask' : 'unmask'
      }
      if (level < 3 && mayBeEdited(html))
        for (const element of findAll(roots, editable)) if (isEdited(element)) at(element).marker ??= 'edit'
      for (const element of findAll(roots, fields)) if (isSecret(element)) at(element).secret = true
      for (const element of findAll(roots, 'img')) {
        const set = imageAttributes(element as HTMLImageElement, level)
        if (set) at(element).set = { ...at(element).set, ...set }
      }
      return decisions
    },
    // A generated id would make a key of its own for every visit.
    keepsId: (id) => (level < 2 || tokens.has(id)) && !/\d{3}|[:«»]/.test(id),
  }
}

/** The size that a masked image takes up, and the source that the browser chose. */
function imageAttributes(image: HTMLImageElement, level: Level): Record<string, string> | null {
  const set: Record<string, string> = {}
  if (image.currentSrc && image.currentSrc !== image.src && !image.currentSrc.startsWith('data:')) set['src'] = recordUrl(image.currentSrc)
  if (level > 2 && image.naturalWidth && !image.hasAttribute('width') && !image.hasAttribute('height')) {
    set['width'] = String(image.naturalWidth)
    set['height'] = String(image.naturalHeight)
  }
  return set['src'] || set['width'] ? set : null
}
