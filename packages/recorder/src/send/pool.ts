export interface Pool {
  /** Runs `task` as soon as fewer than the limit run. `isUrgent`: before all that wait. */
  add(task: () => Promise<unknown>, isUrgent?: boolean): void
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>
}

/** Tasks, at most `limit` at a time. What a task throws stays in it. */
export function createPool(limit: number): Pool {
  const waiting: (() => Promise<unknown>)[] = []
  const listeners: (() => void)[] = []
  let running = 0
  const release = (): void => {
    running--
    start()
  }
  function start(): void {
    while (running < limit && waiting.length) {
      running++
      void waiting.shift()!().then(release, release)
    }
    if (!running) for (const listener of listeners.splice(0)) listener()
  }
  return {
    add(task, isUrgent = false) {
      if (isUrgent) waiting.unshift(task)
      else waiting.push(task)
      start()
    },
    idle: () => (running ? new Promise((resolve) => void listeners.push(resolve)) : Promise.resolve()),
  }
}
