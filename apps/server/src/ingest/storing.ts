import type { StoreErrorCode } from '@playhead/store'

/** Whether chunks can be stored right now, by what became of the last ones: for `/ready`. */
export interface Storing {
  stored(): void
  failed(code: StoreErrorCode): void
  /** Why the last chunk could not be stored, where that is for a reason of ours; null: it was, or nobody knows any more. */
  trouble(): StoreErrorCode | null
}

/** Reasons for which any other chunk would be refused here, too. */
const ours: ReadonlySet<StoreErrorCode> = new Set(['disk-full', 'log-poisoned', 's3-unreachable', 'postgres-unreachable'])
/** Whom no balancer sends anything any more can have no success either: so long after the last failure it is tried again. */
const forgetMs = 10_000

export function createStoring(now: () => number = Date.now): Storing {
  let last: { readonly code: StoreErrorCode; readonly atMs: number } | null = null
  return {
    stored: () => void (last = null),
    failed(code) {
      if (ours.has(code)) last = { code, atMs: now() }
    },
    trouble: () => (last && now() - last.atMs < forgetMs ? last.code : null),
  }
}
