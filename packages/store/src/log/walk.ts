import type { FileHandle } from 'node:fs/promises'
import { fileHead } from './file.ts'
import { readHead, type RecordHead, recordMagic } from './record.ts'

/** A record's header, and how its chunk begins: enough to tell whose it is. */
export interface WalkedRecord extends RecordHead {
  readonly at: number
  readonly chunkAt: number
  readonly endAt: number
  /** The chunk's first bytes, {@link beginningBytes} at most. */
  readonly beginning: Buffer
}

/** Reads a stretch of a log file, shorter where that ends. */
export type ReadAt = (at: number, sizeBytes: number) => Promise<Buffer>

export const handleReader =
  (file: FileHandle): ReadAt =>
  async (at, sizeBytes) => {
    const bytes = Buffer.allocUnsafe(sizeBytes)
    let done = 0
    for (let isMore = true; isMore && done < sizeBytes;) {
      const { bytesRead } = await file.read(bytes, done, sizeBytes - done, at + done)
      done += bytesRead
      isMore = bytesRead > 0
    }
    return bytes.subarray(0, done)
  }

/** A chunk's own header, which names its session, is shorter. */
export const beginningBytes = 160
const windowBytes = 4_096
const searchBytes = 1 << 20

/**
 * Goes through a log file's records up to `untilAt` without reading their chunks, whether these are whole or not. Where no
 * header can be read, it goes on at the next one. @see docs/storage-format.md#L5
 */
export async function* walkRecords(readAt: ReadAt, untilAt: number): AsyncGenerator<WalkedRecord> {
  const read: ReadAt = (at, sizeBytes) => readAt(at, Math.max(0, Math.min(sizeBytes, untilAt - at)))
  let at = fileHead.length
  while (at < untilAt) {
    const window = await read(at, windowBytes)
    const head = readHead(window, 0)
    const endAt = head ? at + head.headBytes + head.chunkBytes : Infinity
    if (head && endAt <= untilAt) {
      const beginning = window.subarray(head.headBytes, head.headBytes + Math.min(beginningBytes, head.chunkBytes))
      yield { ...head, at, chunkAt: at + head.headBytes, endAt, beginning }
      at = endAt
    } else {
      at = await nextHeader(read, at + 1, untilAt)
    }
  }
}

async function nextHeader(read: ReadAt, fromAt: number, untilAt: number): Promise<number> {
  for (let at = fromAt; at < untilAt; at += searchBytes) {
    // A header may stand across the border of two pieces.
    const bytes = await read(at, searchBytes + windowBytes)
    for (let found = bytes.indexOf(recordMagic); found >= 0 && found < searchBytes; found = bytes.indexOf(recordMagic, found + 1))
      if (readHead(bytes, found)) return at + found
  }
  return untilAt
}
