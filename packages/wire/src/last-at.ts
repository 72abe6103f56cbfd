/** The index of the last entry at or before `atMs`, or -1. Entries are ordered by time. */
export function lastAt(entries: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.atMs <= atMs) low = middle + 1
    else high = middle
  }
  return low - 1
}
