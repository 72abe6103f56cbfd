import { createHash } from 'node:crypto'
import { crc32c, openEvents, readChunk } from '@playhead/wire'
import { countBy, type Finding } from './inspect.ts'

const fileMagic = 'PLAYHEAD-LOG\0'
const fileHeadBytes = 16
const recordMagic = Buffer.from([0x89, 0x50, 0x48, 0x52, 0x0d, 0x0a, 0x1a, 0x0a])
const prefixBytes = recordMagic.length + 8
const leastHeaderBytes = 29

export const isLog = (bytes: Buffer): boolean => bytes.subarray(0, fileMagic.length).toString('latin1') === fileMagic

/**
 * Reads a log file by its documented form alone, without the store that wrote it.
 * @see docs/storage-format.md#L5
 */
export async function inspectLog(bytes: Buffer): Promise<Finding> {
  const projects: string[] = []
  const types: string[] = []
  const sessions = new Set<string>()
  const damages: { at: number; sizeBytes: number }[] = []
  let erased = 0
  for (let at = fileHeadBytes; at < bytes.length;) {
    const record = recordAt(bytes, at)
    if (!record) {
      // What is not finished at the very end is being written, or was torn there.
      const goOnAt = nextRecord(bytes, at + 1)
      if (goOnAt === bytes.length && isBegun(bytes, at)) break
      damages.push({ at, sizeBytes: goOnAt - at })
      at = goOnAt
      continue
    }
    const { project, receivedMs, stored, endAt } = record
    if (receivedMs === 0n && stored.every((byte) => byte === 0)) erased++
    else
      try {
        const chunk = readChunk(stored)
        const events = await openEvents(chunk)
        projects.push(project)
        sessions.add(chunk.header.session)
        for (const { type } of events) types.push(type)
      } catch {
        damages.push({ at, sizeBytes: endAt - at })
      }
    at = endAt
  }
  const facts = {
    chunks: projects.length,
    sessions: sessions.size,
    erased,
    damaged: damages.length,
    ...countBy(projects, (project) => `chunks of ${project}`),
  }
  return { kind: 'log', sizeBytes: bytes.length, facts, counts: countBy(types, (type) => type), damages }
}

/** The header that stands at `at`, whole and right, and where it says that its record ends. */
function headerAt(bytes: Buffer, at: number): { header: Buffer; chunkAt: number; endAt: number } | null {
  if (at + prefixBytes + leastHeaderBytes > bytes.length || recordMagic.compare(bytes, at, at + recordMagic.length) !== 0) return null
  const chunkAt = at + prefixBytes + bytes.readUInt32LE(at + 8)
  const header = bytes.subarray(at + prefixBytes, chunkAt)
  if (header.length < leastHeaderBytes || crc32c(header) !== bytes.readUInt32LE(at + 12)) return null
  return { header, chunkAt, endAt: chunkAt + header.readUInt32LE(0) }
}

function recordAt(bytes: Buffer, at: number): { project: string; receivedMs: bigint; stored: Buffer; endAt: number } | null {
  const found = headerAt(bytes, at)
  if (!found || found.endAt > bytes.length) return null
  const { header, chunkAt, endAt } = found
  const stored = bytes.subarray(chunkAt, endAt)
  if (!createHash('sha256').update(stored).digest().subarray(0, 16).equals(header.subarray(12, 28))) return null
  return { project: header.toString('utf8', 29, 29 + header[28]!), receivedMs: header.readBigUInt64LE(4), stored, endAt }
}

/** Where the next whole record begins, or the file's end. */
function nextRecord(bytes: Buffer, fromAt: number): number {
  for (let at = bytes.indexOf(recordMagic, fromAt); at >= 0; at = bytes.indexOf(recordMagic, at + 1)) if (recordAt(bytes, at)) return at
  return bytes.length
}

/** Whether a record begins at `at` that the file ends within. */
function isBegun(bytes: Buffer, at: number): boolean {
  const rest = bytes.subarray(at)
  const begin = rest.subarray(0, recordMagic.length)
  if (!begin.equals(recordMagic.subarray(0, begin.length))) return false
  if (rest.length < prefixBytes || rest.length < prefixBytes + rest.readUInt32LE(8)) return true
  const found = headerAt(bytes, at)
  return found !== null && found.endAt > bytes.length
}
