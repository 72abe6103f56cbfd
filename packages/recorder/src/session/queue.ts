/** What was said, how, and when (epoch ms). */
export type Said<T> = readonly [verb: string, what: T, timeMs: number]
/** By the name of a state, of which the last is kept; else by an object of its own. `n`: how much went. */
export type Queue<T> = Map<unknown, Said<T>> & { n?: number | undefined }

/**
 * Keeps what a site says before there is a recorder, in the loader as in the recorder. Of a state only the last counts.
 * Beyond a hundred the oldest of what happened goes (`track`, `page`, `captureError`), beyond two hundred the oldest of
 * what holds too: who the visitor is, variants, flags, states, consent. What went is counted.
 */
export const enqueue = <T>(queue: Queue<T>, verb: string, what: T, timeMs: number = Date.now()): void => {
  queue.set(verb === 'state' ? (what as unknown[])[0] : {}, [verb, what, timeMs])
  for (const [oldest, [of]] of queue)
    if (queue.size > (/^[tpc]/.test(of) ? 100 : 200)) {
      queue.delete(oldest)
      queue.n = -~queue.n!
    }
}
