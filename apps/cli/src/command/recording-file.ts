import { createHash } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import { ApiError } from '@playhead/api'
import type { Finding } from './inspect.ts'

const headMagic = 'PLAYHEAD-REC\0'
const tailMagic = 'PHRINDEX'
const mostIndexBytes = 64 << 20

interface Part {
  readonly at: number
  readonly sizeBytes: number
  readonly hash: string
}
interface Index {
  readonly project: string
  readonly session: string
  readonly chunks: number
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly tabs: readonly unknown[]
  readonly blocks: readonly Part[]
  readonly checkpoints: readonly Part[]
  readonly signals: Part | null
  readonly marks: readonly { readonly kind: string; readonly atMs: readonly number[] }[]
}

export const isRecordingFile = (bytes: Buffer): boolean => bytes.subarray(0, headMagic.length).toString('latin1') === headMagic

/**
 * Reads a recording file by its documented form alone, without the store that wrote it. Throws ApiError `bad-file`.
 * @see docs/storage-format.md#L17
 */
export function inspectRecordingFile(bytes: Buffer, file: string): Finding {
  const tail = bytes.subarray(-28)
  const bodyAt = bytes.length - 28 - (tail.length === 28 ? tail.readUInt32LE(0) : 0)
  const body = bytes.subarray(Math.max(0, bodyAt), bytes.length - 28)
  if (tail.subarray(20).toString('latin1') !== tailMagic || bodyAt < 16 || hashOf(body) !== tail.toString('hex', 4, 20))
    throw new ApiError('bad-file', `${file}: the index of this recording file is damaged; the server makes it again from the log.`)
  const index = JSON.parse(brotliDecompressSync(body, { maxOutputLength: mostIndexBytes }).toString()) as Index
  const parts = [...index.blocks, ...index.checkpoints, ...(index.signals ? [index.signals] : [])]
  const damaged = parts.filter(({ at, sizeBytes, hash }) => hashOf(bytes.subarray(at, at + sizeBytes)) !== hash).length
  const { project, session, chunks, startedAtMs, endedAtMs, blocks, checkpoints, tabs } = index
  const counts: Record<string, number> = {}
  for (const { kind, atMs } of index.marks) counts[kind] = (counts[kind] ?? 0) + atMs.length
  return {
    kind: 'recording',
    sizeBytes: bytes.length,
    facts: {
      project,
      session,
      chunks,
      tabs: tabs.length,
      startedAtMs,
      durationMs: endedAtMs - startedAtMs,
      blocks: blocks.length,
      checkpoints: checkpoints.length,
      damaged,
    },
    counts,
  }
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest().subarray(0, 16).toString('hex')
