import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { fileName, filePath } from './file.ts'
import type { ReadRecord } from './record.ts'
import { type ScanOptions, scanSteps } from './scan-step.ts'
import type { ReadAt } from './walk.ts'

/** A stretch of a log file that holds no readable record. */
export interface Damage {
  readonly file: number
  readonly at: number
  readonly sizeBytes: number
}
export const overlaps = (a: Damage, b: Damage): boolean => a.file === b.file && a.at < b.at + b.sizeBytes && b.at < a.at + a.sizeBytes
/** What stands in a log file, or in a part of it. */
export interface Scan {
  readonly records: readonly ReadRecord[]
  readonly damages: readonly Damage[]
  /** Where an unfinished record begins, else the file's end; within the file, up to where it was read. */
  readonly endAt: number
  readonly sizeBytes: number
}

/** Reads a log file in parts, one after the other, which together say what stands in it; the event loop has its turn between them. */
export async function* scanParts(readAt: ReadAt, options: ScanOptions): AsyncGenerator<Scan, void> {
  const steps = scanSteps(options)
  let step = steps.next()
  while (!step.done) {
    const { part, at, sizeBytes } = step.value
    yield part
    step = steps.next(await readAt(at, sizeBytes))
  }
  yield step.value
}

/** The same for a process that does nothing else meanwhile. */
function* scanPartsNow(readAt: (at: number, sizeBytes: number) => Buffer, options: ScanOptions): Generator<Scan, void> {
  const steps = scanSteps(options)
  let step = steps.next()
  while (!step.done) {
    const { part, at, sizeBytes } = step.value
    yield part
    step = steps.next(readAt(at, sizeBytes))
  }
  yield step.value
}

export function joinParts(parts: Iterable<Scan>): Scan {
  const records: ReadRecord[] = []
  const damages: Damage[] = []
  let end = { endAt: 0, sizeBytes: 0 }
  for (const { records: some, damages: found, endAt, sizeBytes } of parts) {
    records.push(...some)
    damages.push(...found)
    end = { endAt, sizeBytes }
  }
  return { records, damages, ...end }
}

/** Reads a log file that is in memory. */
export const scanBytes = (whole: Buffer, options: Omit<ScanOptions, 'fileBytes'>): Scan =>
  joinParts(scanPartsNow((at, sizeBytes) => whole.subarray(at, at + sizeBytes), { ...options, fileBytes: whole.length }))

/** Reads a log file in a directory, from a record's beginning on. */
export const scanFile = (dir: string, number: number): Scan => joinParts(scanFileNow(dir, number))

/** Where an unfinished record begins at the end of a log file in a directory, else its end. Holds a piece of it at a time. */
export function findEnd(dir: string, number: number, fromAt?: number): number {
  let found = 0
  for (const { endAt } of scanFileNow(dir, number, fromAt)) found = endAt
  return found
}

function* scanFileNow(dir: string, number: number, fromAt?: number): Generator<Scan, void> {
  const file = openSync(filePath(dir, number), 'r')
  try {
    const readAt = (at: number, sizeBytes: number): Buffer => {
      const bytes = Buffer.allocUnsafe(sizeBytes)
      return bytes.subarray(0, readSync(file, bytes, 0, sizeBytes, at))
    }
    yield* scanPartsNow(readAt, { number, name: fileName(number), fileBytes: fstatSync(file).size, fromAt })
  } finally {
    closeSync(file)
  }
}
