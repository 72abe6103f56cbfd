import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from '../error.ts'
import { lockDir } from '../lock.ts'
import { makePrivateDir } from '../private-dir.ts'
import { syncFolder, syncFoldersOf } from '../sync-folder.ts'
import { copyFile, writeText } from './copy.ts'
import { type BackupManifest, readManifest, sizeOf } from './manifest.ts'

/** Stands in a data directory for as long as it is being restored: a server does not start on half of the data. */
const markName = 'restoring'
/** What may lie in a data directory that holds nothing. */
const emptyNames: ReadonlySet<string> = new Set(['lock', 'lock.db', `${markName}.new`])

export interface RestoreOptions {
  readonly backupDir: string
  /** Not there yet, empty, or left by a restore that was cut short. */
  readonly dir: string
  onProgress?(doneBytes: number, totalBytes: number): void
}

/**
 * Makes a data directory of a backup, and checks every file against the backup's list on the way. What goes wrong leaves
 * the directory as empty as it was. Throws StoreError `bad-backup`, `newer-data`, `not-empty`, `dir-in-use`, `dir-unwritable`, `disk-full`.
 * @see docs/storage-format.md#L22
 */
export async function restoreBackup(
  { backupDir, dir, onProgress = () => undefined }: RestoreOptions,
  sync?: (folder: string) => void,
): Promise<Pick<BackupManifest, 'createdAt'> & { files: number; sizeBytes: number }> {
  const manifest = await readManifest(backupDir)
  refuseFull(dir, sync)
  const lock = lockDir(dir)
  try {
    clear(dir)
    await writeText(join(dir, markName), `${JSON.stringify({ from: backupDir, createdAt: manifest.createdAt })}\n`)
    try {
      await copyAll(backupDir, dir, manifest, onProgress)
      syncFoldersOf(
        manifest.files.map(({ path }) => join(dir, path)),
        dir,
        sync,
      )
    } catch (error) {
      clear(dir)
      throw error
    }
    rmSync(join(dir, markName))
    await syncFolder(dir)
  } finally {
    lock.release()
  }
  return { createdAt: manifest.createdAt, files: manifest.files.length, sizeBytes: sizeOf(manifest.files) }
}

/** Throws StoreError `restore-unfinished`. */
export function refuseUnfinished(dir: string): void {
  if (existsSync(join(dir, markName)))
    throw new StoreError('restore-unfinished', `A restore into ${dir} was cut short; run playhead restore again, it begins anew.`)
}

function refuseFull(dir: string, sync?: (folder: string) => void): void {
  const there = namesIn(dir, sync).filter((name) => !emptyNames.has(name))
  if (there.length && !there.includes(markName))
    throw new StoreError(
      'not-empty',
      `${dir} holds data already (${there.slice(0, 3).join(', ')}); set PLAYHEAD_DATA to an empty folder, or move the old data away.`,
    )
}

function namesIn(dir: string, sync?: (folder: string) => void): string[] {
  try {
    makePrivateDir(dir, sync)
    return readdirSync(dir)
  } catch (error) {
    throw new StoreError('dir-unwritable', `The data directory ${dir} can’t be written: ${(error as Error).message}.`, { cause: error })
  }
}

function clear(dir: string): void {
  for (const name of readdirSync(dir)) if (name !== markName && !emptyNames.has(name)) rmSync(join(dir, name), { recursive: true })
  // Last: who is cut short before leaves a directory that no server starts on.
  rmSync(join(dir, markName), { force: true })
}

async function copyAll(
  backupDir: string,
  dir: string,
  { files }: BackupManifest,
  onProgress: (doneBytes: number, totalBytes: number) => void,
): Promise<void> {
  const totalBytes = sizeOf(files)
  let doneBytes = 0
  for (const { path, sizeBytes, sha256 } of files) {
    const copied = await copyFile(join(backupDir, path), join(dir, path), sizeBytes, (count) =>
      onProgress((doneBytes += count), totalBytes),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOSPC') throw new StoreError('disk-full', `There is no space left for the data in ${dir}.`, { cause: error })
      throw error
    })
    if (!copied) throw new StoreError('bad-backup', `The backup ${backupDir} lacks ${path}; restore another one. Nothing was restored.`)
    if (copied.sha256 !== sha256)
      throw new StoreError('bad-backup', `${path} in the backup ${backupDir} is damaged; restore another one. Nothing was restored.`)
  }
}
