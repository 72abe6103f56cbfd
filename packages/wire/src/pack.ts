import { readVarint, varint } from './codec.ts'
import { WireError } from './error.ts'

/** Several chunks as one piece: each after its length as a varint. */
export function packChunks(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const parts = chunks.flatMap((bytes) => [varint(bytes.length), bytes])
  const packed = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    packed.set(part, at)
    at += part.length
  }
  return packed
}

/** Takes {@link packChunks} apart; the chunks share its bytes. Throws a WireError `cut` when the last one is not whole. */
export function unpackChunks(packed: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < packed.length;) {
    const [length, start] = readVarint(packed, at)
    at = start + length
    if (at > packed.length) throw new WireError('cut', packed.length, 'a chunk ends too early')
    chunks.push(packed.subarray(start, at))
  }
  return chunks
}
