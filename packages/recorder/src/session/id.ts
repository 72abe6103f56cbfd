const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Bytes as base64url without padding. */
export function base64Url(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 6; bits -= 6) text += letters[(held >> (bits - 6)) & 63]
  }
  return bits ? text + letters[(held << (6 - bits)) & 63] : text
}

/** 16 random bytes, 22 characters. With a time, the first 6 bytes are its epoch ms, so that ids sort by it. */
export function createId(timeMs?: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  if (timeMs) for (let i = 5, rest = timeMs; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
  return base64Url(bytes)
}
