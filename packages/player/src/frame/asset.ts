/** Bytes of assets by content hash, as addresses that only this frame can open. */
export interface AssetShelf {
  name(entries: readonly (readonly [url: string, hash: string])[]): void
  put(hash: string, mime: string, bytes: Uint8Array | null): void
  /** What an address holds; `user` is told through `onArrive` when that changes. */
  find(address: string, base: string, user: Node): Asset
  readonly waiting: number
  /** Pictures that are being decoded, so that they are there when they are drawn. */
  readonly loading: ReadonlySet<Promise<unknown>>
}
export interface Asset {
  readonly state: 'here' | 'coming' | 'missing'
  /** A `blob:` or `data:` address; empty unless it is here. */
  readonly url: string
  text(): string
}

const missing: Asset = { state: 'missing', url: '', text: () => '' }
const coming: Asset = { state: 'coming', url: '', text: () => '' }
/** An image address that holds its own bytes. SVG as an image runs nothing and loads nothing. */
const inlineImage = /^data:(?:image\/[\w.+-]+|font\/[\w.+-]+|application\/(?:x-)?font[\w-]*|application\/octet-stream)[;,]/i

export function createAssetShelf(options: {
  need(hashes: string[]): void
  onArrive(users: Set<Node>): void
  /** An address that was missing until now has a name. */
  onNamed(url: string): void
}): AssetShelf {
  const hashes = new Map<string, string>()
  const held = new Map<string, Asset>()
  /** Who waits for a hash, or for an address that has no hash yet. */
  const users = new Map<string, Set<Node>>()
  const asked = new Set<string>()
  const loading = new Set<Promise<unknown>>()
  /** Held, so that the browser keeps what it decoded. */
  const pictures: HTMLImageElement[] = []

  function decode(url: string): void {
    const picture = new Image()
    picture.src = url
    pictures.push(picture)
    const decoded: Promise<unknown> = picture
      .decode()
      .catch(() => undefined)
      .finally(() => loading.delete(decoded))
    loading.add(decoded)
  }

  function wait(key: string, user: Node): void {
    const set = users.get(key)
    if (set) set.add(user)
    else users.set(key, new Set([user]))
  }
  function arrive(key: string): void {
    const set = users.get(key)
    users.delete(key)
    if (set?.size) options.onArrive(set)
  }
  return {
    name(entries) {
      for (const [url, hash] of entries) {
        if (hashes.get(url) === hash) continue
        hashes.set(url, hash)
        if (hash && users.has(url)) options.onNamed(url)
        arrive(url)
      }
    },
    put(hash, mime, bytes) {
      asked.delete(hash)
      if (held.get(hash)?.state === 'here') return
      held.set(hash, bytes ? createAsset(mime, bytes, decode) : missing)
      arrive(hash)
    },
    find(address, base, user) {
      if (inlineImage.test(address)) return { state: 'here', url: address, text: () => '' }
      if (address.startsWith('data:text/css')) return { state: 'here', url: '', text: () => textOfData(address) }
      let url = address
      let hash = hashes.get(url)
      if (hash === undefined && base) {
        url = resolveAddress(address, base)
        hash = hashes.get(url)
      }
      if (hash === undefined) {
        wait(address, user)
        if (url !== address) wait(url, user)
        return missing
      }
      if (!hash) return missing
      const asset = held.get(hash)
      if (asset) return asset
      wait(hash, user)
      if (!asked.has(hash)) {
        asked.add(hash)
        options.need([hash])
      }
      return coming
    },
    get waiting() {
      return asked.size
    },
    loading,
  }
}

/** What may be minted as what: a document type would be inert here too, but there is no need for it. */
const safeMime = /^(?:image|font|audio|video)\/[\w.+-]+$|^application\/(?:x-)?font[\w-]*$|^application\/vnd\.ms-fontobject$/i

function createAsset(mime: string, bytes: Uint8Array, decode: (url: string) => void): Asset {
  let url = ''
  return {
    state: 'here',
    get url() {
      if (url) return url
      const type = /^[^;\s]+/.exec(mime)?.[0] ?? ''
      const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: safeMime.test(type) ? type : 'application/octet-stream' })
      url = URL.createObjectURL(blob)
      if (type.startsWith('image/')) decode(url)
      return url
    },
    text: () => new TextDecoder().decode(bytes),
  }
}

export function resolveAddress(address: string, base: string): string {
  try {
    return new URL(address, base).href
  } catch {
    return address
  }
}

function textOfData(address: string): string {
  const comma = address.indexOf(',')
  try {
    const body = address.slice(comma + 1)
    return /;base64$/i.test(address.slice(0, comma)) ? atob(body) : decodeURIComponent(body)
  } catch {
    return ''
  }
}
