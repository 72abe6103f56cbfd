import { createHash } from 'node:crypto'
import type { Finding } from './inspect.ts'

/**
 * Reads an asset, which is known by where it stands, by its documented form alone; null: no asset stands there.
 * @see docs/storage-format.md#L10
 */
export function inspectAsset(bytes: Buffer, path: string): Finding | null {
  const [, project, hash] = /(?:^|[/\\])assets[/\\]([\w-]{1,255})[/\\]([\w-]{22})$/.exec(path) ?? []
  if (project === undefined) return null
  const contentAt = bytes.indexOf(10) + 1
  const content = bytes.subarray(contentAt)
  const isWhole = createHash('sha256').update(content).digest().subarray(0, 16).toString('base64url') === hash
  return {
    kind: 'asset',
    sizeBytes: bytes.length,
    facts: { project, hash, mime: bytes.toString('latin1', 0, Math.max(0, contentAt - 1)), contentBytes: content.length, whole: isWhole },
    counts: {},
  }
}
