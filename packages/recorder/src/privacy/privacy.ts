import { type AttributeContext, isNameTold, maskValue, recordAttribute } from './attribute.ts'
import { decide } from './decide.ts'
import { createEdited } from './edited.ts'
import type { Decision } from './html.ts'
import { type Level, type PrivacyName, type PrivacyRule, textAtLevel } from './level.ts'
import { findAll, type Roots } from '../dom/find.ts'
import { frameOf } from '../dom/realm.ts'
import { createMarkers } from './marker.ts'
import { createNodeLevels, type NodeLevels } from './node-level.ts'
import { createSecrets, type Field, fields } from './secret.ts'
import { maskPersonal, maskText } from './text.ts'
import { createTokens, type Tokens } from './token.ts'
import type { HashSecret } from './hash.ts'
import { pageUrl } from './url.ts'

export interface PrivacyOptions {
  readonly privacy: PrivacyName
  readonly mask?: string | undefined
  readonly unmask?: string | undefined
  readonly block?: string | undefined
  readonly privacyRules?: readonly PrivacyRule[] | undefined
}

/** What may be told of live nodes. */
export interface Privacy extends Omit<NodeLevels, 'page' | 'of'> {
  readonly name: PrivacyName
  /** Of the page as it is now. */
  readonly level: Level
  readonly tokens: Tokens
  levelOf(node: Node): Level
  /** Whether an attribute of this name can say how much may be told. */
  mayMark(attribute: string): boolean
  /** Text as it may be told at `node`, or anywhere on the page. */
  text(text: string, node?: Node): string
  /** Text that a program wrote (messages): what looks personal goes even where the page's text is told. */
  strictText(text: string): string
  campaign(text: string): string
  /** Text that is data wherever it is: arguments. */
  maskedText(text: string): string
  /** A page's or a request's address: for extras, which would bring the rules of it once more. */
  pageUrl: typeof pageUrl
  attribute(element: Element, name: string, value: string): string | null
  /** Whether a reader may have an attribute of this name. */
  isNameTold(element: Element, name: string): boolean
  /** What a control shows, masked. */
  value(field: Field): string
  isSecret(field: Element): boolean
  /** Whether nobody may know what is chosen in it; of fields to type in false. */
  hidesChoice(field: Element): boolean
  /** Secrets in a tree that may never be told stay secret; `former`: a type, autocomplete or contenteditable that its top had; `parent`: what it was in. */
  remember(node: Node, former?: string | null, parent?: Node): void
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

const isHtml = (element: Element): boolean => element.namespaceURI === 'http://www.w3.org/1999/xhtml'

/**
 * @param onMissed called when something was masked that need not have been
 * @param onUrl told what attributes load when they are written: addresses in `style`, those of posters and of images in SVG
 */
export function createPrivacy(
  window: Window & typeof globalThis,
  options: PrivacyOptions,
  onMissed: () => void,
  onUrl?: (url: string, base?: string) => void,
  secret?: HashSecret,
): Privacy {
  const { document } = window
  const markers = createMarkers(document, options)
  const tokens = createTokens(secret, onMissed)
  const secrets = createSecrets()
  const edited = createEdited()
  const levels = createNodeLevels(window, options, { markers, secrets, edited })
  const { of: levelOf, tighten, settle, whileStill, moved, reshaped } = levels

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
  /** Whose attribute is being told: one object for all, because pages change thousands in a frame. */
  let element: Element = document.documentElement
  /** Most attributes ask for little of it, and browsers work some of it out anew whenever they are asked. */
  const context: AttributeContext = {
    get tag() {
      return element.localName
    },
    get isHtml() {
      return isHtml(element)
    },
    get level() {
      return levelOf(element)
    },
    get base() {
      return element.baseURI
    },
    get isSecret() {
      return secrets.has(element)
    },
    get: (other) => element.getAttribute(other) ?? undefined,
    onCssUrl: onUrl && ((url) => onUrl(url)),
  }
  function attribute(of: Element, name: string, value: string): string | null {
    if (name === 'selected' && secrets.hold(of)) return null
    // No event says that one of these has loaded what it names now.
    if (name === 'poster' || (name.endsWith('href') && of.localName === 'image' && !isHtml(of))) onUrl?.(value, of.baseURI)
    element = of
    const told = recordAttribute(name, value, context, tokens)
    // Elements of frames that are gone may be let go of.
    element = document.documentElement
    return told
  }

  return {
    name: options.privacy,
    get level() {
      return levels.page
    },
    tighten,
    settle,
    whileStill,
    moved,
    reshaped,
    mayMark: markers.mayBeNamed,
    tokens,
    levelOf,
    text: (text, node) => textAtLevel(text, node ? levelOf(node) : levels.page),
    strictText: (text) => (levels.page > 2 ? maskText(text) : maskPersonal(text)),
    campaign: maskPersonal,
    maskedText: maskText,
    pageUrl,
    attribute,
    isNameTold: (element, name) => isNameTold(name, { isHtml: isHtml(element), level: levelOf(element) }, tokens),
    value: (field) => maskValue(field.value, field.localName === 'input' ? field.type : 'text', levelOf(field), secrets.has(field)),
    isSecret: (field) => secrets.has(field),
    hidesChoice: (field) => field.matches('select,[type=radio i],[type=checkbox i]') && (levelOf(field) > 2 || secrets.has(field)),
    remember(node, former, parent) {
      if (/^(?:true|plaintext-only)$/i.test(former ?? '')) edited.add(node)
      for (const field of findAll([node], fields)) secrets.has(field, former ?? '', field === node && parent ? parent : field.parentElement)
    },
    isHidden: (node) => isWithin(node, markers.block),
    hidesWithin: (element) => isWithin(element, markers.block) || element.querySelector(`${markers.mask},${markers.block}`) !== null,
    prepare(roots, blocked, html, learned) {
      // What is masked, blocked, secret or edited tells at every level only the classes that style sheets name.
      const owner = roots[0]?.ownerDocument ?? document
      if (!learned?.has(owner)) {
        learned?.add(owner)
        tokens.learnSheets(owner.styleSheets)
        if (owner.adoptedStyleSheets?.length) tokens.learnSheets(owner.adoptedStyleSheets)
      }
      for (const style of findAll(roots, 'style')) tokens.learn(style.textContent ?? '')
      if (markers.mayBeIn(html)) for (const element of findAll(roots, markers.block)) blocked.add(element)
      for (const element of findAll(roots, fields)) secrets.has(element)
    },
    decide: (roots, idOf, html) =>
      decide({ window, markers, secrets, edited, hash: tokens.hash }, roots, { idOf, html, level: levels.page }),
    // A generated id would make a key of its own for every visit.
    keepsId: (id) => (levels.page < 2 || tokens.has(id)) && !/\d{3}|[:«»]/.test(id),
  }
}
