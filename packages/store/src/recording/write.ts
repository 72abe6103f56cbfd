import type { EventOf } from '@playhead/wire'
import { openAssetVault } from '../asset-vault.ts'
import { type BytePlace, openBytes } from '../bytes/open.ts'
import type { CatalogChunk } from '../catalog/catalog.ts'
import { StoreError } from '../error.ts'
import { openDirectoryReader } from '../log/directory.ts'
import type { LogKeys } from '../log/log-objects.ts'
import { hashChunk } from '../log/record.ts'
import { openS3Reader } from '../log/s3-reader.ts'
import { readChunkBytes } from '../reader.ts'
import { isSystemError } from '../system-error.ts'
import { createCompressor, type Effort, encodeEnd, type Part, recordingHead, recordingKey, sourceOf } from './file.ts'
import { makeRecording } from './make.ts'

/** What the process that makes a file is told. */
export interface FinishTask extends BytePlace {
  readonly project: string
  readonly session: string
  readonly chunks: readonly CatalogChunk[]
  readonly effort: Effort
  /** Which object holds which of their files; null: they are in the data directory. */
  readonly logKeys: readonly (readonly [file: number, key: string | null])[] | null
}
export interface FinishResult {
  readonly source: string
  readonly sizeBytes: number
  readonly counts: {
    readonly blocks: number
    readonly checkpoints: number
    readonly whole: number
    readonly astray: number
    readonly without: number
  }
}

/** Why a file could not be made. */
export interface Failure {
  readonly why: string
  /** S3 does not answer, or the system opens no file: it would fail for any session, and is tried again as often as it takes. */
  readonly isOutage?: boolean
}
export const failureOf = (error: Error): Failure => ({ why: error.message, isOutage: isOutage(error) })
/** What stands there cannot be opened or looked at now, as when too many files are open. What is then read is the session's own. */
const lookUps = new Set(['open', 'stat', 'scandir'])
export const isOutage = (error: unknown): boolean =>
  isSystemError(error) ? lookUps.has(error.syscall ?? '') : error instanceof StoreError && error.code === 's3-unreachable'

/**
 * Makes a session's recording file and puts it among the others, whole. Throws what the byte store throws.
 * @see docs/storage-format.md#L16
 */
export async function writeRecording(task: FinishTask): Promise<FinishResult> {
  const { dir, project, session, chunks, effort, logKeys } = task
  const source = sourceOf(chunks, effort)
  const bytes = openBytes(task)
  const assets = openAssetVault(bytes)
  const log = logKeys ? openS3Reader({ bytes, keys: keysFrom(logKeys) }) : openDirectoryReader(dir)
  const compress = createCompressor(effort)
  // What a session takes once it is compressed fits into memory many times over.
  const parts: Buffer[] = [recordingHead]
  let at = recordingHead.length
  const index = await makeRecording({
    project,
    session,
    source,
    chunks,
    load: (chunk) => readChunkBytes(log, chunk),
    async put(raw) {
      const compressed = compress(raw)
      const part: Part = { at, sizeBytes: compressed.length, rawBytes: raw.length, hash: hashChunk(compressed).toString('hex') }
      parts.push(compressed)
      at += compressed.length
      return part
    },
    keep: ({ hash, mime, base64 }: EventOf<'assetBody'>) => keepAsset(assets, project, { hash, mime, base64 }),
  })
  parts.push(encodeEnd(index, compress))
  await bytes.put(recordingKey({ project, session, source }), parts)
  const { whole, astray, without } = index.counts
  const counts = { blocks: index.blocks.length, checkpoints: index.checkpoints.length, whole, astray, without }
  return { source, sizeBytes: parts.reduce((sum, { length }) => sum + length, 0), counts }
}

function keysFrom(logKeys: NonNullable<FinishTask['logKeys']>): LogKeys {
  const known = new Map(logKeys)
  return { keyOf: async (file) => known.get(file) ?? null, list: async () => [] }
}

/** A body that is not what its hash says is worth as much as none. */
async function keepAsset(
  assets: ReturnType<typeof openAssetVault>,
  project: string,
  { hash, mime, base64 }: Pick<EventOf<'assetBody'>, 'hash' | 'mime' | 'base64'>,
): Promise<void> {
  if (await assets.has(project, hash)) return
  await assets.put(project, hash, mime, Buffer.from(base64, 'base64')).catch((error: unknown) => {
    if (isOutage(error)) throw error
  })
}
