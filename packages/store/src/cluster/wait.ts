/** Waits until nothing is left, for as long as it gets less. False: for `patienceMs` it did not. */
export async function waitWhileLess(
  leftOf: () => Promise<number>,
  { patienceMs, pauseMs = 100 }: { patienceMs: number; pauseMs?: number },
): Promise<boolean> {
  let [least, endMs] = [Infinity, 0]
  for (;;) {
    const left = await leftOf()
    if (left === 0) return true
    if (left < least) [least, endMs] = [left, Date.now() + patienceMs]
    if (Date.now() > endMs) return false
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
