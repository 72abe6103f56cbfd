/** Waits until nothing is left, for as long as that changes: it grows where all is begun anew. False: for `patienceMs` it stood. */
export async function waitWhileMoving(
  leftOf: () => Promise<number>,
  { patienceMs, pauseMs = 100 }: { patienceMs: number; pauseMs?: number },
): Promise<boolean> {
  let [before, endMs] = [NaN, 0]
  for (;;) {
    const askedMs = Date.now()
    const left = await leftOf()
    if (left === 0) return true
    if (left !== before) [before, endMs] = [left, Date.now() + patienceMs]
    if (Date.now() > endMs) return false
    // However long an answer takes, most of the time nothing is asked.
    const pause = Math.max(pauseMs, 4 * (Date.now() - askedMs))
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
