import { open } from 'node:fs/promises'
import { filePath } from '../log/file.ts'
import { encodeRecordHead, hashChunk } from '../log/record.ts'
import { beginningBytes, type WalkedRecord, walkRecords } from '../log/walk.ts'

export interface Blanked {
  readonly records: number
  readonly bytes: number
}

export interface BlankOptions {
  readonly project: string
  readonly sessions: readonly string[]
  readonly untilAt: number
  /** Where chunks of these sessions stand in this file, as far as that is known. */
  readonly known: readonly { readonly chunkAt: number; readonly sizeBytes: number }[]
}

/**
 * Overwrites the records of these sessions in one log file with zeros, so that nothing of them is left in it, and every
 * other record stays where it is. A blanked record is whole (L6) and holds no chunk. The beginning of a chunk, by which it
 * is found, goes last: whatever moment this is cut short at, doing it again finishes it. @see docs/storage-format.md#L23
 */
export async function blankRecords(dir: string, number: number, { project, sessions, untilAt, known }: BlankOptions): Promise<Blanked> {
  const file = await open(filePath(dir, number), 'r+')
  try {
    const found: WalkedRecord[] = []
    const names = sessions.map((session) => Buffer.from(session, 'latin1'))
    // A chunk behind a damaged header is found by where it should be.
    const lost = new Map(known.map((chunk) => [chunk.chunkAt, chunk.chunkAt + chunk.sizeBytes]))
    for await (const record of walkRecords(file, untilAt)) {
      const isKnown = lost.delete(record.chunkAt)
      for (const [at, endAt] of lost) if (at < record.endAt && endAt > record.at) lost.delete(at)
      if (isKnown || (record.project === project && names.some((name) => record.beginning.includes(name)))) found.push(record)
    }
    if (!found.length && !lost.size) return { records: 0, bytes: 0 }
    const stretches = [...found.map(({ chunkAt, endAt }) => endAt - chunkAt), ...[...lost].map(([at, endAt]) => endAt - at)]
    const zeros = Buffer.alloc(stretches.reduce((most, sizeBytes) => Math.max(most, sizeBytes), 0))
    for (const [at, endAt] of lost) if (endAt <= untilAt) await file.write(zeros, 0, endAt - at, at)
    for (const { chunkAt, endAt } of found) {
      const restAt = Math.min(endAt, chunkAt + beginningBytes)
      if (restAt < endAt) await file.write(zeros, 0, endAt - restAt, restAt)
    }
    await file.datasync()
    for (const record of found) {
      const { at, chunkAt, endAt } = record
      const bytes = zeros.subarray(0, endAt - chunkAt)
      const head = encodeRecordHead({ project: record.project, receivedMs: 0, hash: hashChunk(bytes), bytes })
      await file.writev([head, bytes.subarray(0, beginningBytes)], at)
    }
    await file.datasync()
    return { records: stretches.length, bytes: stretches.reduce((sum, sizeBytes) => sum + sizeBytes, 0) }
  } finally {
    await file.close()
  }
}
