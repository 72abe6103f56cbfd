/** Ordinal of the first of ascending times that is not before `ms`; their count when there is none. */
export function firstFrom(times: readonly number[], ms: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < ms) low = middle + 1
    else high = middle
  }
  return low
}
