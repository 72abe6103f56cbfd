import type { HashSecret } from '../privacy/hash.ts'
import { read, write } from './storage.ts'

/** An asset that was read: where, and what it was. */
export interface KnownAsset {
  /** As the page loads it; as it is recorded, once it is remembered. */
  readonly url: string
  readonly hash: string
  readonly mime: string
  readonly sizeBytes: number
  /** The server has it: it said so, or took it. */
  isStored: boolean
}

/** What a tab knows of assets, from one document to the next of the same session. */
export interface AssetMemory {
  /** What their addresses are hashed with. */
  readonly secret: HashSecret
  load(): KnownAsset[]
  save(assets: readonly KnownAsset[]): void
}

interface Kept {
  /** Session and privacy level: style sheets are masked, so that their bytes follow it. */
  readonly scope: string
  readonly assets: KnownAsset[]
}

const assetKey = 'playhead.assets'
const maxKept = 200

/** @param scope what is remembered holds for; null: nothing may be remembered any more */
export function createAssetMemory(window: Window, secret: HashSecret, scope: () => string | null): AssetMemory {
  const own = (): Storage => window.sessionStorage
  return {
    secret,
    load() {
      const found = read<Kept>(own, assetKey)
      return found?.scope === scope() ? found.assets : []
    },
    save(assets) {
      // What the server lacks is kept first.
      const chosen = [...assets].sort((a, b) => Number(a.isStored) - Number(b.isStored)).slice(0, maxKept)
      if (scope()) write(own, assetKey, { scope: scope(), assets: chosen })
    },
  }
}
