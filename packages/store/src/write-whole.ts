import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/**
 * Writes a file so that it is there whole or not at all, or is the one before, and lasts: aside, synced, renamed, and its
 * folder synced. `aside`: under which name meanwhile, where several may write it at once. `openFile`, `sync`: of the disk.
 */
export async function writeWhole(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  options: {
    aside?: string
    openFile?: (path: string, flags: string) => Promise<FileHandle>
    sync?: (folder: string) => Promise<void>
  } = {},
): Promise<void> {
  const { aside = `${path}.new`, openFile = open, sync = (folder) => syncFolder(folder, openFile) } = options
  try {
    const file = await openFile(aside, 'w')
    try {
      await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
  await sync(dirname(path))
}
