import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { decodeLane, inflateRaw, type Lane, readChunk } from '@playhead/wire'

const limit = { maxOutputLength: 64 << 20 }
const attempt = (task: () => Uint8Array): Uint8Array | null => {
  try {
    return task()
  } catch {
    return null
  }
}

/** All that bytes hold when everything in them is unpacked: the bytes themselves first. */
export async function openBytes(bytes: Uint8Array, depth = 0): Promise<Uint8Array[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const inner: Uint8Array[] = []
  for (let at = buffer.indexOf('PHC\x01', 0, 'latin1'); at >= 0; at = buffer.indexOf('PHC\x01', at + 1, 'latin1'))
    inner.push(...(await openChunk(buffer.subarray(at))))
  for (let at = 0; at < buffer.length - 2; at++) {
    const two = buffer.readUInt16BE(at)
    const found =
      two === 0x1f8b
        ? attempt(() => gunzipSync(buffer.subarray(at), limit))
        : two === 0x7801 || two === 0x785e || two === 0x789c || two === 0x78da
          ? attempt(() => inflateSync(buffer.subarray(at), limit))
          : null
    if (found?.length) inner.push(found)
  }
  if (depth === 0)
    for (const open of [inflateRawSync, brotliDecompressSync]) inner.push(attempt(() => open(buffer, limit)) ?? new Uint8Array())
  inner.push(...openColumns(buffer))
  const nested = depth < 2 ? await Promise.all(inner.filter(({ length }) => length).map((found) => openBytes(found, depth + 1))) : [inner]
  return [bytes, ...nested.flat()]
}

/** Both lanes of the chunk that begins here, inflated, and once more as what they say. */
async function openChunk(bytes: Buffer): Promise<Uint8Array[]> {
  const opened: Uint8Array[] = []
  // A chunk in a file does not say how long it is, but its lanes do.
  const end = attempt(() => {
    let at = 4
    const varint = (): number => {
      let value = 0
      for (let shift = 0; ; shift += 7) {
        const byte = bytes.readUInt8(at++)
        value += (byte & 127) * 2 ** shift
        if (byte < 128) return value
      }
    }
    // The length is read before `at` is.
    const skip = (length: number): void => void (at += length)
    skip(varint())
    for (let lane = 0; lane < 2; lane++) {
      skip(1)
      varint()
      skip(varint())
    }
    return bytes.subarray(0, at + 4)
  })
  if (!end) return opened
  try {
    const chunk = readChunk(end)
    opened.push(Buffer.from(JSON.stringify(chunk.header)))
    for (const lane of ['signal', 'dom'] as const satisfies readonly Lane[]) {
      const stored = chunk[lane]
      const raw = stored.deflated ? await inflateRaw(stored.bytes, stored.rawBytes) : stored.bytes
      opened.push(raw)
      opened.push(Buffer.from(JSON.stringify(decodeLane(raw, chunk, lane as 'signal'))))
    }
  } catch {
    // Four letters that begin no chunk.
  }
  return opened
}

/** The blocks of a column file of the index (LZ4 or stored), which stand one after the other. */
function openColumns(buffer: Buffer): Uint8Array[] {
  const out: Uint8Array[] = []
  for (let at = 0; at + 25 <= buffer.length;) {
    const method = buffer[at + 16]
    const size = buffer.readUInt32LE(at + 17)
    const rawSize = buffer.readUInt32LE(at + 21)
    if ((method !== 0x82 && method !== 0x02) || size < 9 || at + 16 + size > buffer.length || rawSize > 64 << 20) break
    const body = buffer.subarray(at + 25, at + 16 + size)
    const raw = method === 0x02 ? body : attempt(() => openLz4(body, rawSize))
    if (!raw) break
    out.push(raw)
    at += 16 + size
  }
  return out
}

/** One LZ4 block. @throws where it is none */
export function openLz4(block: Uint8Array, rawSize: number): Uint8Array {
  const out = Buffer.alloc(rawSize)
  let at = 0
  let to = 0
  const length = (first: number): number => {
    let sum = first
    if (first === 15)
      for (let byte = 255; byte === 255;) {
        byte = block[at++] ?? 0
        sum += byte
      }
    return sum
  }
  while (at < block.length) {
    const token = block[at++]!
    const literals = length(token >> 4)
    out.set(block.subarray(at, at + literals), to)
    at += literals
    to += literals
    if (at >= block.length) break
    const offset = block[at]! | (block[at + 1]! << 8)
    at += 2
    if (!offset || offset > to) throw new Error('not LZ4')
    for (let left = length(token & 15) + 4; left > 0; left--) out[to] = out[to++ - offset]!
  }
  if (to !== rawSize) throw new Error('not LZ4')
  return out
}
