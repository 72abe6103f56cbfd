import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import Database from 'libsql'
import { StoreError } from '../error.ts'
import { openDirectoryReader } from '../log/directory.ts'
import { fileName, filePath, listFiles } from '../log/file.ts'
import { findEnd } from '../log/scan.ts'
import { type LogVerdict, verifyLog } from '../log/verify.ts'
import { refuseStrangeMetadata } from '../metadata/sqlite.ts'
import { readKey } from '../recording/file.ts'
import { makeFolder, syncFoldersOf } from '../sync-folder.ts'
import { copyFile, writeText } from './copy.ts'
import { holdFiles } from './hold.ts'
import { type BackupFile, encodeManifest, manifestName, sizeOf } from './manifest.ts'

export interface BackupOptions {
  readonly dir: string
  /** A folder that is not there yet, or empty. */
  readonly to: string
  /** Bytes copied so far, and read again to be checked, and in all. */
  onProgress?(doneBytes: number, totalBytes: number): void
}
export interface BackupResult extends Pick<LogVerdict, 'damages' | 'unlike'> {
  readonly createdAt: string
  readonly files: number
  readonly sizeBytes: number
}
interface Wanted {
  readonly path: string
  readonly sizeBytes: number
}

/**
 * Copies what can't be made anew from a data directory: the log up to its last whole record, assets, recording files and
 * the metadata. Works beside a running server, which goes on taking chunks: what it acknowledged before this began is in
 * the backup. The index is left out, as a start makes it from the log. What is damaged in the log's copy is told.
 * Throws StoreError `not-empty`, `disk-full`, `dir-unwritable`, `newer-data`. @see docs/storage-format.md#L22
 */
export async function createBackup(
  { dir, to, onProgress = () => undefined }: BackupOptions,
  sync?: (folder: string) => void,
): Promise<BackupResult> {
  if (!relative(resolve(dir), resolve(to)).startsWith('..'))
    throw new StoreError('dir-unwritable', `A backup can’t stand in the data directory itself (${dir}); name a folder elsewhere.`)
  if (existsSync(join(dir, 'playhead.db'))) refuseStrangeMetadata(dir)
  makeEmpty(to, sync)
  const { doneBytes, totalBytes, ...made } = await holdFiles(dir, async () => {
    const createdAt = new Date().toISOString()
    const log = endOfLog(dir)
    // From here on only files are added, so whatever those records refer to is found in the folders and the metadata.
    const wanted = [...log, ...(await listFolder(dir, 'assets')), ...(await listFolder(dir, 'recordings'))]
    const totalBytes = sizeOf(wanted) + sizeOf(log)
    let doneBytes = 0
    const files: BackupFile[] = []
    try {
      for (const { path, sizeBytes } of wanted) {
        const copied = await copyFile(join(dir, path), join(to, path), sizeBytes, (count) => onProgress((doneBytes += count), totalBytes))
        // A recording file that was made anew meanwhile; the log makes it again.
        if (copied) files.push({ path, ...copied })
      }
      files.push(await copyMetadata(dir, to))
      syncFoldersOf(
        files.map(({ path }) => join(to, path)),
        to,
        sync,
      )
      // The list comes last: a folder without it is a backup that was not finished.
      await writeText(join(to, manifestName), encodeManifest({ createdAt, files }))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      throw new StoreError('disk-full', `There is no space left for the backup in ${to}.`, { cause: error })
    }
    return { createdAt, files: files.length, sizeBytes: sizeOf(files), doneBytes, totalBytes }
  })
  // Damage is copied as it is, as what stands around it can be read. Whoever keeps the backup is to know of it.
  const copies = { ...openDirectoryReader(to), seal: openDirectoryReader(dir).seal }
  const { damages, unlike } = await verifyLog(copies, (readBytes) => onProgress(doneBytes + readBytes, totalBytes))
  return { ...made, damages, unlike }
}

function makeEmpty(to: string, sync?: (folder: string) => void): void {
  try {
    makeFolder(to, { mode: 0o700, ...(sync ? { sync } : {}) })
    if (!readdirSync(to).length) return
  } catch (error) {
    throw new StoreError('dir-unwritable', `The backup can’t be written to ${to}: ${(error as Error).message}.`, { cause: error })
  }
  throw new StoreError('not-empty', `${to} is not empty; name a folder that is not there yet.`)
}

/** The log as it stands now, without a record that is being written. */
function endOfLog(dir: string): Wanted[] {
  const numbers = listFiles(dir)
  return numbers.map((number, i) => {
    const isLast = i === numbers.length - 1
    return { path: `log/${fileName(number)}`, sizeBytes: isLast ? findEnd(dir, number) : statSync(filePath(dir, number)).size }
  })
}

/** Whole files only: what is being written stands under another name. */
async function listFolder(dir: string, folder: 'assets' | 'recordings'): Promise<Wanted[]> {
  const isWhole = (path: string): boolean => (folder === 'assets' ? /\/[\w-]{22}$/.test(path) : readKey(path) !== null)
  const found: Wanted[] = []
  for (const project of existsSync(join(dir, folder)) ? readdirSync(join(dir, folder)) : [])
    for (const name of readdirSync(join(dir, folder, project))) {
      const path = `${folder}/${project}/${name}`
      if (!isWhole(path)) continue
      const { size = -1 } = (await stat(join(dir, path)).catch(() => null)) ?? {}
      if (size >= 0) found.push({ path, sizeBytes: size })
    }
  return found
}

/** SQLite copies itself as of one moment, whoever writes meanwhile, and leaves behind what was deleted. */
async function copyMetadata(dir: string, to: string): Promise<BackupFile> {
  const path = 'playhead.db'
  const db = new Database(join(dir, path))
  try {
    db.pragma('busy_timeout = 5000')
    db.prepare('VACUUM INTO ?').run(join(to, `${path}.new`))
  } finally {
    db.close()
  }
  const { size } = statSync(join(to, `${path}.new`))
  const copied = await copyFile(join(to, `${path}.new`), join(to, path), size, () => undefined)
  await rm(join(to, `${path}.new`))
  chmodSync(join(to, path), 0o600)
  return { path, ...copied! }
}
