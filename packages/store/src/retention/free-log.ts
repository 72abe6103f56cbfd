import type { DirectoryCatalog } from '../catalog/sqlite.ts'
import type { ChunkLog } from '../log/chunk-log.ts'
import type { Damage } from '../log/scan.ts'

/**
 * Gives back the room of blanked records: a log file that holds nothing else is removed, and one that holds others is
 * thinned. Never the last file, which may be being written. Resolves to the bytes given back. The caller holds the files
 * (L21). What is missing from a file is told (L32). @see docs/storage-format.md#L25
 */
export async function freeLog(log: ChunkLog, catalog: DirectoryCatalog, onDamage: (damage: Damage) => void): Promise<number> {
  await log.tidy()
  const kept = await catalog.usage.byFile()
  const indexed = catalog.indexPosition()
  let freedBytes = 0
  for (const { number, sizeBytes } of (await log.files()).slice(0, -1).filter((file) => file.number < indexed.file)) {
    const { sizeBytes: keptBytes, endAt } = kept.get(number) ?? { sizeBytes: 0, endAt: 0 }
    if (sizeBytes < endAt) onDamage({ file: number, at: sizeBytes, sizeBytes: endAt - sizeBytes })
    freedBytes += keptBytes ? await log.thin(number, keptBytes) : await log.remove(number)
  }
  return freedBytes
}
