import { setImmediate } from 'node:timers/promises'
import type { ByteStore, StoredObject } from '../bytes/byte-store.ts'
import type { Catalog } from '../catalog/catalog.ts'

const prefixOf = (project: string): string => `assets/${project}/`

/** What is kept of a project's assets, and how many sessions name each, by hash. */
export interface KeptAssets {
  readonly assets: ReadonlyMap<string, StoredObject>
  readonly users: ReadonlyMap<string, number>
}

/** The assets that are kept of a project, by their hashes. */
export async function listAssets(bytes: ByteStore, project: string): Promise<Map<string, StoredObject>> {
  const found = new Map<string, StoredObject>()
  for await (const object of bytes.objects(prefixOf(project))) found.set(object.key.slice(prefixOf(project).length), object)
  return found
}

export const sizeOfAll = (assets: readonly StoredObject[]): number => assets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/**
 * Says of sessions, one after the other, how many bytes of assets go with each: of those that only it, and sessions that were
 * asked about before, name.
 */
export function createAssetTally(
  { catalog, project }: { catalog: Catalog; project: string },
  { assets, users }: KeptAssets,
): (session: string) => Promise<number> {
  const left = new Map(users)
  return async (session) => {
    // SQLite answers at once, of however many: who sends chunks meanwhile is let in between.
    await setImmediate()
    let freedBytes = 0
    for (const hash of new Set((await catalog.assets(project, session)).map((asset) => asset.hash))) {
      const others = (left.get(hash) ?? 0) - 1
      left.set(hash, others)
      if (others === 0) freedBytes += assets.get(hash)?.sizeBytes ?? 0
    }
    return freedBytes
  }
}
