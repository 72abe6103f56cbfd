import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { EventOf } from '@playhead/wire'
import { openAssetVault } from '../asset-vault.ts'
import type { CatalogChunk } from '../catalog/catalog.ts'
import { hashChunk } from '../log/record.ts'
import { readChunkBytes } from '../reader.ts'
import { compress, encodeEnd, type Part, recordingHead, recordingPath, sourceOf } from './file.ts'
import { makeRecording } from './make.ts'

/** What the process that makes a file is told. */
export interface FinishTask {
  readonly dir: string
  readonly project: string
  readonly session: string
  readonly chunks: readonly CatalogChunk[]
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

/**
 * Makes a session's recording file: written aside, synced and renamed, so that it is whole or not there.
 * Throws what the file system throws. @see docs/storage-format.md#L16
 */
export async function writeRecording({ dir, project, session, chunks }: FinishTask): Promise<FinishResult> {
  const path = recordingPath(dir, project, session, sourceOf(chunks))
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  const assets = openAssetVault(dir)
  await mkdir(dirname(path), { recursive: true })
  const file = await open(aside, 'wx')
  try {
    let at = 0
    const append = async (bytes: Buffer): Promise<void> => {
      await file.appendFile(bytes)
      at += bytes.length
    }
    await append(recordingHead)
    const index = await makeRecording({
      project,
      session,
      chunks,
      load: (chunk) => readChunkBytes(dir, chunk),
      async put(raw) {
        const bytes = compress(raw)
        const part: Part = { at, sizeBytes: bytes.length, rawBytes: raw.length, hash: hashChunk(bytes).toString('hex') }
        await append(bytes)
        return part
      },
      keep: ({ hash, mime, base64 }: EventOf<'assetBody'>) => keepAsset(assets, project, { hash, mime, base64 }),
    })
    await append(encodeEnd(index))
    await file.sync()
    await file.close()
    await rename(aside, path)
    await syncDir(dirname(path))
    const { whole, astray, without } = index.counts
    const counts = { blocks: index.blocks.length, checkpoints: index.checkpoints.length, whole, astray, without }
    return { source: index.source, sizeBytes: at, counts }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(aside, { force: true })
    throw error
  }
}

/** A body that is not what its hash says is worth as much as none. */
async function keepAsset(
  assets: ReturnType<typeof openAssetVault>,
  project: string,
  { hash, mime, base64 }: Pick<EventOf<'assetBody'>, 'hash' | 'mime' | 'base64'>,
): Promise<void> {
  if (!(await assets.has(project, hash))) await assets.put(project, hash, mime, Buffer.from(base64, 'base64')).catch(() => undefined)
}

/** The new name itself has to last, too. */
async function syncDir(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
