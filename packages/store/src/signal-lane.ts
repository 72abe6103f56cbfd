import { closeSync, openSync, readSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { type Chunk, checkedSize, decodeLane, readChunk, type SignalEvent, WireError } from '@playhead/wire'
import type { ChunkPlace } from './index/open-session.ts'
import { filePath } from './log/file.ts'
import { hashChunk } from './log/record.ts'

/**
 * The signals of a chunk. For a lane as small as most are, zlib in place takes a ninth of the CPU that it takes on a thread,
 * and a web stream takes three times as much as that. Throws a WireError.
 */
export function openSignals(chunk: Chunk): SignalEvent[] {
  return decodeLane(inflateSignals(chunk), chunk, 'signal')
}

/** The signals of a chunk as it is stored; none of one that is not there. */
export const signalsOf = (bytes: Uint8Array | null): SignalEvent[] => (bytes ? openSignals(readChunk(bytes)) : [])

/** The lane's bytes; stops at the size that the lane states. Throws a WireError. */
export function inflateSignals({ signal }: Chunk): Uint8Array {
  if (!signal.deflated) return signal.bytes
  const size = checkedSize(signal)
  try {
    return inflateRawSync(signal.bytes, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, Math.min(size, 64 << 10)) })
  } catch {
    throw new WireError('bad-value', 0, 'the signals lane does not inflate')
  }
}

/** Reads the signals of chunks from the log; null for one that is not there whole. */
export function readSignalLanes(dir: string, chunks: readonly ChunkPlace[]): (SignalEvent[] | null)[] {
  const files = new Map<number, number | null>()
  const openFile = (file: number): number | null => {
    const found = files.get(file)
    if (found !== undefined) return found
    let handle: number | null = null
    try {
      handle = openSync(filePath(dir, file), 'r')
    } catch {
      // It is gone: so are its chunks.
    }
    files.set(file, handle)
    return handle
  }
  try {
    return chunks.map(({ file, chunkAt, sizeBytes, hash }) => {
      const handle = openFile(file)
      const bytes = Buffer.allocUnsafe(sizeBytes)
      if (handle === null || readSync(handle, bytes, 0, sizeBytes, chunkAt) !== sizeBytes) return null
      if (hash !== undefined && hashChunk(bytes).toString('hex') !== hash) return null
      try {
        return openSignals(readChunk(bytes))
      } catch (error) {
        if (error instanceof WireError) return null
        throw error
      }
    })
  } finally {
    for (const handle of files.values()) if (handle !== null) closeSync(handle)
  }
}
