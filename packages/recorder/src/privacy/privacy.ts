import { isSecretField, maskValue, recordAttribute } from './attribute.ts'
import type { Decision } from './html.ts'
import { type Level, levelOfName, type PrivacyName, textAtLevel } from './level.ts'
import { createMarkers } from './marker.ts'
import { maskPersonal, maskText } from './text.ts'
import { createTokens, type Tokens } from './token.ts'
import { recordUrl } from './url.ts'

export interface PrivacyOptions {
  readonly privacy: PrivacyName
  readonly mask?: string | undefined
  readonly unmask?: string | undefined
  readonly block?: string | undefined
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** What may be told of live nodes. */
export interface Privacy {
  readonly name: PrivacyName
  readonly level: Level
  readonly tokens: Tokens
  levelOf(node: Node): Level
  /** Text as it may be told at `node`, or anywhere on the page. */
  text(text: string, node?: Node): string
  /** Text that a program wrote (messages): what looks personal goes even where the page's text is told. */
  strictText(text: string): string
  campaign(text: string): string
  /** Text that is data wherever it is: arguments. */
  maskedText(text: string): string
  attribute(element: Element, name: string, value: string): string | null
  /** What a control shows, masked. */
  value(field: Field): string
  isSecret(field: Element): boolean
  isBlocked(element: Element): boolean
  /** Whether a node is in something that is blocked. */
  isHidden(node: Node): boolean
  /** Whether something inside is masked or blocked by a marker. */
  hidesWithin(element: Element): boolean
  /** Learns and marks what numbering and masking of these trees need. */
  prepare(roots: readonly Node[], blocked: WeakSet<Node>): void
  decide(roots: readonly Node[], idOf: (node: Node) => number): Map<number, Decision>
  keepsId(id: string): boolean
}

const fields = 'input,select,textarea'

/** All elements of the trees that match. */
export function* findAll(roots: readonly Node[], selector: string): Iterable<Element> {
  for (const root of roots) {
    if (root.nodeType === 1 && (root as Element).matches(selector)) yield root as Element
    if ('querySelectorAll' in root) yield* (root as ParentNode).querySelectorAll(selector)
  }
}

export function createPrivacy(window: Window & typeof globalThis, options: PrivacyOptions): Privacy {
  const { document } = window
  const level = levelOfName(options.privacy)
  const markers = createMarkers(document, options)
  const tokens = createTokens()
  const secrets = new WeakSet<Element>()
  /** Names of secret fields: a clone or a re-rendered field is the same secret. */
  const secretNames = new Set<string>()

  function isWithin(node: Node, selector: string): boolean {
    let at: Node | null = node
    while (at) {
      const element: Element | null = at.nodeType === 1 ? (at as Element) : at.parentElement
      if (element?.closest(selector)) return true
      const root: Node = at.getRootNode()
      at = (root as ShadowRoot).host ?? null
    }
    return false
  }
  /** A text area's text and a list's options are its value. */
  function isInSecret(node: Node): boolean {
    const field = (node.nodeType === 1 ? (node as Element) : node.parentElement)?.closest('select,textarea')
    return !!field && isSecret(field)
  }
  const levelOf = (node: Node): Level => (isInSecret(node) || isWithin(node, markers.mask) ? 4 : isWithin(node, markers.unmask) ? 0 : level)

  function isSecret(field: Element): boolean {
    if (!/^(?:input|select|textarea)$/.test(field.localName)) return false
    const name = field.getAttribute('name') || field.id
    const secret =
      secrets.has(field) ||
      isSecretField(field.getAttribute('type') ?? '', field.getAttribute('autocomplete') ?? '') ||
      secretNames.has(name)
    if (secret) {
      secrets.add(field)
      if (name) secretNames.add(name)
    }
    return secret
  }

  function attribute(element: Element, name: string, value: string): string | null {
    if (name === 'selected' && isInSecret(element)) return null
    const isHtml = element.namespaceURI === 'http://www.w3.org/1999/xhtml'
    return recordAttribute(
      name,
      value,
      {
        tag: element.localName,
        isHtml,
        level: levelOf(element),
        base: document.baseURI,
        isSecret: isSecret(element),
        get: (other) => element.getAttribute(other) ?? undefined,
      },
      tokens,
    )
  }

  return {
    name: options.privacy,
    level,
    tokens,
    levelOf,
    text: (text, node) => textAtLevel(text, node ? levelOf(node) : level),
    strictText: (text) => (level > 2 ? maskText(text) : maskPersonal(text)),
    campaign: maskPersonal,
    maskedText: maskText,
    attribute,
    value: (field) => maskValue(field.value, field.localName === 'input' ? field.type : 'text', levelOf(field), isSecret(field)),
    isSecret,
    isBlocked: (element) => element.matches(markers.block),
    isHidden: (node) => isWithin(node, markers.block),
    hidesWithin: (element) => isWithin(element, markers.block) || element.querySelector(`${markers.mask},${markers.block}`) !== null,
    prepare(roots, blocked) {
      if (level > 1) {
        tokens.learnSheets(document.styleSheets)
        if (document.adoptedStyleSheets?.length) tokens.learnSheets(document.adoptedStyleSheets)
        for (const style of findAll(roots, 'style')) tokens.learn(style.textContent ?? '')
      }
      for (const element of findAll(roots, markers.block)) blocked.add(element)
      for (const element of findAll(roots, fields)) isSecret(element)
    },
    decide(roots, idOf) {
      const decisions = new Map<number, Decision>()
      const at = (element: Element): Decision => {
        const id = idOf(element)
        const found = decisions.get(id) ?? {}
        if (id) decisions.set(id, found)
        return found
      }
      for (const element of findAll(roots, markers.any)) {
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
      for (const element of findAll(roots, fields)) if (isSecret(element)) at(element).secret = true
      for (const element of findAll(roots, level > 2 ? 'img' : 'img[srcset],picture>img')) {
        const set = imageAttributes(element as HTMLImageElement, level, document.baseURI)
        if (set) at(element).set = { ...at(element).set, ...set }
      }
      return decisions
    },
    // A generated id would make a key of its own for every visit.
    keepsId: (id) => (level < 2 || tokens.has(id)) && !/\d{3}|[:«»]/.test(id),
  }
}

/** The size that a masked image takes up, and the source that the browser chose. */
function imageAttributes(image: HTMLImageElement, level: Level, base: string): Record<string, string> | null {
  const set: Record<string, string> = {}
  if (image.currentSrc && image.currentSrc !== image.src && !image.currentSrc.startsWith('data:'))
    set['src'] = recordUrl(image.currentSrc, base)
  if (level > 2 && image.naturalWidth && !image.hasAttribute('width') && !image.hasAttribute('height')) {
    set['width'] = String(image.naturalWidth)
    set['height'] = String(image.naturalHeight)
  }
  return set['src'] || set['width'] ? set : null
}
