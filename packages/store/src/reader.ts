import { open } from 'node:fs/promises'
import type { CatalogChunk } from './catalog/catalog.ts'
import { filePath } from './log/file.ts'
import { hashChunk } from './log/record.ts'

/** Reads a chunk's bytes where the catalog says they are. Null when they are not what was stored: damaged or gone. */
export async function readChunkBytes(dir: string, { file, chunkAt, sizeBytes, hash }: CatalogChunk): Promise<Uint8Array | null> {
  const handle = await open(filePath(dir, file), 'r').catch(() => null)
  if (!handle) return null
  try {
    const bytes = Buffer.allocUnsafe(sizeBytes)
    const { bytesRead } = await handle.read(bytes, 0, sizeBytes, chunkAt)
    return bytesRead === sizeBytes && hashChunk(bytes).toString('hex') === hash ? bytes : null
  } finally {
    await handle.close()
  }
}
