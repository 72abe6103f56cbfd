import { hash } from 'node:crypto'
import { crc32c } from '@playhead/wire'

/** Marks where a record begins, so that reading can go on behind a damaged one. @see docs/storage-format.md#L4 */
export const recordMagic: Buffer = Buffer.from([0x89, 0x50, 0x48, 0x52, 0x0d, 0x0a, 0x1a, 0x0a])

/** Bytes that hold what a record begins with are no chunk: behind damage they would be read as a record, of whichever project they say. */
export const holdsRecord = (bytes: Uint8Array): boolean => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(recordMagic)

const prefixBytes = recordMagic.length + 8
const fixedBytes = 4 + 8 + 16 + 1
/** What stands before a record's chunk takes no more. */
export const mostHeadBytes: number = prefixBytes + fixedBytes + 255

export interface LogRecord {
  readonly project: string
  readonly receivedMs: number
  /** SHA-256 of the chunk, first 16 bytes. */
  readonly hash: Buffer
  readonly bytes: Uint8Array
}
/** Where a record stands; `chunkAt` is where its chunk begins. */
export interface ReadRecord extends LogRecord {
  readonly at: number
  readonly chunkAt: number
  readonly endAt: number
}

export const hashChunk = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer').subarray(0, 16)

/** The bytes before the chunk: magic, header length, CRC-32C of the header, header. @see docs/storage-format.md#L5 */
export function encodeRecordHead({ project, receivedMs, hash, bytes }: LogRecord): Buffer {
  const name = Buffer.from(project)
  const head = Buffer.alloc(prefixBytes + fixedBytes + name.length)
  recordMagic.copy(head)
  const headerLength = fixedBytes + name.length
  head.writeUInt32LE(headerLength, 8)
  let at = head.writeUInt32LE(bytes.length, prefixBytes)
  at = head.writeBigUInt64LE(BigInt(receivedMs), at)
  at += hash.copy(head, at)
  at = head.writeUInt8(name.length, at)
  name.copy(head, at)
  head.writeUInt32LE(crc32c(head.subarray(prefixBytes)), 12)
  return head
}

/** Whether a record was erased, by its chunk or how that begins. @see docs/storage-format.md#L23 */
export const isBlank = ({ receivedMs }: Pick<LogRecord, 'receivedMs'>, chunk: Uint8Array): boolean =>
  receivedMs === 0 && chunk.every((byte) => byte === 0)

/** What stands in a record before its chunk. */
export interface RecordHead {
  readonly project: string
  readonly receivedMs: number
  readonly hash: Buffer
  readonly headBytes: number
  readonly chunkBytes: number
}

/** The header of the record at `at`, whatever follows it; null: none stands there whole and undamaged. */
export function readHead(file: Buffer, at: number): RecordHead | null {
  if (at + prefixBytes + fixedBytes > file.length || recordMagic.compare(file, at, at + 8) !== 0) return null
  const headerLength = file.readUInt32LE(at + 8)
  const header = file.subarray(at + prefixBytes, at + prefixBytes + headerLength)
  if (header.length !== headerLength || headerLength < fixedBytes || headerLength > fixedBytes + 255) return null
  if (crc32c(header) !== file.readUInt32LE(at + 12)) return null
  return {
    project: header.toString('utf8', fixedBytes, fixedBytes + header[28]!),
    receivedMs: Number(header.readBigUInt64LE(4)),
    hash: Buffer.from(header.subarray(12, 28)),
    headBytes: prefixBytes + headerLength,
    chunkBytes: header.readUInt32LE(0),
  }
}

/**
 * How long the record that begins here should be, whether or not its chunk is right: `Infinity` when the file ends within
 * its header. Null when no header stands there.
 */
export function recordSize(rest: Buffer): number | null {
  const magicBytes = Math.min(recordMagic.length, rest.length)
  if (!rest.subarray(0, magicBytes).equals(recordMagic.subarray(0, magicBytes))) return null
  if (rest.length < prefixBytes) return Infinity
  const headerLength = rest.readUInt32LE(8)
  if (headerLength < fixedBytes || headerLength > fixedBytes + 255) return null
  const header = rest.subarray(prefixBytes, prefixBytes + headerLength)
  if (header.length < headerLength) return Infinity
  return crc32c(header) === rest.readUInt32LE(12) ? prefixBytes + headerLength + header.readUInt32LE(0) : null
}

/** The record that begins with this header and stands at `at` of its file; null: its chunk is not the one. @see docs/storage-format.md#L6 */
export function recordOf({ project, receivedMs, hash, headBytes, chunkBytes }: RecordHead, rest: Buffer, at: number): ReadRecord | null {
  const bytes = rest.subarray(headBytes, headBytes + chunkBytes)
  const chunkAt = at + headBytes
  return hash.equals(hashChunk(bytes)) ? { project, receivedMs, hash, bytes, at, chunkAt, endAt: chunkAt + chunkBytes } : null
}
