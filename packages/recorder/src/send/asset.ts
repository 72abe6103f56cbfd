import { type EventOf, idFromBytes, type PlayheadEvent } from '@playhead/wire'
import { native } from '../native.ts'
import { seemsGuarded } from '../policy.ts'
import { recordCss } from '../privacy/css.ts'
import { hashText } from '../privacy/hash.ts'
import { findAll } from '../dom/find.ts'
import { recordUrl as recordAddress } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'
import type { AssetMemory, KnownAsset } from '../session/asset-memory.ts'
import { createPool } from './pool.ts'

export type Bytes = Uint8Array<ArrayBuffer>
/** Resolves to whether the server took it. `keepalive`: it may outlive the page. */
export type Upload = (hash: string, mime: string, bytes: Bytes, keepalive: boolean) => Promise<boolean>

export interface Assets {
  /** A chunk with these events was handed on. */
  sent(chunk: Bytes, events: readonly PlayheadEvent[]): void
  /** The server has a chunk, and lacks these of its assets. */
  answered(chunk: Bytes, want: readonly string[]): void
  /** The page goes: what is wanted and small goes along, in so many bytes. */
  leave(roomBytes: number): void
  /** Resolves when what is known of by now was read, or after a second. */
  settle(): Promise<void>
}

export interface AssetOptions {
  readonly upload?: Upload | undefined
  readonly memory?: AssetMemory | undefined
  /** What was told should leave soon, so that the server can ask for what it lacks. */
  flush(): void
}

const maxBytes = 2 << 20
/** So many addresses of blobs are remembered; the oldest goes. */
const maxBlobs = 1000
/** What loads something that can be seen. */
const pictured = 'link[rel~=stylesheet],img[src],img[srcset],image,video[poster],input[type=image]'
/** How much is kept for a server that asks later; beyond that the oldest goes, and is read again when asked for. */
const maxKept = 8 << 20
/** How long what was told waits for more. */
const gatherMs = 250
const leavingBytes = 50_000

interface Content {
  readonly mime: string
  readonly bytes: Bytes
}
type Missing = 'blocked' | 'policy' | 'too-large' | 'failed'

/**
 * Reads what the page shows and its HTML only names: style sheets always, images and fonts as the privacy level
 * allows. Tells address → hash, and hands over the bytes that a server lacks. What could not be handed over before
 * the page went is told again by the next page, from the browser's cache.
 */
