/** Whether this visitor chose to be recorded, or not to be. */
export const consentKey = 'playhead.consent'
/** The database of what could not be sent: by the same name, which the loader, where every byte counts, says once. */
export const spillName = 'playhead.consent'
/** Of the visit. */
export const visitKey = 'playhead.visit'

/** Storage that may be full, forbidden or absent. */
export function read<T>(storage: () => Storage, name: string): T | null {
  try {
    return JSON.parse(storage().getItem(name) ?? 'null') as T | null
  } catch {
    return null
  }
}
export function write(storage: () => Storage, name: string, value: unknown): void {
  try {
    if (value === null) storage().removeItem(name)
    else storage().setItem(name, typeof value === 'string' ? value : JSON.stringify(value))
  } catch {
    // Then this page remembers for itself only.
  }
}

/** What the visitor chose, in whichever tab. Null: nothing, or storage is forbidden. */
export function rememberedConsent(window: Window): string | null {
  try {
    return window.localStorage.getItem(consentKey)
  } catch {
    return null
  }
}

/** Removes all that was ever remembered, by this document or another, but the choice itself. The loader does the same. */
export function forgetAll(window: Window): void {
  for (const storage of [() => window.localStorage, () => window.sessionStorage])
    try {
      for (const name of Object.keys(storage())) if (name.startsWith('playhead.') && name !== consentKey) storage().removeItem(name)
    } catch {
      // What is forbidden holds nothing.
    }
  try {
    ;(window as Window & typeof globalThis).indexedDB.deleteDatabase(spillName)
  } catch {
    // Nor does this.
  }
}
