import { checkHead, fileHead } from './file.ts'
import { mostHeadBytes, type ReadRecord, readHead, recordMagic, recordOf, recordSize } from './record.ts'
import type { Damage, Scan } from './scan.ts'

export interface ScanOptions {
  readonly number: number
  readonly name: string
  /** How long the file is. */
  readonly fileBytes: number
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
  /** How much of the file is asked for at once, unless one record is larger. */
  readonly pieceBytes?: number | undefined
}
/** What was found since the step before, and the stretch of the file that the next one needs. */
export interface ScanStep {
  readonly part: Scan
  readonly at: number
  readonly sizeBytes: number
}

/** Chunks of so many bytes take some ms to look at, however small they are: so long whoever reads keeps others waiting. */
const usualPieceBytes = 256 << 10

/**
 * Goes through a log file from a record's beginning on, piece by piece, and finds what it would find in all of it at once. It is
 * handed the stretch that each step asks for, shorter where the file has become so. Throws StoreError `newer-data`.
 * @see docs/storage-format.md#L7
 */
export function* scanSteps(options: ScanOptions): Generator<ScanStep, Scan, Buffer> {
  const { number, name, fileBytes, fromAt = fileHead.length, untilAt = Infinity, pieceBytes = usualPieceBytes } = options
  let sizeBytes = Math.min(fileBytes, untilAt)
  let records: ReadRecord[] = []
  let damages: Damage[] = []
  let piece: Buffer = Buffer.alloc(0)
  let pieceAt = 0
  let at = Math.max(fromAt, fileHead.length)
  let endAt = Math.min(at, sizeBytes)

  const takePart = (): Scan => {
    const part = { records, damages, endAt, sizeBytes }
    records = []
    damages = []
    return part
  }
  /** Sees that the piece holds so many bytes from a place on, as far as the file goes. */
  function* hold(wantedAt: number, wantedBytes: number): Generator<ScanStep, void, Buffer> {
    if (wantedAt >= pieceAt && Math.min(wantedAt + wantedBytes, sizeBytes) <= pieceAt + piece.length) return
    const askedBytes = Math.max(0, Math.min(Math.max(wantedBytes, pieceBytes), sizeBytes - wantedAt))
    piece = yield { part: takePart(), at: wantedAt, sizeBytes: askedBytes }
    pieceAt = wantedAt
    if (piece.length < askedBytes) sizeBytes = pieceAt + piece.length
  }
  function* readRecord(recordAt: number): Generator<ScanStep, ReadRecord | null, Buffer> {
    yield* hold(recordAt, mostHeadBytes)
    const head = readHead(piece, recordAt - pieceAt)
    if (!head || recordAt + head.headBytes + head.chunkBytes > sizeBytes) return null
    yield* hold(recordAt, head.headBytes + head.chunkBytes)
    return recordOf(head, piece.subarray(recordAt - pieceAt), recordAt)
  }
  /** Where the record at a place should end, by its header; null: none stands there. */
  function* findEnd(recordAt: number): Generator<ScanStep, number | null, Buffer> {
    yield* hold(recordAt, mostHeadBytes)
    const recordBytes = recordSize(piece.subarray(recordAt - pieceAt))
    return recordBytes === null ? null : recordAt + recordBytes
  }
  /** Where the next whole record begins, or -1. */
  function* findRecord(searchAt: number): Generator<ScanStep, number, Buffer> {
    while (searchAt < sizeBytes) {
      yield* hold(searchAt, recordMagic.length)
      const found = piece.indexOf(recordMagic, searchAt - pieceAt)
      if (found >= 0) {
        const foundAt = pieceAt + found
        if (yield* readRecord(foundAt)) return foundAt
        searchAt = foundAt + 1
      } else if (pieceAt + piece.length >= sizeBytes) return -1
      // One may stand across the border of two pieces.
      else searchAt = pieceAt + piece.length - recordMagic.length + 1
    }
    return -1
  }

  checkHead(yield { part: takePart(), at: 0, sizeBytes: fileHead.length }, name)
  while (at < sizeBytes) {
    const record = yield* readRecord(at)
    if (record) {
      records.push(record)
      at = endAt = record.endAt
      continue
    }
    const shouldEndAt = yield* findEnd(at)
    // A header that is right says where the next record is, unless something between was cut out; one that is not finished ends the file.
    const isWholeLength = shouldEndAt !== null && shouldEndAt <= sizeBytes
    const leadsOn = isWholeLength && (shouldEndAt === sizeBytes || (yield* findEnd(shouldEndAt)) !== null)
    const next = leadsOn ? shouldEndAt : yield* findRecord(at + 1)
    const found = next < 0 && isWholeLength ? shouldEndAt : next
    if (found < 0 && shouldEndAt !== null) break
    const goOnAt = found < 0 ? sizeBytes : found
    damages.push({ file: number, at, sizeBytes: goOnAt - at })
    at = endAt = goOnAt
  }
  return takePart()
}
