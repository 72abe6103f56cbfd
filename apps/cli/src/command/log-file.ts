import { openEvents, readChunk } from '@playhead/wire'
import { countBy, type Finding } from './inspect.ts'

const fileMagic = 'PLAYHEAD-LOG\0'
const recordMagic = Buffer.from([0x89, 0x50, 0x48, 0x52, 0x0d, 0x0a, 0x1a, 0x0a])

export const isLog = (bytes: Buffer): boolean => bytes.subarray(0, fileMagic.length).toString('latin1') === fileMagic

/**
 * Reads a log file by its documented form alone, without the store that wrote it.
 * @see docs/storage-format.md#L5
 */
export async function inspectLog(bytes: Buffer): Promise<Finding> {
  const projects: string[] = []
  const types: string[] = []
  const sessions = new Set<string>()
  let damaged = 0
  let erased = 0
  for (let at = bytes.indexOf(recordMagic); at >= 0; at = bytes.indexOf(recordMagic, at + 1)) {
    try {
      const header = bytes.subarray(at + 16, at + 16 + bytes.readUInt32LE(at + 8))
      const chunkAt = at + 16 + header.length
      const stored = bytes.subarray(chunkAt, chunkAt + header.readUInt32LE(0))
      if (header.readBigUInt64LE(4) === 0n && stored.every((byte) => byte === 0)) {
        erased++
        continue
      }
      const chunk = readChunk(stored)
      const events = await openEvents(chunk)
      projects.push(header.toString('utf8', 29, 29 + header[28]!))
      sessions.add(chunk.header.session)
      for (const { type } of events) types.push(type)
    } catch {
      damaged++
    }
  }
  const facts = {
    chunks: projects.length,
    sessions: sessions.size,
    erased,
    damaged,
    ...countBy(projects, (project) => `chunks of ${project}`),
  }
  return { kind: 'log', sizeBytes: bytes.length, facts, counts: countBy(types, (type) => type) }
}
