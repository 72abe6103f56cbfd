import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordOf } from '../../test/log-record.ts'
import { fileHead } from './file.ts'
import { encodeRecordHead, hashChunk, readHead, type ReadRecord, recordMagic, recordOf as readOf, recordSize } from './record.ts'
import { type Damage, joinParts, type Scan, scanBytes, scanParts } from './scan.ts'

/** The rule (L7) in its plainest words, over a file that is in memory as a whole. */
function scanWhole(whole: Buffer, fromAt: number, untilAt: number): Scan {
  const file = whole.subarray(0, Math.min(whole.length, untilAt))
  const readRecord = (at: number): ReadRecord | null => {
    const head = readHead(file, at)
    if (!head || at + head.headBytes + head.chunkBytes > file.length) return null
    return readOf(head, file.subarray(at), at)
  }
  const endOf = (at: number): number | null => {
    const sizeBytes = recordSize(file.subarray(at))
    return sizeBytes === null ? null : at + sizeBytes
  }
  const nextRecord = (from: number): number => {
    for (let at = file.indexOf(recordMagic, from); at >= 0; at = file.indexOf(recordMagic, at + 1)) if (readRecord(at)) return at
    return -1
  }
  const records: ReadRecord[] = []
  const damages: Damage[] = []
  let at = Math.max(fromAt, fileHead.length)
  let endAt = Math.min(at, file.length)
  while (at < file.length) {
    const record = readRecord(at)
    if (record) {
      records.push(record)
      at = endAt = record.endAt
      continue
    }
    const shouldEndAt = endOf(at)
    const isWholeLength = shouldEndAt !== null && shouldEndAt <= file.length
    const leadsOn = isWholeLength && (shouldEndAt === file.length || endOf(shouldEndAt) !== null)
    const next = leadsOn ? shouldEndAt : nextRecord(at + 1)
    const found = next < 0 && isWholeLength ? shouldEndAt : next
    if (found < 0 && shouldEndAt !== null) break
    const goOnAt = found < 0 ? file.length : found
    damages.push({ file: 1, at, sizeBytes: goOnAt - at })
    at = endAt = goOnAt
  }
  return { records, damages, endAt, sizeBytes: file.length }
}

/** Text, as large buffers are compared byte by byte. */
const told = ({ records, ...rest }: Scan): string =>
  JSON.stringify({ ...rest, records: records.map(({ bytes, ...record }) => ({ ...record, bytes: hashChunk(bytes) })) })

/** Where in a file, as a part of it: so that it is told before the file is made. */
const place = fc.double({ min: 0, max: 1, noNaN: true })
const harm = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('cut' as const), at: place, sizeBytes: fc.nat(900) }),
  fc.record({ kind: fc.constant('tear' as const), at: place }),
  fc.record({ kind: fc.constant('fill' as const), at: place, sizeBytes: fc.nat(4_000), byte: fc.constantFrom(0, 0x89, 0xff) }),
  // Bytes that look like the beginning of a record, whole or not.
  fc.record({ kind: fc.constant('head' as const), at: place, bytes: fc.nat(90), chunkBytes: fc.constantFrom(40, 5_000, 2 ** 31) }),
)
type Harm = typeof harm extends fc.Arbitrary<infer T> ? T : never

function apply(file: Buffer, one: Harm): Buffer {
  const at = Math.floor(one.at * file.length)
  if (one.kind === 'tear') return file.subarray(0, at)
  if (one.kind === 'cut') return Buffer.concat([file.subarray(0, at), file.subarray(at + one.sizeBytes)])
  const changed = Buffer.from(file)
  if (one.kind === 'flip' && file.length) changed[at]! ^= 1 << one.bit
  if (one.kind === 'fill') changed.subarray(at, at + one.sizeBytes).fill(one.byte)
  if (one.kind === 'head') {
    const head = encodeRecordHead({ ...recordOf(7), bytes: { length: one.chunkBytes } as Uint8Array })
    head.subarray(0, one.bytes).copy(changed, at)
  }
  return changed
}
const fileOf = (sizes: readonly number[]): Buffer => {
  const records = sizes.map((sizeBytes, n) => recordOf(n, { sizeBytes: 16 + sizeBytes }))
  return Buffer.concat([fileHead, ...records.flatMap((record) => [encodeRecordHead(record), record.bytes])])
}

async function scanInPieces(file: Buffer, pieceBytes: number, fromAt: number, untilAt: number): Promise<{ scan: Scan; asked: number[] }> {
  const asked: number[] = []
  const readAt = async (at: number, sizeBytes: number): Promise<Buffer> => {
    asked.push(sizeBytes)
    return Buffer.from(file.subarray(at, at + sizeBytes))
  }
  const parts: Scan[] = []
  for await (const part of scanParts(readAt, { number: 1, name: 'a file', fileBytes: file.length, pieceBytes, fromAt, untilAt }))
    parts.push(part)
  return { scan: joinParts(parts), asked }
}

const sizes = fc.array(fc.oneof(fc.nat(40), fc.nat(700), fc.constantFrom(3_000)), { maxLength: 25 })

test('L7: read in pieces of any size a file holds what it holds as a whole, whatever was done to it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        sizes,
        harms: fc.array(harm, { maxLength: 4 }),
        pieceBytes: fc.integer({ min: 1, max: 3_000 }),
        from: place,
        until: place,
      }),
      async ({ sizes, harms, pieceBytes, from, until }) => {
        const file = harms.reduce(apply, fileOf(sizes))
        // One whose head is another's is not read at all.
        fileHead.copy(file)
        const whole = scanWhole(file, 0, Infinity)
        expect(told(scanBytes(file, { number: 1, name: 'a file' }))).toBe(told(whole))
        expect(told((await scanInPieces(file, pieceBytes, 0, Infinity)).scan)).toBe(told(whole))
        // From a record on, up to any place: as what follows the log reads it.
        const fromAt = whole.records[Math.floor(from * whole.records.length)]?.at ?? fileHead.length
        const untilAt = Math.floor(fromAt + until * (file.length - fromAt))
        expect(told((await scanInPieces(file, pieceBytes, fromAt, untilAt)).scan)).toBe(told(scanWhole(file, fromAt, untilAt)))
      },
    ),
    { numRuns: 1_500 },
  )
})

test('records of a MiB and more, and a damage longer than a piece, are read as they are, and no piece is larger than one of them', async () => {
  const sizes = [1 << 20, 10, (3 << 20) + 5, 1 << 20, 200, 2 << 20]
  const plain = fileOf(sizes)
  const { records } = scanWhole(plain, 0, Infinity)
  const damaged = Buffer.from(plain).fill(0, records[2]!.at + 20, records[3]!.at + 500)
  for (const file of [plain, damaged]) {
    const { scan, asked } = await scanInPieces(file, 64 << 10, 0, Infinity)
    expect(told(scan)).toBe(told(scanWhole(file, 0, Infinity)))
    expect(Math.max(...asked)).toBeLessThan((file === plain ? 3 << 20 : 2 << 20) + 200)
  }
})

test('of a file that has become shorter since it was opened what is left is read', async () => {
  const file = fileOf([300, 300, 300])
  const { records } = scanWhole(file, 0, Infinity)
  const left = file.subarray(0, records[2]!.chunkAt + 9)
  const parts: Scan[] = []
  for await (const part of scanParts(async (at, sizeBytes) => left.subarray(at, at + sizeBytes), {
    number: 1,
    name: 'a file',
    fileBytes: file.length,
    pieceBytes: 400,
  }))
    parts.push(part)
  expect(told(joinParts(parts))).toBe(told(scanWhole(left, 0, Infinity)))
})
