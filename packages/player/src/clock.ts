/** Calls back with every picture that the browser draws, with the ms since the one before. */
export interface Clock {
  readonly isRunning: boolean
  start(): void
  stop(): void
}

/** @param options.isBusy while true time stands still: what is to be shown is still being loaded. */
export function createClock(options: { isBusy(): boolean; onTick(passedMs: number): void }): Clock {
  let request = 0
  let lastMs = 0
  function tick(nowMs: number): void {
    // A hidden page is not drawn; the time it was hidden is not played.
    const passedMs = Math.min(250, Math.max(0, nowMs - lastMs))
    lastMs = nowMs
    request = requestAnimationFrame(tick)
    if (!options.isBusy()) options.onTick(passedMs)
  }
  return {
    get isRunning() {
      return request !== 0
    },
    start() {
      if (request) return
      lastMs = performance.now()
      request = requestAnimationFrame(tick)
    },
    stop() {
      cancelAnimationFrame(request)
      request = 0
    },
  }
}
