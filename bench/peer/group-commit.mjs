import { open } from 'node:fs/promises'

/** The least that must be done to acknowledge after a sync: gather what came meanwhile, write, sync. */
export async function openGroupCommit(path) {
  const file = await open(path, 'a')
  let waiting = []
  let isRunning = false
  async function run() {
    isRunning = true
    while (waiting.length) {
      const batch = waiting
      waiting = []
      await file.writev(batch.map(({ body }) => body))
      await file.datasync()
      for (const { done } of batch) done()
    }
    isRunning = false
  }
  return (body, done) => {
    waiting.push({ body, done })
    if (!isRunning) void run()
  }
}
