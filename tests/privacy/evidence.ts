import { openBytes } from './open.ts'
import { createSearch, type Find } from './search.ts'
import type { Planted } from './site.ts'

/** A canary where it must not be: its place, and in what it was found. */
export interface Leak extends Find {
  readonly planted: Planted
  readonly where: 'left the browser' | 'kept in the browser' | 'kept by the server'
  /** The address, key or file that it was in. */
  readonly what: string
}

export interface Evidence {
  readonly leaks: readonly Leak[]
  /** How much was searched, unpacked. */
  readonly sizeBytes: () => number
  add(where: Leak['where'], what: string, bytes: Uint8Array): Promise<void>
}

/** Gathers bytes and tells which canaries are in them; each once for where it was found. */
export function createEvidence(planted: readonly Planted[]): Evidence {
  const byCanary = new Map(planted.map((found) => [found.canary, found]))
  if (byCanary.size !== planted.length) throw new Error('two places have the same canary')
  const search = createSearch([...byCanary.keys()])
  const leaks: Leak[] = []
  const seen = new Set<string>()
  let sizeBytes = 0
  return {
    leaks,
    sizeBytes: () => sizeBytes,
    async add(where, what, raw) {
      for (const opened of await openBytes(raw)) {
        sizeBytes += opened.length
        for (const find of search(opened)) {
          const name = `${find.canary} ${where}`
          if (seen.has(name)) continue
          seen.add(name)
          leaks.push({ ...find, planted: byCanary.get(find.canary)!, where, what })
        }
      }
    },
  }
}
