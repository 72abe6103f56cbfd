/** FNV-1a, 32 bits, 8 hex digits: the same everywhere, for what is no secret. */
export function hashText(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hexOf(hash)
}
const hexOf = (number: number): string => (number >>> 0).toString(16).padStart(8, '0')

/**
 * Two numbers of 32 bits as 16 hex digits: what hashes of one visitor are keyed with, so that what was hidden cannot be
 * found by trying. It never leaves the browser. A string: pages change how arrays become JSON.
 */
export type HashSecret = string

/** What was kept of one, or a new one. */
export function secretFrom(kept?: unknown): HashSecret {
  if (typeof kept === 'string' && /^[\da-f]{16}$/.test(kept)) return kept
  const [one, other] = crypto.getRandomValues(new Uint32Array(2))
  return hexOf(one!) + hexOf(other!)
}

/** Tells two texts apart without telling them to who lacks the secret. */
export type Hash = (text: string) => string

/**
 * HalfSipHash-2-4, 8 hex digits.
 * @see https://github.com/veorq/SipHash
 */
export function createHash(secret: HashSecret): Hash {
  const [k0, k1] = [parseInt(secret.slice(0, 8), 16), parseInt(secret.slice(8), 16)]
  const turn = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))
  return (text) => {
    let [a, b, c, d] = [k0, k1, 0x6c796765 ^ k0, 0x74656462 ^ k1]
    function mix(rounds: number): void {
      for (; rounds; rounds--) {
        a = (a + b) | 0
        b = turn(b, 5) ^ a
        c = (c + d) | 0
        d = turn(d, 8) ^ c
        a = (turn(a, 16) + d) | 0
        d = turn(d, 7) ^ a
        c = (c + b) | 0
        b = turn(b, 13) ^ c
        c = turn(c, 16)
      }
    }
    function take(word: number): void {
      d ^= word
      mix(2)
      a ^= word
    }
    for (let i = 0; i < text.length; i += 2) take(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16))
    take(text.length)
    c ^= 0xff
    mix(4)
    return hexOf(b ^ d)
  }
}
