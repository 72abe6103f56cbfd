const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** 128 bits as 22 characters of base64url: random, or with the time in front so that ids sort by it. @see docs/recording-format.md#W11 */
export const createId = (): string => idFromBytes(randomBytes())

/** A session's id: epoch ms as 6 bytes big-endian, then 10 random bytes. */
export function createSessionId(timeMs: number): string {
  const bytes = randomBytes()
  for (let i = 5, rest = Math.floor(timeMs); i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
  return idFromBytes(bytes)
}

const randomBytes = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(16))

/** 16 bytes as 22 characters. */
export function idFromBytes(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 6; bits -= 6) text += letters[(held >> (bits - 6)) & 63]
  }
  return text + letters[(held << (6 - bits)) & 63]
}
