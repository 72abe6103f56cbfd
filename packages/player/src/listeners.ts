/** Who listens to which event. */
export interface Listeners<Events> {
  emit<E extends keyof Events>(event: E, value: Events[E]): void
  /** Returns what ends the listening. */
  on<E extends keyof Events>(event: E, fn: (value: Events[E]) => void): () => void
  clear(): void
}

export function createListeners<Events>(): Listeners<Events> {
  const listeners = new Map<keyof Events, Set<(value: never) => void>>()
  const told = new Map<keyof Events, number>()
  return {
    emit(event, value) {
      const turn = (told.get(event) ?? 0) + 1
      told.set(event, turn)
      for (const fn of listeners.get(event) ?? []) {
        fn(value as never)
        // It made something newer happen, which all have been told.
        if (told.get(event) !== turn) return
      }
    },
    on(event, fn) {
      const own = listeners.get(event) ?? new Set()
      listeners.set(event, own.add(fn))
      return () => void own.delete(fn)
    },
    clear: () => listeners.clear(),
  }
}
