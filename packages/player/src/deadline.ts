import type { LoadOptions } from '@playhead/wire'

/** Longer than this nobody waits for one part of a recording. */
const loadMs = 15_000

/**
 * Loads a part of a recording. Rejects where it has not come in time: what waits for it goes on without; and where
 * `over` is aborted: then nothing more is asked for.
 */
export async function inTime<T>(load: (options: LoadOptions) => Promise<T> | undefined, over: AbortSignal): Promise<T> {
  over.throwIfAborted()
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`it did not come within ${loadMs / 1000} s`)), loadMs)
  const signal = AbortSignal.any([over, late.signal])
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      const loading = load({ signal })
      if (loading) loading.then(resolve, reject)
      else reject(new Error('the source has none'))
    })
  } finally {
    clearTimeout(timer)
  }
}
