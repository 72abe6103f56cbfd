import * as dom from '../dom.ts'
import { rewriteCss } from '../css.ts'
import { answerMedia } from '../feature.ts'
import type { Scene } from '../scene.ts'
import { cssMap } from '../style.ts'

const xlink = 'http://www.w3.org/1999/xlink'
/** Addresses, actions and switches that a replay has no use for. Event handlers (`on…`) are refused by pattern. */
const refused: ReadonlySet<string> = new Set(
  (
    'action formaction ping http-equiv srcdoc formtarget formmethod formenctype download autofocus autoplay nonce integrity manifest ' +
    'codebase data archive classid code cite longdesc profile lowsrc dynsrc is imagesrcset imagesizes attributionsrc crossorigin fetchpriority ' +
    'referrerpolicy sandbox allow credentialless csp loading decoding preload content attributename shadowrootmode shadowrootdelegatesfocus ' +
    'shadowrootclonable shadowrootserializable popovertarget command commandfor invoketarget interestfor interesttarget dynamicsrc elementtiming accesskey xml:base'
  ).split(' '),
)
const named = /^[^\0\t\n\f\r /<>"'=]+$/

type Kind = 'plain' | 'refused' | 'href' | 'asset' | 'background' | 'style'
/** Pages use few names many times. */
const kinds = new Map<string, Kind>()

function kindOf(name: string): Kind {
  let kind = kinds.get(name)
  if (!kind) {
    kind = judge(name)
    if (kinds.size < 5000) kinds.set(name, kind)
  }
  return kind
}

function judge(name: string): Kind {
  const key = name.toLowerCase()
  if (!named.test(name) || /^(?:\w+:)?on/.test(key) || key.startsWith('ph-') || key.startsWith('xmlns') || refused.has(key))
    return 'refused'
  if (key === 'href' || key.endsWith(':href')) return 'href'
  if (key === 'src' || key === 'srcset' || key === 'poster') return 'asset'
  return key === 'background' || key === 'style' ? key : 'plain'
}

/** An attribute that may stand in the frame, with the value it may have; null: it may not. */
export function safeAttribute(scene: Scene, element: Element, name: string, value: string): string | null {
  switch (kindOf(name)) {
    case 'refused':
    case 'asset':
      return null
    case 'href':
      return safeHref(element, value)
    case 'background':
      return scene.assets.find(value, scene.base, element).url || null
    case 'style':
      return rewriteCss(value, cssMap(scene, element))
    case 'plain':
      if (name === 'media' && scene.feature) return answerMedia(value, scene.feature)
      // SVG takes addresses in attributes of many names.
      return /url\s*\(|image-set|\\/i.test(value) && dom.namespaceOf(element) !== htmlNamespace
        ? rewriteCss(value, cssMap(scene, element))
        : value
  }
}

export const htmlNamespace = 'http://www.w3.org/1999/xhtml'

/** Links keep looking like links; within SVG a reference into the document is what draws. */
function safeHref(element: Element, value: string): string | null {
  if (value.startsWith('#')) return value
  const name = dom.localNameOf(element)
  return name === 'a' || name === 'area' ? '#' : null
}

export function writeAttribute(element: Element, name: string, value: string): void {
  try {
    if (name.startsWith('xlink:')) dom.setAttributeNs(element, xlink, name, value)
    else dom.setAttribute(element, name, value)
  } catch {
    // A name that the HTML parser takes and `setAttribute` does not: nothing can select by it either.
  }
}

export function dropAttribute(element: Element, name: string): void {
  dom.removeAttribute(element, name)
}
