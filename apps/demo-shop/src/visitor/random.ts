/** A seeded source of chance: the same seed gives the same visitors. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  between(from: number, to: number): number
  pick<T>(items: readonly T[]): T
  /** Picks a key by its weight. */
  weigh<K extends string>(weights: Record<K, number>): K
}

/** mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weigh(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) if ((left -= weight) < 0) return name
      return entries.at(-1)![0]
    },
  }
}
