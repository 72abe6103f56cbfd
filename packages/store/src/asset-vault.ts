import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createDiskSpace } from './disk-space.ts'
import { StoreError } from './error.ts'
import { hashChunk } from './log/record.ts'
import type { AssetVault } from './store.ts'

/**
 * Content-addressed files: `assets/<project>/<hash>`, whose first line is the mime type.
 * Written aside, synced and renamed, so that a file is whole or not there. @see docs/storage-format.md#L10
 */
export function openAssetVault(dir: string): AssetVault & { remove(project: string, hash: string): boolean } {
  const pathOf = (project: string, hash: string): string | null =>
    /^[\w-]{1,255}$/.test(project) && /^[\w-]{22}$/.test(hash) ? join(dir, 'assets', project, hash) : null
  const space = createDiskSpace(dir)
  return {
    async has(project, hash) {
      const path = pathOf(project, hash)
      return path !== null && (await stat(path).catch(() => null)) !== null
    },
    async put(project, hash, mime, bytes) {
      const path = pathOf(project, hash)
      if (!path || hashChunk(bytes).toString('base64url') !== hash)
        throw new StoreError('bad-hash', `The bytes of the asset ${hash.slice(0, 30)} are not what its hash says.`)
      const aside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        await space.take(bytes.length)
        const first = await mkdir(dirname(path), { recursive: true })
        if (first !== undefined) await syncFolders(dirname(path), dir)
        const file = await open(aside, 'wx')
        try {
          // A full disk takes a part and says so only when asked again: this writes on until all is written, or throws.
          await file.writeFile(Buffer.concat([Buffer.from(`${mime.replace(/[^\x20-\x7e]/g, '').slice(0, 200)}\n`), bytes]))
          await file.datasync()
        } finally {
          await file.close()
        }
        await rename(aside, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await rm(aside, { force: true })
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
          throw new StoreError('disk-full', 'There is no space left for the asset.', { cause: error })
        throw error
      }
    },
    /** False: it was not there. */
    remove(project, hash) {
      const path = pathOf(project, hash)
      try {
        if (path) rmSync(path)
        return path !== null
      } catch {
        return false
      }
    },
    async get(project, hash) {
      const path = pathOf(project, hash)
      const file = path && (await readFile(path).catch(() => null))
      if (!file) return null
      const line = file.indexOf(10)
      const bytes = file.subarray(line + 1)
      // Damaged on disk: as good as not there, so that the recorder is asked for it again.
      return hashChunk(bytes).toString('base64url') === hash ? { bytes, mime: file.toString('latin1', 0, line) } : null
    },
  }
}

/** A name lasts once its folder is synced. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** From the folder above `path` up to `dir`. */
async function syncFolders(path: string, dir: string): Promise<void> {
  for (let folder = dirname(path); folder.startsWith(dir); folder = dirname(folder)) await syncFolder(folder)
}
