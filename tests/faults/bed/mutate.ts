/** Random numbers that come again with their seed. */
export interface Chance {
  /** 0 … below - 1. */
  below(below: number): number
  pick<T>(list: readonly T[]): T
}

/** Mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  return { below, pick: (list) => list[below(list.length)]! }
}

/** Numbers at which readers go wrong. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0xfe]

/** The bytes with a few changes: flipped, set, cut out, doubled, or with a piece of others in them. */
export function mutateBytes(from: Uint8Array, others: readonly Uint8Array[], chance: Chance): Buffer {
  let bytes = Buffer.from(from)
  for (let changes = 1 + chance.below(4); changes > 0; changes--) {
    const at = chance.below(bytes.length + 1)
    const length = chance.below(chance.pick([2, 8, 64, 1024]))
    const rest = bytes.subarray(Math.min(bytes.length, at + length))
    const kind = chance.below(7)
    if (kind === 0 && at < bytes.length) bytes[at]! ^= 1 << chance.below(8)
    else if (kind === 1 && at < bytes.length) bytes[at] = chance.pick(edges)
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), rest])
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)])
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(length, chance.pick(edges)), bytes.subarray(at)])
    else if (kind === 5) {
      const other = chance.pick(others)
      const start = chance.below(other.length)
      bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(start, start + length), rest])
    } else bytes = bytes.subarray(0, Math.max(1, at))
  }
  return bytes
}

const htmlParts: readonly string[] = (
  '<div> </div> <div_class="a"> <br> <script> </script> <style> <svg> </svg> <math> <template> <p < > </ " \' = / & &amp; ' +
  '&#x10FFFF; <!-- --> <!doctype_html> <![CDATA[ ]]> _ a x=" style=" <plaintext> <noscript> <foreignObject> <table> <select> ' +
  '<title> </title> <textarea> \0 \ud800'
)
  .split(' ')
  .map((part) => part.replaceAll('_', ' '))

/** Text that looks like a page's HTML, and is none. */
export function makeHtml(chance: Chance): string {
  let text = ''
  for (let parts = chance.below(60); parts > 0; parts--) text += chance.pick(htmlParts).repeat(chance.below(40) ? 1 : chance.below(3000))
  return text
}

const texts = [
  '',
  '*',
  '/cart',
  '**a*b**c*'.repeat(10),
  'a'.repeat(2000),
  '\0',
  '*a'.repeat(200),
  '__proto__',
  '7d',
  'phone',
  "' OR 1=1 --",
]
/** A tree that looks like a filter, made of these keys. */
export function makeTree(keys: readonly string[], chance: Chance, depth = 0): unknown {
  const kind = chance.below(depth > 8 ? 5 : 9)
  if (kind === 0) return chance.pick(texts)
  if (kind === 1) return chance.pick([0, -1, 1.5, 1e308, -0, NaN, 2 ** 53])
  if (kind === 2) return chance.pick([null, true, false, undefined])
  if (kind === 3) return []
  if (kind === 4) return {}
  if (kind === 5) return Array.from({ length: chance.below(6) }, () => makeTree(keys, chance, depth + 1))
  const made: Record<string, unknown> = {}
  for (let n = chance.below(3) + 1; n > 0; n--)
    Object.defineProperty(made, chance.pick(keys), { value: makeTree(keys, chance, depth + 1), enumerable: true, configurable: true })
  return made
}
