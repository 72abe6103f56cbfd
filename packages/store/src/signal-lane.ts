import { inflateRawSync } from 'node:zlib'
import { type Chunk, checkedSize, decodeLane, readChunk, type SignalEvent, WireError } from '@playhead/wire'
import type { ChunkPlace } from './index/open-session.ts'
import type { LogReader } from './log/chunk-log.ts'
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
export async function readSignalLanes(log: Pick<LogReader, 'readEach'>, chunks: readonly ChunkPlace[]): Promise<(SignalEvent[] | null)[]> {
  const lanes: (SignalEvent[] | null)[] = []
  for await (const bytes of log.readEach(chunks)) lanes.push(bytes && signalsOfWhole(bytes, chunks[lanes.length]!.hash))
  return lanes
}

function signalsOfWhole(bytes: Buffer, hash: string | undefined): SignalEvent[] | null {
  if (hash !== undefined && hashChunk(bytes).toString('hex') !== hash) return null
  try {
    return openSignals(readChunk(bytes))
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}
