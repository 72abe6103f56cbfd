import type { FinishQueue, SessionName } from '../catalog/recording.ts'
import { StoreError } from '../error.ts'

const pollMs = 200
const retryMs = 1_000

/** Takes recording files out of other servers' hands for a while. */
export function createClaims(options: {
  finish: Pick<FinishQueue, 'claim' | 'release'>
  /** So long it waits for who makes one of them. */
  patienceMs: number
  /** This process is about to go, and its claims with it. */
  isClosing(): boolean
}): {
  /** Runs `work` while no other server makes recording files of these sessions. Throws StoreError `lease-lost`. */
  withClaims<T>(names: readonly SessionName[], work: () => Promise<T>): Promise<T>
} {
  const { finish, patienceMs, isClosing } = options

  async function release(names: readonly SessionName[]): Promise<void> {
    const left = [...names]
    // Whatever goes wrong: one that is kept keeps all other servers from it for as long as this process lives.
    for (; left.length && !isClosing(); await sleep(retryMs)) {
      try {
        for (let name = left[0]; name; name = left[0]) {
          await finish.release(name)
          left.shift()
        }
        return
      } catch {
        // PostgreSQL is down: again, until it is back.
      }
    }
  }
  return {
    async withClaims(names, work) {
      const endMs = Date.now() + patienceMs
      const claimed: SessionName[] = []
      try {
        for (const name of names) {
          // Also where nobody hears the answer.
          claimed.push(name)
          while (!(await finish.claim(name))) {
            if (Date.now() > endMs)
              throw new StoreError('lease-lost', `The recording file of ${name.session} is being made; it is erased later.`)
            await sleep(pollMs)
          }
        }
        return await work()
      } finally {
        // Who erases is told at once what became of it; releasing may take until PostgreSQL is back.
        await Promise.race([release(claimed), sleep(retryMs)])
      }
    },
  }
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
