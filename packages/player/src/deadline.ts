/** Longer than this nobody waits for one part of a recording. */
const loadMs = 15_000

/** Rejects where a load has not come in time: what waits for it goes on without. */
export function inTime<T>(load: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not come within ${loadMs / 1000} s`)), loadMs)
    load.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
