import { native } from '../native.ts'
import { recordCss } from '../privacy/css.ts'
import { findAll } from '../privacy/privacy.ts'
import { recordUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'
import { base64Url } from '../session/id.ts'

export interface Assets {
  want(hashes: readonly string[]): void
  /** Resolves when what is known of by now was read, or after a second. */
  settle(): Promise<void>
}

const maxBytes = 2 << 20
/** How much is kept for a server that asks later; beyond that the oldest goes. */
const maxKept = 8 << 20

type Bytes = Uint8Array<ArrayBuffer>
type Missing = 'blocked' | 'policy' | 'too-large' | 'failed'

/**
 * Reads what the page shows and its HTML only names: style sheets always, images and fonts as the privacy level
 * allows. Tells address → hash, and hands over the bytes that a server lacks.
 */
export function createAssets(scope: Scope, upload: ((hash: string, mime: string, bytes: Bytes) => void) | undefined): Assets {
  const { window, document, privacy } = scope
  const policy = scope.options.assets
  const fetchNatively = native(window, 'fetch')
  const seen = new Set<string>()
  const kept = new Map<string, { mime: string; bytes: Bytes }>()
  let keptBytes = 0
  let queue: Promise<void> = Promise.resolve()

  function add(url: string, read: () => Promise<void>): void {
    const address = recordUrl(url)
    if (policy === 'off' || !/^https?:/.test(address) || seen.has(address)) return
    seen.add(address)
    queue = queue.then(read).catch(() => undefined)
  }
  const miss = (url: string, missing: Missing): void =>
    scope.emit({ type: 'asset', url: recordUrl(url), hash: '', mime: '', sizeBytes: 0, missing })

  async function tell(url: string, mime: string, bytes: Bytes): Promise<void> {
    if (bytes.length > maxBytes) return miss(url, 'too-large')
    // Hashing needs a secure context; without one an asset cannot be addressed.
    if (!window.crypto.subtle) return miss(url, 'failed')
    const hash = base64Url(new Uint8Array(await window.crypto.subtle.digest('SHA-256', bytes)).subarray(0, 16))
    if (policy === 'inline') scope.emit({ type: 'assetBody', hash, mime, base64: base64Of(bytes) })
    else if (!kept.has(hash)) {
      kept.set(hash, { mime, bytes })
      keptBytes += bytes.length
      for (const [oldest, { bytes: old }] of kept) {
        if (keptBytes <= maxKept) break
        kept.delete(oldest)
        keptBytes -= old.length
      }
    }
    scope.emit({ type: 'asset', url: recordUrl(url), hash, mime, sizeBytes: bytes.length })
  }
  async function load(url: string): Promise<{ mime: string; bytes: Bytes } | null> {
    try {
      const sameOrigin = new URL(url).origin === window.location.origin
      const response = await fetchNatively(url, { cache: 'force-cache', credentials: sameOrigin ? 'same-origin' : 'omit' })
      if (!response.ok) return null
      const mime = (response.headers.get('content-type') ?? '').split(';')[0]!.trim()
      return { mime, bytes: new Uint8Array(await response.arrayBuffer()) }
    } catch {
      return null
    }
  }
  function addMedia(url: string): void {
    // Strict: nothing that was photographed or typeset for one person.
    if (privacy.level > 2 && !/\.(?:woff2?|ttf|otf)(?:[?#]|$)/i.test(url)) return add(url, async () => miss(url, 'policy'))
    if (privacy.level === 2 && new URL(url).origin !== window.location.origin) return add(url, async () => miss(url, 'policy'))
    add(url, async () => {
      const found = await load(url)
      if (!found) miss(url, 'blocked')
      else if (!/^(?:image|font)\/|font|octet-stream/.test(found.mime)) miss(url, 'failed')
      else await tell(url, found.mime, found.bytes)
    })
  }
  function addSheet(url: string, sheet?: CSSStyleSheet | null): void {
    add(url, async () => {
      const found = await load(url)
      const css = found ? new TextDecoder().decode(found.bytes) : rulesOf(sheet)
      if (css === null) return miss(url, 'blocked')
      if (privacy.level > 1 && privacy.tokens.learn(css)) scope.requestKeyframe()
      await tell(url, 'text/css', new TextEncoder().encode(recordCss(css, url, privacy.level, addFromCss)))
    })
  }
  const addFromCss = (url: string): void => (/\.css(?:[?#]|$)/i.test(url) ? addSheet(url) : addMedia(url))
  scope.onCssUrl = addFromCss

  function note(element: Element): void {
    if (element.localName === 'link') {
      const { href, rel, sheet } = element as HTMLLinkElement
      if (/\bstylesheet\b/i.test(rel) && href) addSheet(href, sheet)
    } else {
      const { currentSrc, src } = element as HTMLImageElement
      if (currentSrc || src) addMedia(currentSrc || src)
    }
  }
  scope.onArrive.push((roots) => {
    for (const element of findAll(roots, 'link[rel~=stylesheet],img[src],img[srcset]')) if (scope.idOf(element)) note(element)
  })
  scope.listen(document, 'load', ({ target }) => {
    const element = target as Element
    if (!scope.idOf(element) || !/^(?:link|img)$/.test(element.localName)) return
    note(element)
    if (element.localName === 'link') {
      if (privacy.level > 1 && privacy.tokens.learnSheets(document.styleSheets)) scope.requestKeyframe()
    } else if (privacy.level > 2) tellSize(element as HTMLImageElement)
  })
  /** A masked image still takes up its room. */
  function tellSize(image: HTMLImageElement): void {
    if (image.hasAttribute('width') || image.hasAttribute('height')) return
    scope.emit({ type: 'attribute', id: scope.idOf(image), name: 'width', value: String(image.naturalWidth) })
    scope.emit({ type: 'attribute', id: scope.idOf(image), name: 'height', value: String(image.naturalHeight) })
  }
  return {
    want(hashes) {
      for (const hash of hashes) {
        const found = kept.get(hash)
        if (found) upload?.(hash, found.mime, found.bytes)
      }
    },
    settle: () => Promise.race([queue, new Promise<void>((resolve) => void native(window, 'setTimeout')(resolve, 1000))]),
  }
}

function rulesOf(sheet: CSSStyleSheet | null | undefined): string | null {
  try {
    return sheet ? [...sheet.cssRules].map((rule) => rule.cssText).join('\n') : null
  } catch {
    return null
  }
}

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}
