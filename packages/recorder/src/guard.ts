import { outside } from './native.ts'
import { errorName } from './watch/error.ts'

/** Keeps the page safe from the recorder: what throws in a hook stays in it, and is counted. */
export interface Guard {
  wrap<A extends unknown[], R>(hook: (...args: A) => R): (...args: A) => R | undefined
  /** Hands on how many failures there are that were not told yet, and the first one's class. What throws on the way is told later. */
  tell(lose: (count: number, detail: string) => void): void
}

/** What a page throws may throw when it is looked at. */
function classOf(error: unknown): string {
  try {
    return errorName(String((error as Error | null)?.name))
  } catch {
    return 'Error'
  }
}

export function createGuard(): Guard {
  let count = 0
  let detail = ''
  return {
    wrap:
      (hook) =>
      (...args) => {
        try {
          return outside(() => hook(...args))
        } catch (error) {
          // Never the message, nor a name of the page's own: they could hold what it shows.
          if (!count++) detail = classOf(error)
          return undefined
        }
      },
    tell(lose) {
      if (!count) return
      const told = count
      lose(told, detail)
      count -= told
    },
  }
}
