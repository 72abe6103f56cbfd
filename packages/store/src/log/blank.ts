import { type FileHandle, open } from 'node:fs/promises'
import { encodeRecordHead, hashChunk } from './record.ts'
import { beginningBytes, handleReader, type ReadAt, type WalkedRecord, walkRecords } from './walk.ts'
import { writeFully } from './write-fully.ts'

export interface Blanked {
  readonly records: number
  readonly bytes: number
}

export interface BlankOptions {
  readonly project: string
  readonly sessions: readonly string[]
  /** Records of these sessions that end behind it are left alone, unless they are known. Not given: none is. */
  readonly namedUntilAt?: number
  /** Where chunks of these sessions stand in this file, as far as that is known. */
  readonly known: readonly { readonly chunkAt: number; readonly sizeBytes: number }[]
  /** Aborted when another may be overwriting files, too: nothing is written any more. */
  readonly signal?: AbortSignal | undefined
}

/** What is to be overwritten in a file. */
export interface Blanks {
  readonly records: readonly WalkedRecord[]
  /** Chunks whose records' headers are damaged: they are where they should be. */
  readonly lost: readonly { readonly at: number; readonly endAt: number }[]
  readonly blanked: Blanked
}

/** Looks through a file for the records of these sessions. */
export async function findBlanks(
  read: ReadAt,
  untilAt: number,
  { project, sessions, known, namedUntilAt = Infinity }: BlankOptions,
): Promise<Blanks> {
  const records: WalkedRecord[] = []
  const names = sessions.map((session) => Buffer.from(session, 'latin1'))
  const unmet = new Map(known.map((chunk) => [chunk.chunkAt, chunk.chunkAt + chunk.sizeBytes]))
  for await (const record of walkRecords(read, untilAt)) {
    const isKnown = unmet.delete(record.chunkAt)
    for (const [at, endAt] of unmet) if (at < record.endAt && endAt > record.at) unmet.delete(at)
    const isNamed = record.endAt <= namedUntilAt && record.project === project
    if (isKnown || (isNamed && names.some((name) => record.beginning.includes(name)))) records.push(record)
  }
  const lost = [...unmet].map(([at, endAt]) => ({ at, endAt }))
  const bytes = [...records.map(({ chunkAt, endAt }) => endAt - chunkAt), ...lost.map(({ at, endAt }) => endAt - at)]
  return { records, lost, blanked: { records: bytes.length, bytes: bytes.reduce((sum, sizeBytes) => sum + sizeBytes, 0) } }
}

/** The header of a record whose chunk is `zeros`: whole, and no chunk. */
export const blankHead = ({ project }: WalkedRecord, zeros: Uint8Array): Buffer =>
  encodeRecordHead({ project, receivedMs: 0, hash: hashChunk(zeros), bytes: zeros })

/**
 * Overwrites the records of these sessions in one log file with zeros, so that nothing of them is left in it, and every
 * other record stays where it is. A blanked record is whole (L6) and holds no chunk. The beginning of a chunk, by which it
 * is found, goes last: whatever moment this is cut short at, doing it again finishes it. @see docs/storage-format.md#L23
 */
export async function blankRecords(
  path: string,
  untilAt: number,
  options: BlankOptions,
  openFile: (path: string, flags: string) => Promise<FileHandle> = open,
): Promise<Blanked> {
  const file = await openFile(path, 'r+')
  try {
    const { records, lost, blanked } = await findBlanks(handleReader(file), untilAt, options)
    if (!blanked.records) return blanked
    const stretches = [...records.map(({ chunkAt, endAt }) => endAt - chunkAt), ...lost.map(({ at, endAt }) => endAt - at)]
    const zeros = Buffer.alloc(stretches.reduce((most, sizeBytes) => Math.max(most, sizeBytes), 0))
    for (const { at, endAt } of lost) if (endAt <= untilAt) await writeFully(file, [zeros.subarray(0, endAt - at)], at)
    for (const { chunkAt, endAt } of records) {
      const restAt = Math.min(endAt, chunkAt + beginningBytes)
      if (restAt < endAt) await writeFully(file, [zeros.subarray(0, endAt - restAt)], restAt)
    }
    await file.datasync()
    for (const record of records) {
      const bytes = zeros.subarray(0, record.endAt - record.chunkAt)
      await writeFully(file, [blankHead(record, bytes), bytes.subarray(0, beginningBytes)], record.at)
    }
    await file.datasync()
    return blanked
  } finally {
    await file.close()
  }
}
