import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../error.ts'

/** A file of a backup. `path` is where it stands in the data directory. */
export interface BackupFile {
  readonly path: string
  readonly sizeBytes: number
  /** Hex. */
  readonly sha256: string
}
export interface BackupManifest {
  /** ISO 8601 UTC: when the log's end was taken. */
  readonly createdAt: string
  readonly files: readonly BackupFile[]
}

export const manifestName = 'manifest.ndjson'
const format = 1
const pathForm = /^(?:playhead\.db|log\/\d{8}\.phl|recordings\/[\w-]{1,255}\/[\w-]{22}\.[0-9a-f]{16}\.phr|assets\/[\w-]{1,255}\/[\w-]{22})$/

/** JSON lines: a head, one for each file, and an end with the hash of all that stands before it. @see docs/storage-format.md#L22 */
export function encodeManifest({ createdAt, files }: BackupManifest): string {
  const body = [{ playhead: 'backup', format, createdAt }, ...files].map((line) => `${JSON.stringify(line)}\n`).join('')
  const end = { files: files.length, sizeBytes: sizeOf(files), sha256: createHash('sha256').update(body).digest('hex') }
  return `${body}${JSON.stringify(end)}\n`
}

export const sizeOf = (files: readonly { readonly sizeBytes: number }[]): number => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Throws StoreError `bad-backup`, `newer-data`. */
export async function readManifest(backupDir: string): Promise<BackupManifest> {
  const text = await readFile(join(backupDir, manifestName), 'utf8').catch(() => null)
  if (text === null)
    throw new StoreError('bad-backup', `${backupDir} is no backup, or one that was not finished: it has no ${manifestName}.`)
  const bodyEnd = text.lastIndexOf('\n', text.length - 2) + 1
  const [head, ...files] = parseLines(text.slice(0, bodyEnd)) as [Record<string, unknown>?, ...BackupFile[]]
  const [end] = parseLines(text.slice(bodyEnd)) as [Record<string, unknown>?]
  if (head?.['playhead'] === 'backup' && Number(head['format']) > format)
    throw new StoreError(
      'newer-data',
      `The backup ${backupDir} was made by a later version of Playhead. Update Playhead, or restore an earlier one.`,
    )
  const hash = createHash('sha256').update(text.slice(0, bodyEnd)).digest('hex')
  if (head?.['playhead'] !== 'backup' || end?.['sha256'] !== hash)
    throw new StoreError('bad-backup', `The list of files in ${backupDir} is damaged (${manifestName}); restore another backup.`)
  // The list may have been written by anyone: nothing is ever restored outside of the data directory.
  const strange = files.find(({ path }) => !pathForm.test(path))
  if (strange) throw new StoreError('bad-backup', `The backup ${backupDir} names a file that no data directory holds: ${strange.path}.`)
  return { createdAt: String(head['createdAt']), files }
}

function parseLines(text: string): unknown[] {
  try {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)
  } catch {
    return []
  }
}
