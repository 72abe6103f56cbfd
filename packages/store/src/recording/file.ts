import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompressSync, brotliDecompress, constants } from 'node:zlib'
import type { Gap, LossTotal, MarkGroup, Span, Still } from '@playhead/wire'
import type { CatalogChunk } from '../catalog/catalog.ts'
import { StoreError } from '../error.ts'
import { hashChunk } from '../log/record.ts'

/** A piece of a recording file: a stretch of its bytes, which are brotli. */
export interface Part {
  readonly at: number
  readonly sizeBytes: number
  readonly rawBytes: number
  /** SHA-256 of its bytes in the file, first 16, hex. */
  readonly hash: string
}
export interface BlockPart extends Part {
  readonly tab: string
  readonly seq: number
  readonly baseSeq: number
  readonly baseMs: number
  readonly endMs: number
  readonly keyframe: boolean
}
export interface CheckpointPart extends Part {
  readonly tab: string
  readonly seq: number
  readonly fromSeq: number
  readonly timeMs: number
  readonly whole: boolean
}
/** What a recording file says of itself. @see docs/storage-format.md#L17 */
export interface RecordingIndex {
  readonly project: string
  readonly session: string
  /** Which chunks it was made of, by {@link sourceOf}, and how many. */
  readonly source: string
  readonly chunks: number
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly tabs: readonly { readonly id: string; readonly startedAtMs: number; readonly endedAtMs: number }[]
  readonly blocks: readonly BlockPart[]
  readonly checkpoints: readonly CheckpointPart[]
  readonly signals: Part | null
  readonly idle: readonly Span[]
  readonly marks: readonly MarkGroup[]
  readonly stills: readonly Still[]
  readonly lost: readonly LossTotal[]
  readonly gaps: readonly Gap[]
  readonly counts: { readonly whole: number; readonly astray: number; readonly without: number }
}

/** As small as it gets; or in a fiftieth of the time, and about an eighth larger. */
export type Effort = 'best' | 'quick'
const efforts: readonly Effort[] = ['best', 'quick']
/** All pieces that a file's index names. */
export const partsOf = ({ blocks, checkpoints, signals }: RecordingIndex): Part[] => [
  ...blocks,
  ...checkpoints,
  ...(signals ? [signals] : []),
]

/** Changes whenever the same chunks make another file, as two under one name would mix in a viewer's cache. */
const makers: Readonly<Record<Effort, string>> = { best: '4', quick: '4 quick' }
export const recordingHead: Buffer = Buffer.from('PLAYHEAD-REC\0\x01\0\0', 'latin1')
const versionAt = 13
const tailMagic = Buffer.from('PHRINDEX', 'latin1')
/** Length and hash of the index, and the magic. */
export const tailBytes: number = 4 + 16 + tailMagic.length

/** Names what a file is made of, and how: the same chunks, in whatever order they came, give the same name. */
export function sourceOf(chunks: readonly CatalogChunk[], effort: Effort): string {
  const lines = chunks.map(({ tab, seq, hash }) => `${tab} ${seq} ${hash}\n`).sort()
  return createHash('sha256')
    .update(`${makers[effort]}\n${lines.join('')}`)
    .digest('hex')
    .slice(0, 16)
}
/** What these very chunks make, with whatever effort. */
export const sourcesOf = (chunks: readonly CatalogChunk[]): string[] => efforts.map((effort) => sourceOf(chunks, effort))

export const recordingsPrefix = 'recordings/'
/** Throws StoreError `bad-question` for names that would lead elsewhere. */
export function recordingKey({ project, session, source }: { project: string; session: string; source: string }): string {
  if (!/^[\w-]{1,255}$/.test(project) || !/^[\w-]{22}$/.test(session) || !/^[0-9a-f]{16}$/.test(source))
    throw new StoreError('bad-question', 'No recording file can have this name.')
  return `${recordingsPrefix}${project}/${session}.${source}.phr`
}
/** Of a file's key; null: it is not that of one. */
export function readKey(key: string): { project: string; session: string; source: string } | null {
  const [, project, session, source] = /^recordings\/([\w-]{1,255})\/([\w-]{22})\.([0-9a-f]{16})\.phr$/.exec(key) ?? []
  return project && session && source ? { project, session, source } : null
}

export type Compressor = (bytes: Uint8Array) => Buffer
/** As much as half an hour of a lively page inflates to, twice over. */
const bestBytes = 8 << 20
/**
 * For the pieces of one file. Written once and read often: the last tenth is worth the time where nobody waits for it, but only
 * of so many bytes, as it takes a second or more for each MiB, and 50 MB of chunks may inflate to 50 GB.
 */
export function createCompressor(effort: Effort): Compressor {
  let left = effort === 'best' ? bestBytes : 0
  return (bytes) => {
    const isBest = bytes.length <= left
    if (isBest) left -= bytes.length
    return compress(bytes, isBest ? 11 : 5)
  }
}
const compress = (bytes: Uint8Array, quality: number): Buffer =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
const inflate = promisify(brotliDecompress)
/** Throws when they inflate to more than they should, or not at all. */
export const decompress = (bytes: Uint8Array, rawBytes: number): Promise<Buffer> =>
  inflate(bytes, { maxOutputLength: Math.max(1, rawBytes) })

/** A file's end: its index, and the tail by which it is found. */
export function encodeEnd(index: RecordingIndex, compress: Compressor): Buffer {
  const body = compress(Buffer.from(JSON.stringify(index)))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([body, length, hashChunk(body), tailMagic])
}

/** Length and hash of the index, from a file's tail; null: it has none. */
export function readTail(tail: Buffer): { sizeBytes: number; hash: Buffer } | null {
  if (tail.length !== tailBytes || !tail.subarray(20).equals(tailMagic)) return null
  return { sizeBytes: tail.readUInt32LE(0), hash: tail.subarray(4, 20) }
}

/** Throws StoreError `newer-data` for a recording file of a later format; false: it is none. */
export function isHead(head: Buffer, name: string): boolean {
  if (head.length !== recordingHead.length || !head.subarray(0, versionAt).equals(recordingHead.subarray(0, versionAt))) return false
  if (head[versionAt]! > 1) throw new StoreError('newer-data', `The recording file ${name} was written by a later version of Playhead.`)
  return head[versionAt] === 1
}