export function createAssets(scope: Scope, { upload, memory, flush }: AssetOptions): Assets {
  const { window, document, privacy } = scope
  const { blobs } = scope
  const recordUrl = (url: string): string => recordAddress(url, privacy.tokens.hash)
  const policy = scope.options.assets
  const fetchNatively = native(window, 'fetch')
  const reading = createPool(6)
  const uploading = createPool(4)
  const seen = new Set<string>()
  const known = new Map<string, KnownAsset>()
  const wanted = new Set<string>()
  /** On their way to outlive the page. */
  const parting = new Set<string>()
  const carried = new WeakMap<Bytes, ReadonlySet<string>>()
  const kept = new Map<string, Content>()
  /** Named by linked sheets, by the address that these have for them: their bytes are the same from every browser. */
  const shared = new Map<string, string>()
  /** By image: the address that it was told with. */
  const chosen = new WeakMap<Element, string>()
  let keptBytes = 0
  let isFirst = true
  let isDue = false
  for (const asset of memory?.load() ?? []) known.set(asset.url, asset)

  /** The first round leaves at once, and what comes later in small groups. */
  function told(): void {
    if (isDue || policy !== 'upload') return
    isDue = true
    const send = (): void => {
      if (!isDue) return
      isDue = isFirst = false
      flush()
    }
    // The keyframe's own chunk goes first.
    if (isFirst) void reading.idle().then(() => scope.later(0, send))
    scope.later(gatherMs, send)
  }
  const isNews = (url: string): boolean => {
    const address = recordUrl(url)
    if (policy === 'off' || !/^(?:https?:|blob:\?)/.test(address) || seen.has(address)) return false
    seen.add(address)
    return true
  }
  function name(url: string, what: Omit<EventOf<'asset'>, 'type' | 'timeMs' | 'url'>): void {
    for (const address of new Set([recordUrl(url), shared.get(recordUrl(url))]))
      if (address) scope.emit({ type: 'asset', url: address, ...what })
  }
  const miss = (url: string, missing: Missing): void => name(url, { hash: '', mime: '', sizeBytes: 0, missing })

  /** What was remembered of it, under the address that it has here. */
  function recall(url: string): KnownAsset | undefined {
    const found = known.get(recordUrl(url))
    return found && { ...found, url }
  }
  function tell(asset: KnownAsset): void {
    const { url, hash, mime, sizeBytes } = asset
    known.delete(recordUrl(url))
    known.set(recordUrl(url), asset)
    name(url, { hash, mime, sizeBytes })
    told()
  }
  async function tellContent(url: string, { mime, bytes }: Content): Promise<void> {
    if (bytes.length > maxBytes) return miss(url, 'too-large')
    // Hashing needs a secure context; without one an asset cannot be addressed.
    if (!window.crypto.subtle) return miss(url, 'failed')
    const hash = idFromBytes(new Uint8Array(await window.crypto.subtle.digest('SHA-256', bytes)).subarray(0, 16))
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
    tell({ url, hash, mime, sizeBytes: bytes.length, isStored: false })
  }
  async function load(url: string): Promise<Content | null> {
    try {
      const blob = blobs.get(recordUrl(url))?.deref()
      if (blob) return { mime: blob.type, bytes: new Uint8Array(await blob.arrayBuffer()) }
      const sameOrigin = new URL(url).origin === window.location.origin
      // A policy that lets a page load it need not let a script read it.
      if ((!sameOrigin || isBlob(url)) && seemsGuarded(document)) return null
      const response = await fetchNatively(url, { cache: 'force-cache', credentials: sameOrigin ? 'same-origin' : 'omit' })
      if (!response.ok) return null
      const mime = (response.headers.get('content-type') ?? '').split(';')[0]!.trim()
      return { mime, bytes: new Uint8Array(await response.arrayBuffer()) }
    } catch {
      return null
    }
  }
  const sheetContent = (css: string, url: string): Content => ({
    mime: 'text/css',
    bytes: new TextEncoder().encode(recordCss(css, url, privacy.level, hashText, addFromSheet)),
  })

  function addMedia(url: string): void {
    if (!isNews(url)) return
    // Strict: nothing that was photographed or typeset for one person; balanced: nothing from elsewhere or made here.
    const isForeign = privacy.level === 2 && (isBlob(url) || new URL(url).origin !== window.location.origin)
    if (isForeign || (privacy.level > 2 && !/\.(?:woff2?|ttf|otf)(?:[?#]|$)/i.test(url))) return miss(url, 'policy')
    const before = recall(url)
    if (before) return tell(before)
    reading.add(async () => {
      const found = await load(url)
      if (!found) miss(url, 'blocked')
      else if (!/^(?:image|font)\/|font|octet-stream/.test(found.mime)) miss(url, 'failed')
      else await tellContent(url, found)
    })
  }
  function addSheet(url: string, sheet?: CSSStyleSheet | null): void {
    if (!isNews(url)) return
    const before = recall(url)
    // The names in a sheet of another origin are learned from its text.
    if (before && new URL(url).origin === window.location.origin) return tell(before)
    reading.add(async () => {
      const found = await load(url)
      const css = found ? new TextDecoder().decode(found.bytes) : rulesOf(sheet)
      if (css === null) return miss(url, 'blocked')
      privacy.tokens.learn(css)
      await tellContent(url, sheetContent(css, url))
    }, true)
  }
  const addFromCss = (url: string): void => (/\.css(?:[?#]|$)/i.test(url) ? addSheet(url) : addMedia(url))
  /** What linked sheets name has an address of theirs beside its own. */
  function addFromSheet(url: string): void {
    const address = recordUrl(url)
    const told = known.get(address)
    const isNew = !shared.has(address)
    shared.set(address, recordAddress(url, hashText))
    if (isNew && told && seen.has(address)) tell(told)
    else addFromCss(url)
  }
  scope.onCssUrl = addFromCss
  scope.patch(window.URL, 'createObjectURL', (_self, [made], url) => {
    if (!(made instanceof window.Blob)) return
    blobs.set(recordUrl(url as string), new WeakRef(made))
    if (blobs.size > maxBlobs) blobs.delete(blobs.keys().next().value!)
  })

  function note(element: Element): void {
    if (element.localName === 'link') {
      const { href, rel, sheet } = element as HTMLLinkElement
      if (/\bstylesheet\b/i.test(rel) && href) addSheet(href, sheet)
    } else {
      // An image that the browser has not loaded is told when it has: reading it now would load what nobody looks at.
      const { currentSrc, src, complete, poster } = element as Partial<HTMLImageElement & HTMLVideoElement>
      const { href } = element as Partial<SVGImageElement>
      const url = href ? new URL(href.baseVal, element.baseURI).href : poster || currentSrc || src
      if (complete !== false && url) addMedia(url)
      if (currentSrc) chosen.set(element, currentSrc)
    }
  }
  scope.onArrive.push((roots) => {
    // Left over from the page before: the server answers with what it still lacks.
    const owed = [...known.values()].filter(({ isStored, url }) => !isStored && isWhole(url))
    for (const asset of owed) if (isNews(asset.url)) tell(asset)
    for (const element of findAll(roots, pictured)) if (scope.idOf(element)) note(element)
  })
  scope.listen(document, 'load error', ({ target, type }) => {
    const element = target as Element
    if (!scope.idOf(element) || !element.matches(pictured)) return
    tellChosen(element as HTMLImageElement)
    note(element)
    if (type === 'error') return
    if (element.localName === 'link') privacy.tokens.learnSheets(element.ownerDocument.styleSheets)
    else if (privacy.level > 2 && element.localName === 'img') tellSize(element as HTMLImageElement)
  })
  /** Among many addresses for one image the browser chose another: which, no attribute says. */
  function tellChosen(image: HTMLImageElement): void {
    const { currentSrc, src } = image
    if (!currentSrc || currentSrc === (chosen.get(image) ?? src)) return
    const value = privacy.attribute(image, 'src', currentSrc)
    if (value !== null) scope.emit({ type: 'attribute', id: scope.idOf(image), name: 'src', value })
  }
  /** A masked image still takes up its room. */
  function tellSize(image: HTMLImageElement): void {
    if (image.hasAttribute('width') || image.hasAttribute('height')) return
    scope.emit({ type: 'attribute', id: scope.idOf(image), name: 'width', value: String(image.naturalWidth) })
    scope.emit({ type: 'attribute', id: scope.idOf(image), name: 'height', value: String(image.naturalHeight) })
  }

  const mark = (hash: string, isStored: boolean): void => {
    for (const asset of known.values()) if (asset.hash === hash) asset.isStored = isStored
  }
  async function hand(hash: string, keepalive: boolean): Promise<void> {
    const asset = [...known.values()].find(({ hash: found, url }) => found === hash && isWhole(url))
    let content = kept.get(hash)
    if (!content && asset) {
      const found = await load(asset.url)
      content = found && asset.mime === 'text/css' ? sheetContent(new TextDecoder().decode(found.bytes), asset.url) : (found ?? undefined)
    }
    if (content && upload && (await upload(hash, content.mime, content.bytes, keepalive))) mark(hash, true)
    // Refused or lost: the next page tells it again.
    wanted.delete(hash)
    parting.delete(hash)
  }
  scope.onSeal.push((leaving) => {
    if (leaving) memory?.save([...known].map(([url, asset]) => ({ ...asset, url })))
  })
  return {
    sent(chunk, events) {
      carried.set(chunk, new Set(events.flatMap((event) => (event.type === 'asset' && event.hash ? [event.hash] : []))))
    },
    answered(chunk, want) {
      for (const hash of want)
        if (!wanted.has(hash)) {
          wanted.add(hash)
          mark(hash, false)
          uploading.add(() => hand(hash, false))
        }
      for (const hash of carried.get(chunk) ?? []) if (!wanted.has(hash)) mark(hash, true)
    },
    leave(roomBytes) {
      let room = Math.min(roomBytes, leavingBytes)
      for (const hash of wanted) {
        const size = kept.get(hash)?.bytes.length ?? Infinity
        if (size > room || parting.has(hash)) continue
        room -= size
        parting.add(hash)
        void hand(hash, true)
      }
    },
    settle: () => Promise.race([reading.idle(), new Promise<void>((resolve) => void native(window, 'setTimeout')(resolve, 1000))]),
  }
}

/** Remembered addresses are told as recorded: what was left out of one cannot be loaded again. */
const isWhole = (url: string): boolean => !/\?~[\da-f]{8}$/.test(url)

const isBlob = (url: string): boolean => url.startsWith('blob:')

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
