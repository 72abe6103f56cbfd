import { createHash } from 'node:crypto'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nullIfAbsent } from '../system-error.ts'
import { writeWhole } from '../write-whole.ts'
import { fileName, filePath } from './file.ts'
import { handleReader, type WalkedRecord, walkRecords } from './walk.ts'
import { writeFully } from './write-fully.ts'

/**
 * Which records a file holds: how many, and a SHA-256 (hex) of whose each is and where it stands. Every record has a hash of
 * its own; by this, none can be missing without a trace. Erasing records leaves it as it is. @see docs/storage-format.md#L31
 */
export interface LogSeal {
  readonly records: number
  readonly sha256: string
}

export const sealPath = (dir: string, number: number): string => join(dir, 'log', `${fileName(number)}.seal`)
const form = /^playhead-seal 1 (\d+) ([0-9a-f]{64})\n$/

/** Makes the seal of a file from its records, one after the other. */
export function createSealer(): { add(record: SealedRecord): void; seal(): LogSeal } {
  const hash = createHash('sha256')
  let records = 0
  return {
    add({ at, chunkAt, endAt, project }) {
      hash.update(`${at} ${chunkAt} ${endAt} ${project}\n`)
      records++
    },
    seal: () => ({ records, sha256: hash.digest('hex') }),
  }
}
type SealedRecord = Pick<WalkedRecord, 'at' | 'chunkAt' | 'endAt' | 'project'>

/** Null: the file is not sealed. One that cannot be read is that of no file. */
export async function readSeal(dir: string, number: number): Promise<LogSeal | null> {
  const text = await readFile(sealPath(dir, number), 'latin1').catch(nullIfAbsent)
  if (text === null) return null
  const [, records, sha256] = form.exec(text) ?? []
  return { records: Number(records ?? 0), sha256: sha256 ?? '' }
}

/** Seals a file that is not appended to any more. */
export async function writeSeal(
  dir: string,
  number: number,
  openFile: (path: string, flags: string) => Promise<FileHandle> = open,
): Promise<void> {
  const sealer = createSealer()
  const source = await openFile(filePath(dir, number), 'r')
  try {
    const { size } = await source.stat()
    for await (const record of walkRecords(handleReader(source), size)) sealer.add(record)
  } finally {
    await source.close()
  }
  const { records, sha256 } = sealer.seal()
  const line = Buffer.from(`playhead-seal 1 ${records} ${sha256}\n`)
  await writeWhole(sealPath(dir, number), (file) => writeFully(file, [line], 0), { openFile })
}
