import type { LogReader } from './chunk-log.ts'
import { isBlank } from './record.ts'

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

/** Reads every record of the log and checks it against its hash. Throws StoreError `newer-data`, `s3-unreachable`. */
export async function verifyLog(
  log: Pick<LogReader, 'files' | 'scan'>,
  onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<LogVerdict> {
  const files = await log.files()
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const damages: { name: string; at: number; sizeBytes: number }[] = []
  const sum = { records: 0, blank: 0, unfinishedBytes: 0 }
  let doneBytes = 0
  for (const [i, { number, name }] of files.entries()) {
    const scan = await log.scan(number)
    sum.records += scan.records.length
    sum.blank += scan.records.filter((record) => isBlank(record, record.bytes)).length
    for (const { at, sizeBytes } of scan.damages) damages.push({ name, at, sizeBytes })
    const restBytes = scan.sizeBytes - scan.endAt
    if (restBytes && i === files.length - 1) sum.unfinishedBytes = restBytes
    else if (restBytes) damages.push({ name, at: scan.endAt, sizeBytes: restBytes })
    onProgress((doneBytes += scan.sizeBytes), totalBytes)
  }
  return { files: files.length, ...sum, damages }
}
