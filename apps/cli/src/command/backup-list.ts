import { createHash } from 'node:crypto'
import { countBy, type Finding } from './inspect.ts'

interface Listed {
  readonly path: string
  readonly sizeBytes: number
}

/**
 * Reads the list of a backup by its documented form alone; null: it is none.
 * @see docs/storage-format.md#L22
 */
export function inspectBackupList(bytes: Buffer): Finding | null {
  const lines = bytes.toString('utf8').split('\n').filter(Boolean)
  const [head, ...rest] = lines.map(parse)
  if (head?.['playhead'] !== 'backup') return null
  const end = rest.at(-1)
  const bodyBytes = bytes.lastIndexOf(10, bytes.length - 2) + 1
  const isWhole = end?.['sha256'] === createHash('sha256').update(bytes.subarray(0, bodyBytes)).digest('hex')
  const files = rest.filter((line): line is Record<string, unknown> & Listed => typeof line?.['path'] === 'string')
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  return {
    kind: 'backup',
    sizeBytes: bytes.length,
    facts: { createdAt: head['createdAt'], files: files.length, bytes: sizeBytes, whole: isWhole },
    counts: countBy(files, ({ path }) => path.split('/')[0]!),
  }
}

function parse(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown> | null
  } catch {
    return null
  }
}
