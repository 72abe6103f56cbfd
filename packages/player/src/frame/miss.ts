import type { MissingReply } from '../protocol.ts'

/** What could not be shown, each for the nodes that it was met at. */
export interface Misses {
  miss(what: string, detail: string, id: number): void
  /** Takes a miss back. */
  found(what: string, detail: string, id: number): void
  /** Takes back all of one. */
  clear(what: string, detail: string): void
  /** Counts that changed since they were told last. */
  news(): MissingReply['entries']
}

const keyOf = (what: string, detail: string): string => `${what} ${detail}`.slice(0, 400)

export function createMisses(): Misses {
  const counts = new Map<string, { what: string; detail: string; ids: Set<number>; sent: number }>()
  return {
    miss(what, detail, id) {
      const key = keyOf(what, detail)
      const known = counts.get(key)
      if (known) {
        if (known.ids.size < 10_000) known.ids.add(id)
      } else if (counts.size < 2000) counts.set(key, { what, detail: detail.slice(0, 400), ids: new Set([id]), sent: 0 })
    },
    found: (what, detail, id) => void counts.get(keyOf(what, detail))?.ids.delete(id),
    clear: (what, detail) => counts.get(keyOf(what, detail))?.ids.clear(),
    news() {
      const entries: [string, string, number][] = []
      for (const known of counts.values()) {
        if (known.sent === known.ids.size || entries.length === 1000) continue
        known.sent = known.ids.size
        entries.push([known.what, known.detail, known.sent])
      }
      return entries
    },
  }
}
