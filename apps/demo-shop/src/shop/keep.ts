/** Reads a JSON value from this browser's storage; the fallback when there is none or storage is closed to us. */
export function readKept<T>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(name)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

/** Keeps a JSON value; storage that is full or closed loses it quietly, the page goes on. */
export function writeKept(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {
    // private windows and full disks: the shop works for this page view only
  }
}
