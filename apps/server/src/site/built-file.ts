import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'

export interface BuiltFile {
  readonly bytes: Buffer
  /** SHA-256 of the bytes, first 16 hex digits: names immutable addresses. */
  readonly sha: string
}

export function builtFile(content: Buffer | string): BuiltFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return { bytes, sha: createHash('sha256').update(bytes).digest('hex').slice(0, 16) }
}

/** Reads files that a build leaves behind, and again when they change. Null: not there (yet). */
export function createBuiltFiles(): (path: string) => BuiltFile | null {
  const files = new Map<string, { mtimeMs: number; size: number; file: BuiltFile }>()
  return (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile()) return null
    const known = files.get(path)
    if (known && known.mtimeMs === stat.mtimeMs && known.size === stat.size) return known.file
    const file = builtFile(readFileSync(path))
    files.set(path, { mtimeMs: stat.mtimeMs, size: stat.size, file })
    return file
  }
}
