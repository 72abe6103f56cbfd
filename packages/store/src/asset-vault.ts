import type { ByteStore } from './bytes/byte-store.ts'
import { StoreError } from './error.ts'
import { hashChunk } from './log/record.ts'
import type { Asset, AssetVault } from './store.ts'
import { isSystemError } from './system-error.ts'

/** For so long an asset that was seen in S3 is known to be there: every chunk asks for those of its page. */
const knownMs = 60_000
const mostKnown = 50_000

/** A vault that keeps whatever it is given. */
export interface ObjectVault extends Omit<AssetVault, 'put'> {
  /** Throws StoreError `bad-hash` when the bytes are not what the hash says. */
  put(project: string, hash: string, mime: string, bytes: Uint8Array): Promise<void>
  /** False: it was not there, or is used. From the call on nobody is told that it is there, and who refers to it is asked for its bytes. */
  remove(project: string, hash: string, isUsed: () => Promise<boolean>): Promise<boolean>
}
/** `isUsed`: default is that a stored chunk names it. */
export interface NamedVault extends AssetVault {
  remove(project: string, hash: string, isUsed?: () => Promise<boolean>): Promise<boolean>
}

/**
 * Keeps what a stored chunk names, and nothing else: whoever has the public key may send assets, and of one that nobody names
 * no erasure would know. @see docs/storage-format.md#L10
 */
export function keepNamed(vault: ObjectVault, isNamed: (project: string, hash: string) => Promise<boolean>): NamedVault {
  const remove: NamedVault['remove'] = (project, hash, isUsed = () => isNamed(project, hash)) => vault.remove(project, hash, isUsed)
  return {
    ...vault,
    remove,
    async put(project, hash, mime, content) {
      if (!(await isNamed(project, hash))) return false
      await vault.put(project, hash, mime, content)
      const isKept = await isNamed(project, hash)
      // Its session was erased while it was being written: whoever erased it may have looked before.
      if (!isKept) await remove(project, hash)
      return isKept
    },
  }
}

/** Content-addressed objects: `assets/<project>/<hash>`, whose first line is the mime type. @see docs/storage-format.md#L10 */
export function openAssetVault(bytes: ByteStore): ObjectVault {
  const keyOf = (project: string, hash: string): string | null =>
    /^[\w-]{1,255}$/.test(project) && /^[\w-]{22}$/.test(hash) ? `assets/${project}/${hash}` : null
  const seen = new Map<string, number>()
  const see = (key: string): void => {
    if (!bytes.isRemote) return
    seen.delete(key)
    seen.set(key, Date.now())
    if (seen.size > mostKnown) seen.delete(seen.keys().next().value!)
  }
  /** Null: it is not there, or its bytes are not what its hash says. */
  async function read(key: string, hash: string): Promise<Asset | null> {
    const file = await bytes.get(key)
    if (!file) return null
    const line = file.indexOf(10)
    const content = file.subarray(line + 1)
    return hashChunk(content).toString('base64url') === hash ? { bytes: content, mime: file.toString('latin1', 0, line) } : null
  }
  /** Assets that are being removed: from the moment it is asked they are not there, and one put again comes after. */
  const going = new Map<string, Promise<unknown>>()
  return {
    async has(project, hash) {
      const key = keyOf(project, hash)
      if (key === null || going.has(key)) return false
      if (Date.now() - (seen.get(key) ?? 0) < knownMs) return true
      const isThere = (await bytes.size(key)) !== null
      if (isThere) see(key)
      return isThere
    },
    async put(project, hash, mime, content) {
      const key = keyOf(project, hash)
      if (key === null || hashChunk(content).toString('base64url') !== hash)
        throw new StoreError('bad-hash', `The bytes of the asset ${hash.slice(0, 30)} are not what its hash says.`)
      await going.get(key)?.catch(() => undefined)
      await bytes.put(key, [Buffer.from(`${mime.replace(/[^\x20-\x7e]/g, '').slice(0, 200)}\n`), content])
      see(key)
    },
    async remove(project, hash, isUsed) {
      const key = keyOf(project, hash)
      if (key === null) return false
      seen.delete(key)
      const removal = isUsed().then((used) => !used && removeObject(bytes, key))
      going.set(key, removal)
      return removal.finally(() => going.delete(key))
    },
    async get(project, hash) {
      const key = keyOf(project, hash)
      const asset = key === null ? null : await read(key, hash)
      // Damaged is as good as not there.
      if (key !== null && !asset) seen.delete(key)
      return asset
    },
    async check(project, hash) {
      const key = keyOf(project, hash)
      if (key === null) return 'none'
      try {
        if (await read(key, hash)) return 'whole'
        return (await bytes.size(key)) === null ? 'none' : 'damaged'
      } catch (error) {
        // It is there, and of no use as it is: that has to be told, and the others looked at.
        if (isSystemError(error)) return 'damaged'
        throw error
      }
    },
  }
}

async function removeObject(bytes: ByteStore, key: string): Promise<boolean> {
  const isThere = (await bytes.size(key)) !== null
  await bytes.delete(key)
  return isThere
}
