import type { DirectoryCatalog } from '../catalog/sqlite.ts'
import type { ChunkLog } from '../log/chunk-log.ts'

/**
 * Gives back the room of blanked records: a log file that holds nothing else is removed, and one that holds others is
 * thinned. Never the last file, which may be being written. Resolves to the bytes given back. The caller holds the files
 * (L21). @see docs/storage-format.md#L25
 */
export async function freeLog(log: ChunkLog, catalog: DirectoryCatalog): Promise<number> {
  await log.tidy()
  const kept = await catalog.usage.byFile()
  const indexed = catalog.indexPosition()
  let freedBytes = 0
  for (const { number } of (await log.files()).slice(0, -1).filter((file) => file.number < indexed.file)) {
    const keptBytes = kept.get(number) ?? 0
    freedBytes += keptBytes ? await log.thin(number, keptBytes) : await log.remove(number)
  }
  return freedBytes
}
