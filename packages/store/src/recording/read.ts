import { open } from 'node:fs/promises'
import { hashChunk } from '../log/record.ts'
import { decompress, isHead, type Part, readTail, recordingHead, type RecordingIndex, recordingPath, tailBytes } from './file.ts'

/** An index is some ten thousand bytes; this is what a hostile one may inflate to. */
const mostIndexBytes = 64 << 20

/** Reads a recording file's index. Null: there is no such file, or it is damaged. Throws StoreError `newer-data`. */
export async function readIndex(path: string): Promise<RecordingIndex | null> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return null
  try {
    const { size } = await file.stat()
    const read = async (at: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(Math.max(0, length))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, Math.max(0, at))
      return bytes.subarray(0, bytesRead)
    }
    if (!isHead(await read(0, recordingHead.length), path)) return null
    const tail = readTail(await read(size - tailBytes, tailBytes))
    if (!tail || tail.sizeBytes > size - tailBytes) return null
    const body = await read(size - tailBytes - tail.sizeBytes, tail.sizeBytes)
    if (!hashChunk(body).equals(tail.hash)) return null
    return JSON.parse((await decompress(body, mostIndexBytes)).toString()) as RecordingIndex
  } finally {
    await file.close()
  }
}

/** A piece of a file as it stands there, which is brotli. Null: it is damaged, or gone. */
export async function readPart(path: string, { at, sizeBytes, hash }: Part): Promise<Buffer | null> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return null
  try {
    const bytes = Buffer.allocUnsafe(sizeBytes)
    const { bytesRead } = await file.read(bytes, 0, sizeBytes, at)
    return bytesRead === sizeBytes && hashChunk(bytes).toString('hex') === hash ? bytes : null
  } finally {
    await file.close()
  }
}

export interface IndexShelf {
  get(name: { project: string; session: string; source: string }): Promise<RecordingIndex | null>
  forget(name: { project: string; session: string; source: string }): void
}

/** Indexes of recordings that are being watched. */
export function createIndexShelf(dir: string, most = 50): IndexShelf {
  const held = new Map<string, Promise<RecordingIndex | null>>()
  const pathOf = (name: { project: string; session: string; source: string }): string =>
    recordingPath(dir, name.project, name.session, name.source)
  return {
    get(name) {
      const path = pathOf(name)
      const index = held.get(path) ?? readIndex(path)
      held.delete(path)
      held.set(path, index)
      // What is not there now may be made later.
      index.then((found) => found ?? held.delete(path)).catch(() => held.delete(path))
      if (held.size > most) held.delete(held.keys().next().value!)
      return index
    },
    forget: (name) => void held.delete(pathOf(name)),
  }
}
