/**
 * A function of `owner` as the browser made it, bound to it, or a constructor: zone.js keeps that under another name, and
 * its own would re-render the page. @see docs/good-guest.md
 */
export function native<T extends object, K extends keyof T & string>(owner: T, name: K): T[K] {
  const found = (owner as Record<string, unknown>)[`__zone_symbol__${name}`] ?? owner[name]
  // Not by `bind`, which pages replace by one that makes no constructors.
  return (/^[A-Z]/.test(name) ? found : (...args: unknown[]) => Reflect.apply(found as () => unknown, owner, args)) as T[K]
}

/** Runs a task of ours that the page's code called, outside the zone which that code is in: what it waits for stays outside too. */
export function outside<R>(task: () => R): R {
  const { Zone } = globalThis as { Zone?: { root?: { run?(what: () => R): R } } }
  return Zone?.root?.run ? Zone.root.run(task) : task()
}

/** Told of a call after it was made. What it returns, unless undefined, replaces the result. */
export type AfterCall = (self: unknown, args: unknown[], result: unknown) => unknown

/**
 * Replaces a method, or a property's setter or getter, by one that calls it first and `after` then. Exceptions pass untouched.
 * A proxy keeps its name, length, properties and the looks of native code. Undone only while nobody has patched on top.
 */
export function patch(target: object | undefined, name: string, after: AfterCall, part: 'value' | 'set' | 'get' = 'value'): () => void {
  const found = (): PropertyDescriptor | undefined => target && Object.getOwnPropertyDescriptor(target, name)
  const original = found()?.[part] as ((...args: unknown[]) => unknown) | undefined
  if (typeof original !== 'function') return () => undefined
  let isOn = true
  const patched = new Proxy(original, {
    apply(_, self, args) {
      const result = Reflect.apply(original, self, args)
      return isOn ? (after(self, args, result) ?? result) : result
    },
    // Of a constructor, what it makes is both who was called and the result.
    construct(_, args, newTarget) {
      const made = Reflect.construct(original, args, newTarget) as object
      if (isOn) after(made, args, made)
      return made
    },
  })
  function put(value: unknown): void {
    try {
      Object.defineProperty(target!, name, { ...found(), [part]: value })
    } catch {
      // A frozen prototype: this hook sees nothing.
    }
  }
  put(patched)
  return () => {
    isOn = false
    if (found()?.[part] === patched) put(original)
  }
}
