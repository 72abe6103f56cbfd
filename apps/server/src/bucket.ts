export interface Buckets {
  /** Takes one from the bucket of `key`; returns how many seconds to wait when it is empty, else 0. */
  take(key: string): number
}

/**
 * Token buckets, one per key, refilled as time passes.
 * At most `maxKeys` are remembered; the one unused for longest goes first, and is full again when it comes back.
 */
export function createBuckets(options: { perSecond: number; burst: number; maxKeys?: number; nowMs?: () => number }): Buckets {
  const { perSecond, burst, maxKeys = 20_000, nowMs = Date.now } = options
  const buckets = new Map<string, { left: number; atMs: number }>()
  return {
    take(key) {
      const now = nowMs()
      const bucket = buckets.get(key) ?? { left: burst, atMs: now }
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value!)
      bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.atMs) * perSecond) / 1000)
      bucket.atMs = now
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perSecond)
      bucket.left--
      return 0
    },
  }
}
