import { statSync } from 'node:fs'
import { fileName, filePath, listFiles } from './file.ts'
import { isBlank } from './record.ts'
import { scanFile } from './scan.ts'

/** What a walk over every record of the log found. */
export interface LogVerdict {
  readonly files: number
  readonly records: number
  /** Records that were erased. */
  readonly blank: number
  /** Bytes of a record at the very end that is not whole: being written, or torn, in which case a start cuts it. */
  readonly unfinishedBytes: number
  readonly damages: readonly { readonly name: string; readonly at: number; readonly sizeBytes: number }[]
}

/** Reads every record of the log and checks it against its hash. Needs no lock; throws StoreError `newer-data`. */
export function verifyLog(dir: string, onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined): LogVerdict {
  const files = listFiles(dir)
  const totalBytes = files.reduce((sum, file) => sum + statSync(filePath(dir, file)).size, 0)
  const damages: { name: string; at: number; sizeBytes: number }[] = []
  const sum = { records: 0, blank: 0, unfinishedBytes: 0 }
  let doneBytes = 0
  for (const [i, file] of files.entries()) {
    const scan = scanFile(dir, file)
    sum.records += scan.records.length
    sum.blank += scan.records.filter((record) => isBlank(record, record.bytes)).length
    for (const { at, sizeBytes } of scan.damages) damages.push({ name: fileName(file), at, sizeBytes })
    const restBytes = scan.sizeBytes - scan.endAt
    if (restBytes && i === files.length - 1) sum.unfinishedBytes = restBytes
    else if (restBytes) damages.push({ name: fileName(file), at: scan.endAt, sizeBytes: restBytes })
    onProgress((doneBytes += scan.sizeBytes), totalBytes)
  }
  return { files: files.length, ...sum, damages }
}
