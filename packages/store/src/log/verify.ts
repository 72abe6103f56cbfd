import type { LogReader } from './chunk-log.ts'
import { isBlank } from './record.ts'
import { createSealer } from './seal.ts'

/** What a walk over every record of the log found. */
export interface LogVerdict {
  readonly files: number
  readonly records: number
  /** Records that were erased. */
  readonly blank: number
  /** Bytes of a record at the very end that is not whole: being written, or torn, in which case a start cuts it. */
  readonly unfinishedBytes: number
  readonly damages: readonly { readonly name: string; readonly at: number; readonly sizeBytes: number }[]
  /** Files without damage that do not hold the records which they were sealed with; `sealed` null: their seal is damaged. */
  readonly unlike: readonly { readonly name: string; readonly records: number; readonly sealed: number | null }[]
}

/** Reads every record of the log and checks it against its hash, and every closed file against its seal. Throws StoreError `newer-data`, `s3-unreachable`. */
export async function verifyLog(
  log: Pick<LogReader, 'files' | 'scan' | 'seal'>,
  onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<LogVerdict> {
  const files = await log.files()
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const damages: { name: string; at: number; sizeBytes: number }[] = []
  const unlike: { name: string; records: number; sealed: number | null }[] = []
  const sum = { records: 0, blank: 0, unfinishedBytes: 0 }
  let doneBytes = 0
  for (const [i, { number, name, sizeBytes }] of files.entries()) {
    const sealer = createSealer()
    let end = { endAt: 0, sizeBytes: 0 }
    for await (const { records, damages: found, endAt, sizeBytes } of log.scan(number)) {
      sum.records += records.length
      sum.blank += records.filter((record) => isBlank(record, record.bytes)).length
      for (const record of records) sealer.add(record)
      for (const { at, sizeBytes } of found) damages.push({ name, at, sizeBytes })
      end = { endAt, sizeBytes }
      onProgress(doneBytes + endAt, totalBytes)
    }
    doneBytes += end.sizeBytes
    const restBytes = end.sizeBytes - end.endAt
    if (restBytes && i === files.length - 1) sum.unfinishedBytes = restBytes
    else if (restBytes) damages.push({ name, at: end.endAt, sizeBytes: restBytes })
    // What the catalog says is stored of an object, and is not there any more. Retention may have come between.
    const isShort = end.sizeBytes < sizeBytes && (await log.files(number)).some((file) => file.number === number)
    if (isShort) damages.push({ name, at: end.sizeBytes, sizeBytes: sizeBytes - end.sizeBytes })
    const seal = await log.seal(number)
    if (seal && !damages.some((damage) => damage.name === name)) {
      const { records, sha256 } = sealer.seal()
      if (sha256 !== seal.sha256) unlike.push({ name, records, sealed: seal.sha256 ? seal.records : null })
    }
    onProgress(doneBytes, totalBytes)
  }
  return { files: files.length, ...sum, damages, unlike }
}
