let table: Uint32Array | undefined

/** CRC-32C (Castagnoli) of bytes, as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, end: number = bytes.length): number {
  const t = (table ??= createTable())
  let crc = ~0
  for (let i = 0; i < end; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function createTable(): Uint32Array {
  const made = new Uint32Array(256)
  for (let n = 0; n < 256; n++) {
    let c = n
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1
    made[n] = c
  }
  return made
}
