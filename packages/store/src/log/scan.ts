import { readFileSync } from 'node:fs'
import { checkHead, fileHead, fileName, filePath } from './file.ts'
import { type ReadRecord, readRecord, recordEnd, recordMagic } from './record.ts'

/** A stretch of a log file that holds no readable record. */
export interface Damage {
  readonly file: number
  readonly at: number
  readonly sizeBytes: number
}
export const overlaps = (a: Damage, b: Damage): boolean => a.file === b.file && a.at < b.at + b.sizeBytes && b.at < a.at + a.sizeBytes
export interface Scan {
  readonly records: readonly ReadRecord[]
  readonly damages: readonly Damage[]
  /** Where an unfinished record begins, else the file's end. */
  readonly endAt: number
  readonly sizeBytes: number
}

export interface ScanOptions {
  readonly number: number
  readonly name: string
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
}

/** Reads one log file in a directory, as {@link scanBytes}. */
export function scanFile(dir: string, number: number, fromAt?: number, untilAt?: number): Scan {
  return scanBytes(readFileSync(filePath(dir, number)), { number, name: fileName(number), fromAt, untilAt })
}

/**
 * Reads a log file from a record's beginning on. Damaged records are passed over and reported. Throws StoreError
 * `newer-data`. @see docs/storage-format.md#L7
 */
export function scanBytes(whole: Buffer, { number, name, fromAt = fileHead.length, untilAt = Infinity }: ScanOptions): Scan {
  checkHead(whole, name)
  const file = whole.subarray(0, Math.min(whole.length, untilAt))
  const records: ReadRecord[] = []
  const damages: Damage[] = []
  let at = Math.max(fromAt, fileHead.length)
  let endAt = Math.min(at, file.length)
  while (at < file.length) {
    const record = readRecord(file, at)
    if (record) {
      records.push(record)
      at = endAt = record.endAt
      continue
    }
    const shouldEndAt = recordEnd(file, at)
    // A header that is right says where the next record is, unless something between was cut out; one that is not finished ends the file.
    const isWholeLength = shouldEndAt !== null && shouldEndAt <= file.length
    const leadsOn = isWholeLength && (shouldEndAt === file.length || recordEnd(file, shouldEndAt) !== null)
    const next = leadsOn ? shouldEndAt : nextRecord(file, at + 1)
    const found = next < 0 && isWholeLength ? shouldEndAt : next
    if (found < 0 && shouldEndAt !== null) break
    const goOnAt = found < 0 ? file.length : found
    damages.push({ file: number, at, sizeBytes: goOnAt - at })
    at = endAt = goOnAt
  }
  return { records, damages, endAt, sizeBytes: file.length }
}

/** Where the next whole record begins, or -1. */
function nextRecord(file: Buffer, from: number): number {
  for (let at = file.indexOf(recordMagic, from); at >= 0; at = file.indexOf(recordMagic, at + 1)) if (readRecord(file, at)) return at
  return -1
}
