import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolderNow } from '../sync-folder.ts'
import { fileHead, fileName, filePath, listFiles } from './file.ts'
import { findEnd } from './scan.ts'
import { sealPath } from './seal.ts'

/** Where the log ends, or up to where it is known. */
export interface LogEnd {
  readonly file: number
  readonly sizeBytes: number
}
export const noLog: LogEnd = { file: 0, sizeBytes: 0 }
/** What recovery does to the disk. */
export interface RecoveryDisk {
  /** Writes what stands in a file between two places once more, cuts it behind them, and syncs it. */
  settle(path: string, fromAt: number, toAt: number): void
  syncFolder(path: string): void
}
const pieceBytes = 1 << 20

/**
 * Finds where the log ends and cuts a record that a crash left unfinished at the end of the last file.
 * Damaged bytes are kept: what is as long as it should be may have been acknowledged, and is passed over when read.
 * What stands behind `known`, up to where the log has been read before, is made to last, as whoever reads it next takes it for
 * stored. Null: there is no log yet; `sizeBytes` Infinity: its last file is not to be gone on with. @see docs/storage-format.md#L8
 */
export function recoverLog(dir: string, known: LogEnd, onNotice: (text: string) => void, disk: RecoveryDisk = recoveryDisk): LogEnd | null {
  const files = listFiles(dir)
  const last = files.at(-1)
  if (last === undefined) return null
  const knownAt = (file: number): number => (file < known.file ? Infinity : file === known.file ? known.sizeBytes : 0)
  const sizeBytes = sizeOf(dir, last)
  const endAt = findEnd(dir, last, knownAt(last))
  // A file whose very head is torn holds nothing yet: the writer begins it anew.
  const keepBytes = sizeBytes < fileHead.length ? 0 : Math.max(endAt, fileHead.length)
  if (keepBytes < sizeBytes)
    onNotice(`Recovery cut ${sizeBytes - keepBytes} torn bytes, a record that was not finished, from the end of ${fileName(last)}.`)
  try {
    for (const file of files) {
      const toAt = file === last ? keepBytes : sizeOf(dir, file)
      const fromAt = Math.min(knownAt(file), toAt)
      const isSettled = file === last ? fromAt === sizeBytes : fromAt === toAt || existsSync(sealPath(dir, file))
      if (!isSettled) disk.settle(filePath(dir, file), fromAt, toAt)
    }
    disk.syncFolder(join(dir, 'log'))
    disk.syncFolder(dir)
  } catch (error) {
    // What is there may have been acknowledged, and is read all the same.
    onNotice(`The end of ${fileName(last)} could not be synced: ${(error as Error).message}.`)
    return { file: last, sizeBytes: Infinity }
  }
  return { file: last, sizeBytes: keepBytes }
}

const sizeOf = (dir: string, file: number): number => statSync(filePath(dir, file)).size

/**
 * A process that was killed, or whose sync failed, leaves bytes that are read back and are on no disk. To sync them is not enough:
 * after a failed sync the system takes them for written.
 */
function settle(path: string, fromAt: number, toAt: number): void {
  const file = openSync(path, 'r+')
  try {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, toAt - fromAt))
    for (let at = fromAt; at < toAt;) {
      const count = readSync(file, piece, 0, Math.min(piece.length, toAt - at), at)
      for (let done = 0; done < count;) done += writeSync(file, piece, done, count - done, at + done)
      at += count
    }
    ftruncateSync(file, toAt)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export const recoveryDisk: RecoveryDisk = { settle, syncFolder: syncFolderNow }
