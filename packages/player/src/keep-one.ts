/** One thing that is open, and replaced where it breaks. */
export interface Kept<T> {
  /** The one that is open, or was last. */
  readonly last: T
  /** The one that is open; waits while it is replaced. */
  current(): Promise<T>
  /** Replaces a broken one, once for all who find it broken. */
  replace(broken: T, error: unknown): Promise<T>
  close(): void
}

export async function keepOne<T>(options: { open(): Promise<T>; close(one: T): void; onBroken(error: unknown): void }): Promise<Kept<T>> {
  let last = await options.open()
  let opening: Promise<T> | null = null
  let isOver = false
  async function reopen(error: unknown): Promise<T> {
    options.onBroken(error)
    options.close(last)
    try {
      last = await options.open()
      if (isOver) options.close(last)
      return last
    } finally {
      opening = null
    }
  }
  const current = (): Promise<T> => opening ?? Promise.resolve(last)
  return {
    get last() {
      return last
    },
    current,
    async replace(broken, error) {
      if (isOver) throw error
      return broken === last ? (opening ??= reopen(error)) : current()
    },
    close() {
      isOver = true
      options.close(last)
    },
  }
}
