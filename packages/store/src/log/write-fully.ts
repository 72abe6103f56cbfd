import type { FileHandle } from 'node:fs/promises'

/**
 * Writes all of these, one after the other, from a place on. A disk that is getting full takes a part and says so only when it
 * is asked again, so it is asked for the rest until it has taken all or says why not. Throws what the system says, or ENOSPC
 * where it takes nothing without a word.
 */
export async function writeFully(file: FileHandle, parts: readonly Uint8Array[], at: number): Promise<void> {
  const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0)
  let { bytesWritten: doneBytes } = await file.writev(parts, at)
  if (doneBytes === sizeBytes) return
  const whole = Buffer.concat(parts)
  while (doneBytes < sizeBytes) {
    const { bytesWritten } = await file.write(whole, doneBytes, sizeBytes - doneBytes, at + doneBytes)
    if (!bytesWritten) throw Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' })
    doneBytes += bytesWritten
  }
}
