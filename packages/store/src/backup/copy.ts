import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeWhole } from '../write-whole.ts'

const pieceBytes = 1 << 20

/**
 * Copies a file's first `sizeBytes` and syncs the copy. Resolves to the SHA-256 (hex) and size of what was copied, which
 * is less where the file is shorter; null: there is no such file any more. `onBytes` is told as it goes on.
 */
export async function copyFile(
  from: string,
  to: string,
  sizeBytes: number,
  onBytes: (count: number) => void,
): Promise<{ sizeBytes: number; sha256: string } | null> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!source) return null
  try {
    await mkdir(dirname(to), { recursive: true })
    const target = await open(to, 'wx', 0o600)
    try {
      const hash = createHash('sha256')
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, sizeBytes)))
      let at = 0
      while (at < sizeBytes) {
        const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, sizeBytes - at), at)
        if (!bytesRead) break
        const bytes = piece.subarray(0, bytesRead)
        hash.update(bytes)
        await target.appendFile(bytes)
        at += bytesRead
        onBytes(bytesRead)
      }
      await target.datasync()
      return { sizeBytes: at, sha256: hash.digest('hex') }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Writes a small file, for its owner alone. */
export const writeText = (path: string, text: string): Promise<void> =>
  writeWhole(path, (file) => file.writeFile(text), { openFile: (aside, flags) => open(aside, flags, 0o600) })
