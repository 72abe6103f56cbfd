import type { ByteStore } from '../bytes/byte-store.ts'
import { hashChunk } from '../log/record.ts'
import { isSystemError } from '../system-error.ts'
import { decompress, isHead, type Part, partsOf, readTail, recordingHead, type RecordingIndex, recordingKey, tailBytes } from './file.ts'

/** An index is some ten thousand bytes; this is what a hostile one may inflate to. */
const mostIndexBytes = 64 << 20
/** What is read of a file's end at first: most indexes are within it. */
const firstReadBytes = 64 << 10

/** Reads a recording file's index. Null: there is no such file, or it is damaged. Throws StoreError `newer-data`. */
export async function readIndex(bytes: ByteStore, key: string): Promise<RecordingIndex | null> {
  const size = await bytes.size(key)
  if (size === null || size < recordingHead.length + tailBytes) return null
  const endAt = Math.max(0, size - firstReadBytes)
  const [head, end] = await Promise.all([bytes.read(key, 0, recordingHead.length), bytes.read(key, endAt, size - endAt)])
  if (!head || !end || !isHead(head, key)) return null
  const tail = readTail(end.subarray(-tailBytes))
  if (!tail || tail.sizeBytes > size - tailBytes) return null
  const at = size - tailBytes - tail.sizeBytes
  const body = at >= endAt ? end.subarray(at - endAt, at - endAt + tail.sizeBytes) : await bytes.read(key, at, tail.sizeBytes)
  if (!body || !hashChunk(body).equals(tail.hash)) return null
  return JSON.parse((await decompress(body, mostIndexBytes)).toString()) as RecordingIndex
}

/** A piece of a file as it stands there, which is brotli. Null: it is damaged, or gone. */
export async function readPart(bytes: ByteStore, key: string, { at, sizeBytes, hash }: Part): Promise<Buffer | null> {
  const part = await bytes.read(key, at, sizeBytes)
  return part && part.length === sizeBytes && hashChunk(part).toString('hex') === hash ? part : null
}

/** Reads the whole file, piece by piece. */
export async function isWhole(bytes: ByteStore, key: string): Promise<boolean> {
  try {
    const index = await readIndex(bytes, key)
    if (!index) return false
    for (const part of partsOf(index)) if (!(await readPart(bytes, key, part))) return false
    return true
  } catch (error) {
    // It is there, and of no use as it is.
    if (isSystemError(error)) return false
    throw error
  }
}

export interface IndexShelf {
  get(name: { project: string; session: string; source: string }): Promise<RecordingIndex | null>
  forget(name: { project: string; session: string; source: string }): void
}

/** Indexes of recordings that are being watched. */
export function createIndexShelf(bytes: ByteStore, most = 50): IndexShelf {
  const held = new Map<string, Promise<RecordingIndex | null>>()
  return {
    get(name) {
      const key = recordingKey(name)
      const index = held.get(key) ?? readIndex(bytes, key)
      held.delete(key)
      held.set(key, index)
      // What is not there now may be made later.
      index.then((found) => found ?? held.delete(key)).catch(() => held.delete(key))
      if (held.size > most) held.delete(held.keys().next().value!)
      return index
    },
    forget: (name) => void held.delete(recordingKey(name)),
  }
}
