/** What is made of something that is read: it is made at first use, and again when that is another. */
export interface Shelf<Made> {
  /** `source` is compared as it is: a file that has changed is another object. */
  get(name: string, source: unknown, make: () => Made): Made
}

export function createShelf<Made>(): Shelf<Made> {
  const all = new Map<string, { readonly source: unknown; readonly made: Made }>()
  return {
    get(name, source, make) {
      const known = all.get(name)
      if (known && known.source === source) return known.made
      const made = make()
      all.set(name, { source, made })
      return made
    },
  }
}
