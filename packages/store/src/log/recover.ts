import { closeSync, fsyncSync, ftruncateSync, openSync, statSync } from 'node:fs'
import { fileHead, fileName, filePath, listFiles } from './file.ts'
import { scanFile } from './scan.ts'

export interface LogEnd {
  readonly file: number
  readonly sizeBytes: number
}

/**
 * Finds where the log ends and cuts a record that a crash left unfinished at the end of the last file.
 * Damaged bytes are kept: what is as long as it should be may have been acknowledged, and is passed over when read.
 * `knownAt` is up to where that file has been read before. Null: there is no log yet. @see docs/storage-format.md#L8
 */
export function recoverLog(dir: string, knownAt: (file: number) => number, onNotice: (text: string) => void): LogEnd | null {
  const file = listFiles(dir).at(-1)
  if (file === undefined) return null
  const sizeBytes = statSync(filePath(dir, file)).size
  const { endAt } = scanFile(dir, file, knownAt(file))
  // A file whose very head is torn holds nothing yet: the writer begins it anew.
  const keepBytes = sizeBytes < fileHead.length ? 0 : Math.max(endAt, fileHead.length)
  if (keepBytes < sizeBytes) {
    const fd = openSync(filePath(dir, file), 'r+')
    ftruncateSync(fd, keepBytes)
    fsyncSync(fd)
    closeSync(fd)
    onNotice(`Recovery cut ${sizeBytes - keepBytes} torn bytes, a record that was not finished, from the end of ${fileName(file)}.`)
  }
  return { file, sizeBytes: keepBytes }
}
