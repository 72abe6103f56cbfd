interface Store {
  getState(): unknown
}
type Next = (action: unknown) => unknown
export interface ReduxOptions {
  /** Where the state goes: what `createState()` made, or else the page's `playhead`. */
  readonly state?: { tell(name: string, value: unknown, action?: string): void } | undefined
  /** What the store is called in the recording. */
  readonly name?: string | undefined
}

/** Throws as long as the page has none: what is told later begins with the whole state. */
const global = {
  tell: (...args: unknown[]): void => (globalThis as unknown as { playhead: { state(...args: unknown[]): void } }).playhead.state(...args),
}

/** Redux middleware that tells the store's state, masked, and the type of the action that led to it. */
export function createPlayheadMiddleware({ state = global, name = 'redux' }: ReduxOptions = {}): (store: Store) => (next: Next) => Next {
  return (store) => {
    /** A state of Redux is never changed in place: the same one says that an action did nothing, or an inner one all. */
    let last: unknown = tell
    function tell(action?: unknown): void {
      try {
        const now = store.getState()
        if (now === last) return
        const { type } = Object(action) as { type?: unknown }
        state.tell(name, now, typeof type === 'string' ? type : undefined)
        last = now
      } catch {
        // The store works as it would without this.
      }
    }
    tell()
    return (next) => (action) => {
      const result = next(action)
      tell(action)
      return result
    }
  }
}
