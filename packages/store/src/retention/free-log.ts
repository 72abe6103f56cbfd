import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalog } from '../catalog/catalog.ts'
import { fileHead, filePath, listFiles } from '../log/file.ts'
import { isBlank } from '../log/record.ts'
import { walkRecords } from '../log/walk.ts'
import { syncFolder } from '../sync-folder.ts'

/** A file is thinned once blanked records take this share of the room that it takes, and so much. */
const worthThinning = { share: 0.25, bytes: 4 << 20 } as const

/**
 * Gives back the room of blanked records: a log file that holds nothing else is removed, and in one that holds others they
 * become holes, so that all records stay where they are. Never the last file, which is being written. Resolves to the
 * bytes given back. The caller holds the files (L21). @see docs/storage-format.md#L25
 */
export async function freeLog(dir: string, catalog: Catalog): Promise<number> {
  // Left by a crash.
  for (const name of await readdir(join(dir, 'log'))) if (name.endsWith('.thin')) await rm(join(dir, 'log', name))
  const kept = catalog.usage.byFile()
  const indexed = catalog.indexPosition()
  let freedBytes = 0
  for (const number of listFiles(dir)
    .slice(0, -1)
    .filter((file) => file < indexed.file)) {
    const path = filePath(dir, number)
    const before = await takes(path)
    const keptBytes = kept.get(number) ?? 0
    const blankBytes = before - keptBytes
    if (!keptBytes) await rm(path)
    else if (blankBytes > worthThinning.bytes && blankBytes > before * worthThinning.share) await thin(path)
    else continue
    freedBytes += before - (keptBytes ? await takes(path) : 0)
  }
  if (freedBytes) await syncFolder(join(dir, 'log'))
  return freedBytes
}

/** Bytes of disk that a file takes, which is less than its size where it has holes. */
const takes = async (path: string): Promise<number> => (await stat(path)).blocks * 512

async function thin(path: string): Promise<void> {
  const { size } = await stat(path)
  const [source, target] = [await open(path, 'r'), await open(`${path}.thin`, 'w')]
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
    for await (const record of walkRecords(source, size)) {
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
  await rename(`${path}.thin`, path)
}
