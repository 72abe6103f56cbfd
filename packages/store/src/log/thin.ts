import { open, rename, stat } from 'node:fs/promises'
import { fileHead } from './file.ts'
import { isBlank } from './record.ts'
import { handleReader, walkRecords } from './walk.ts'

/** A file is thinned once blanked records take this share of the room that it takes, and so much. */
const worthThinning = { share: 0.25, bytes: 4 << 20 } as const

/** What a file is called while it is written anew. */
export const thinSuffix = '.thin'

/** Bytes of disk that a file takes, which is less than its size where it has holes. */
export const takenBytes = async (path: string): Promise<number> => (await stat(path)).blocks * 512

/** Blanked records become holes, if that pays, so that all records stay where they are. Resolves to the bytes given back. */
export async function thinFile(path: string, keptBytes: number): Promise<number> {
  const before = await takenBytes(path)
  const blankBytes = before - keptBytes
  if (blankBytes <= worthThinning.bytes || blankBytes <= before * worthThinning.share) return 0
  await writeThin(path)
  return before - (await takenBytes(path))
}

async function writeThin(path: string): Promise<void> {
  const { size } = await stat(path)
  const [source, target] = [await open(path, 'r'), await open(path + thinSuffix, 'w')]
  try {
    await target.truncate(size)
    await target.write(fileHead, 0, fileHead.length, 0)
    let copiedAt = fileHead.length
    const copy = async (endAt: number): Promise<void> => {
      const piece = Buffer.allocUnsafe(1 << 20)
      while (copiedAt < endAt) {
        const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, endAt - copiedAt), copiedAt)
        if (!bytesRead) return
        await target.write(piece, 0, bytesRead, copiedAt)
        copiedAt += bytesRead
      }
    }
    for await (const record of walkRecords(handleReader(source), size)) {
      const isHole = isBlank(record, record.beginning)
      await copy(isHole ? record.chunkAt : record.endAt)
      if (isHole) copiedAt = record.endAt
    }
    await copy(size)
    await target.sync()
  } finally {
    await source.close()
    await target.close()
  }
  await rename(path + thinSuffix, path)
}
