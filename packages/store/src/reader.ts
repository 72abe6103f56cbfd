import type { CatalogChunk } from './catalog/catalog.ts'
import type { LogReader } from './log/chunk-log.ts'
import { hashChunk } from './log/record.ts'

/** Reads a chunk's bytes where the catalog says they are. Null when they are not what was stored: damaged or gone. */
export async function readChunkBytes(log: Pick<LogReader, 'read'>, chunk: CatalogChunk): Promise<Uint8Array | null> {
  const bytes = await log.read(chunk)
  return bytes && hashChunk(bytes).toString('hex') === chunk.hash ? bytes : null
}
