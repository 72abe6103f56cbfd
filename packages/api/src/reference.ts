import { decodeText, type PlayheadEvent, scanHtml } from '@playhead/wire'

export interface Asset {
  readonly bytes: Uint8Array
  readonly mime: string
}
export interface Referred {
  /** Addresses as the recording names them. */
  readonly urls: ReadonlySet<string>
  readonly hashes: ReadonlySet<string>
  /** By hash, as far as they are there. */
  readonly bodies: ReadonlyMap<string, Asset>
}

/**
 * The assets that events refer to, and those that style sheets among these refer to. `names`: address → hash, empty where
 * there is none. Addresses are found as a viewer finds them: as they are written, or resolved.
 */
export async function findReferred(
  events: readonly PlayheadEvent[],
  names: ReadonlyMap<string, string>,
  load: (hash: string) => Promise<Asset | null>,
): Promise<Referred> {
  const written = createWritten()
  for (const event of events) readEvent(event, written)
  const urls = new Set<string>()
  const hashes = new Set<string>()
  const bodies = new Map<string, Asset>()
  const queue: string[] = []
  const refer = (address: string, bases: Iterable<string>): void => {
    for (const url of candidates(address, bases)) {
      const hash = names.get(url)
      if (hash === undefined || urls.has(url)) continue
      urls.add(url)
      if (hash) queue.push(url)
    }
  }
  // A sheet that scripts have changed is told as text; its addresses go by where it was linked from.
  const bases = new Set(written.bases)
  for (const address of written.linked) for (const url of candidates(address, written.bases)) bases.add(url)
  for (const address of written.addresses) refer(address, bases)
  for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
    const hash = names.get(url)!
    hashes.add(hash)
    const asset = bodies.get(hash) ?? (await load(hash))
    if (!asset) continue
    bodies.set(hash, asset)
    if (/^text\/css\b/i.test(asset.mime)) for (const address of addressesInCss(new TextDecoder().decode(asset.bytes))) refer(address, [url])
  }
  return { urls, hashes, bodies }
}

/** No address that is longer is looked up. */
const longestAddress = 4096

function* candidates(address: string, bases: Iterable<string>): Iterable<string> {
  if (address.length > longestAddress || /^data:/i.test(address)) return
  yield address
  for (const base of bases) if (URL.canParse(address, base)) yield new URL(address, base).href
}

interface Written {
  readonly addresses: Set<string>
  /** Of documents. */
  readonly bases: Set<string>
  /** Of linked sheets. */
  readonly linked: Set<string>
}
const createWritten = (): Written => ({ addresses: new Set(), bases: new Set(), linked: new Set() })

function readEvent(event: PlayheadEvent, written: Written): void {
  switch (event.type) {
    case 'keyframe':
    case 'frame':
      written.bases.add(event.base)
      return readHtml(event.html, written)
    case 'add':
      return readHtml(event.html, written)
    case 'attribute':
      return readAttribute('', event.name, event.value ?? '', written)
    case 'sheet':
    case 'sheetEdit':
      return readCss(event.css ?? '', written)
    case 'text':
      return readCss(event.text, written)
    case 'font':
      return readCss(event.source, written)
    case 'animation':
      // JSON: its quotes within texts are escaped.
      return readCss((event.keyframes ?? '').replaceAll('\\"', '"'), written)
  }
}

function readHtml(html: string, written: Written): void {
  const open: string[] = []
  try {
    scanHtml(html, {
      open(name, attributes) {
        open.push(name)
        for (let i = 0; i < attributes.length; i += 2) readAttribute(name, attributes[i]!, decodeText(attributes[i + 1]!), written)
      },
      close: () => void open.pop(),
      text(raw, isPlain) {
        if (open.at(-1) === 'style') readCss(isPlain ? raw : decodeText(raw), written)
      },
      comment: () => undefined,
    })
  } catch {
    // What no browser writes is not shown from there on.
  }
}

function readAttribute(element: string, name: string, value: string, { addresses, linked }: Written): void {
  if (/^(?:src|poster|background|data)$/.test(name) || (/^(?:xlink:)?href$/.test(name) && !/^(?:a|area)$/.test(element)))
    addresses.add(value)
  // Whose attribute it is that changes is not told.
  if (name === 'href' && (element === 'link' || !element)) linked.add(value)
  if (name.endsWith('srcset')) for (const [word] of value.matchAll(/[^\s,]\S*/g)) addresses.add(word.replace(/,+$/, ''))
  else for (const address of addressesInCss(value)) addresses.add(address)
}
function readCss(css: string, { addresses }: Written): void {
  for (const address of addressesInCss(css)) addresses.add(address)
}

// Every kind of text ends at the end of all text, too: whatever is open there is read once.
const cssAddress =
  /\/\*[\s\S]*?(?:\*\/|$)|url\(\s*(?!["'])((?:\\[\s\S]|[^\\"'()\s])+)|"((?:\\[\s\S]|[^"\\\n])*)(?:"|\n|\\?$)|'((?:\\[\s\S]|[^'\\\n])*)(?:'|\n|\\?$)/gi

/** What may be an address in CSS: what stands in `url()`, and every string, as `@import` and `image-set()` take those. */
function* addressesInCss(css: string): Iterable<string> {
  if (!/url\(|@import|image-set/i.test(css)) return
  for (const [, bare, double, single] of css.matchAll(cssAddress)) {
    const address = bare ?? double ?? single
    if (address)
      yield address.replace(/\\(?:([\da-f]{1,6})\s?|\n|([\s\S]))/gi, (_, hex?: string, letter?: string) => letterOf(hex) ?? letter ?? '')
  }
}
const letterOf = (hex: string | undefined): string | undefined => {
  const code = hex === undefined ? NaN : parseInt(hex, 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
