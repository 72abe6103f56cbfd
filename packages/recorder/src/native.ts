type Native = 'setTimeout' | 'clearTimeout' | 'requestAnimationFrame' | 'fetch' | 'MutationObserver'

/** A global function as the browser made it: zone.js keeps it under another name, and its own would re-render the page. */
export function native<K extends Native>(window: Window & typeof globalThis, name: K): (typeof globalThis)[K] {
  const kept = (window as unknown as Record<string, unknown>)[`__zone_symbol__${name}`]
  const found = (kept ?? window[name]) as (typeof globalThis)[K]
  return name === 'MutationObserver' ? found : ((found as { bind(to: unknown): unknown }).bind(window) as (typeof globalThis)[K])
}

/** Told of a call after it was made. What it returns, unless undefined, replaces the result. */
export type AfterCall = (self: unknown, args: unknown[], result: unknown) => unknown

/**
 * Replaces a method by one that calls it first and `after` then. Exceptions pass untouched. Undone only while nobody
 * has patched on top.
 */
export function patch(target: object | undefined, name: string, after: AfterCall): () => void {
  const owner = target as Record<string, unknown> | undefined
  const original = owner?.[name]
  if (!owner || typeof original !== 'function') return () => undefined
  let isOn = true
  const patched = {
    [name](this: unknown, ...args: unknown[]): unknown {
      const result: unknown = Reflect.apply(original, this, args)
      return isOn ? (after(this, args, result) ?? result) : result
    },
  }[name]
  try {
    owner[name] = patched
  } catch {
    // A frozen prototype: this hook sees nothing.
  }
  return () => {
    isOn = false
    if (owner[name] === patched) owner[name] = original
  }
}

/** The same for the setter of a property. */
export function patchSetter(target: object, name: string, after: (self: unknown) => void): () => void {
  const found = Object.getOwnPropertyDescriptor(target, name)
  const set = found?.set
  if (!found?.configurable || !set) return () => undefined
  let isOn = true
  Object.defineProperty(target, name, {
    ...found,
    set(this: unknown, value: unknown) {
      Reflect.apply(set, this, [value])
      if (isOn) after(this)
    },
  })
  return () => {
    isOn = false
  }
}
