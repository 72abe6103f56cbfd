/** Bytes that one step takes: each has a table of its own, so that their look-ups do not wait for each other. */
const step = 8
let tables: Int32Array | undefined

/**
 * The same number as `crc32c`, at a third of its CPU: for who reads many chunks. The recorder, which writes few,
 * does without the tables' code.
 */
export function crc32cSliced(bytes: Uint8Array, end: number = bytes.length): number {
  const t = (tables ??= createTables())
  let crc = ~0
  let i = 0
  for (const stop = end - step + 1; i < stop; i += step) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc =
      t[1792 + (crc & 255)]! ^
      t[1536 + ((crc >>> 8) & 255)]! ^
      t[1280 + ((crc >>> 16) & 255)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!
  }
  for (; i < end; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

/** Table k says what a byte does to the sum k bytes later. */
function createTables(): Int32Array {
  const made = new Int32Array(step * 256)
  for (let n = 0; n < 256; n++) {
    let c = n
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1
    made[n] = c
  }
  for (let at = 256; at < made.length; at++) made[at] = made[made[at - 256]! & 255]! ^ (made[at - 256]! >>> 8)
  return made
}
